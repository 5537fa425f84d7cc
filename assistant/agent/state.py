"""What a conversation remembers, and what one turn of it carries along.

The remembered part is plain JSON-like data, because the checkpointer writes it: identifiers and
dumps, never products (they may change between turns and are read afresh). The working part of a
turn lives in untracked channels, which LangGraph never checkpoints.
"""

from __future__ import annotations

from typing import Annotated, Any, TypedDict

from langgraph.channels import UntrackedValue
from pydantic import BaseModel, ConfigDict, Field

from assistant.agent.own_words import OwnWords
from assistant.agent.turn import Cart, Chip, Comparison, Ground, Offer
from assistant.intent import ParsedIntent
from assistant.ranking import Ranked
from assistant.ranking.context import Evidence
from retrieval.constraints import Constraints
from retrieval.hit import Hit

KEPT_MESSAGES = 40
"""Messages remembered word for word; older ones live on in the intent's carried state."""


class Candidates(BaseModel):
    """What retrieval brought for a turn."""

    model_config = ConfigDict(frozen=True)

    hits: list[Hit] = Field(default_factory=list)
    constraints: Constraints = Field(default_factory=Constraints)
    unknown_type: bool = Field(
        default=False, description="The type asked for is nowhere in the catalogue."
    )
    exhausted: bool = Field(default=False, description="`more` was asked and nothing is left.")
    like: str | None = Field(default=None, description="The product the hits are similar to.")
    ground: Ground | None = Field(
        default=None, description="Where nothing was asked for: what the hits were picked by."
    )
    notice: str = Field(default="", description="How a price bound was read, where that is news.")
    kinds: dict[str, list[str]] = Field(
        default_factory=dict,
        description="Where several kinds are wanted: each with the ids of its hits.",
    )
    missing: list[str] = Field(
        default_factory=list, description="Of several kinds those of which nothing fits."
    )
    unsold: list[str] = Field(
        default_factory=list, description="Of several kinds those that the shop does not have."
    )
    total: float | None = Field(
        default=None, description="What one of each kind may cost together, where that is limited."
    )
    least: float | None = Field(default=None, description="What one of each kind costs at least.")
    chips: list[Chip] = Field(default_factory=list, description="What of the wish is one tap away.")
    because: dict[str, Evidence] = Field(
        default_factory=dict, description="Product id to why it was suggested."
    )


class Found(BaseModel):
    """Ranked products to show, or near misses with what they violate."""

    model_config = ConfigDict(frozen=True)

    ranked: list[Ranked] = Field(default_factory=list)
    misses: dict[str, list[str]] = Field(
        default_factory=dict, description="Product id to the constraints it violates; empty if fit."
    )
    loosened: dict[str, int] = Field(
        default_factory=dict, description="Constraint name to how many would fit without it."
    )


class Draft(BaseModel):
    """What a step wants said: sentences and parts, before they become the turn."""

    model_config = ConfigDict(frozen=True)

    text: str
    ranked: list[Ranked] = Field(default_factory=list)
    misses: dict[str, list[str]] = Field(default_factory=dict)
    comparison: Comparison | None = None
    cart: Cart | None = None
    offers: list[Offer] = Field(default_factory=list)
    chips: list[Chip] = Field(default_factory=list)
    asked: str | None = None
    ground: Ground | None = None
    listed: list[str] | None = Field(
        default=None, description="Product ids that `refers_to` counts within next; None keeps."
    )
    focus: str | None = Field(default=None, description="The one product now talked about.")


class ListShown(TypedDict):
    """A list as it was shown: to go back to."""

    listed: list[str]
    need: dict[str, Any]
    misses: dict[str, list[str]]


class ConversationState(TypedDict, total=False):
    """Channels of the conversation graph."""

    # Remembered between turns.
    messages: list[dict[str, Any]]
    intent: dict[str, Any] | None
    need: dict[str, Any]
    listed: list[str]
    seen: list[str]
    list_shown: ListShown | None
    list_before: ListShown | None
    asked: list[str]
    focus: str | None
    codes: list[str]
    facts: list[dict[str, Any]]
    """What a visitor who is not signed in said of themselves: kept as long as the conversation."""
    impersonal: bool
    """Whether such a visitor has switched personalisation off."""
    # Given with the turn.
    message: Annotated[str, UntrackedValue]
    user_id: Annotated[str | None, UntrackedValue]
    conversation_id: Annotated[str, UntrackedValue]
    # Worked out during the turn.
    own_words: Annotated[OwnWords | None, UntrackedValue]
    going_back: Annotated[bool, UntrackedValue]
    parsed: Annotated[ParsedIntent, UntrackedValue]
    candidates: Annotated[Candidates, UntrackedValue]
    found: Annotated[Found, UntrackedValue]
    draft: Annotated[Draft, UntrackedValue]
    started: Annotated[float, UntrackedValue]
    timings: Annotated[dict[str, float], UntrackedValue]
    turn: Annotated[dict[str, Any], UntrackedValue]
