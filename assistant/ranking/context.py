"""What the ranker is given, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict, Field

from assistant.agent.turn import Offer
from assistant.events import Event
from assistant.intent import Intent
from assistant.profiles.model import Profile
from assistant.segment_popularity import Leaning
from retrieval.hit import Hit
from retrieval.product import Product

Evidence = dict[str, str | int | float]


def _no_offers(product: Product) -> Sequence[Offer]:
    del product
    return ()


@dataclass(frozen=True)
class RankingContext:
    """One turn, as the ranking sees it: the need, the shopper, the session, the shop."""

    intent: Intent = field(default_factory=Intent)
    profile: Profile = field(default_factory=Profile)
    session: Sequence[Event] = ()
    """This session's events: its likes and dislikes of single items."""
    popularity: Mapping[str, float] = field(default_factory=dict)
    """Item id to decayed popularity (any scale, >= 0)."""
    by_segment: Callable[[Iterable[str]], Leaning] | None = None
    """What shoppers of these segments want, for one of whom nothing else is known."""
    because: Mapping[str, Evidence] = field(default_factory=dict)
    """Where nothing was asked for: item id to why it was suggested (key ``because``)."""
    offers: Callable[[Product], Sequence[Offer]] = _no_offers
    """The offers on a product for this shopper, best first."""
    language: str = "en"
    said: Sequence[str] = ()
    """Wishes that were just said: what states them comes before what does not."""


class Ranked(BaseModel):
    """One product in its place: ``score == sum(contributions)``."""

    model_config = ConfigDict(frozen=True)

    hit: Hit
    score: float
    contributions: dict[str, float] = Field(
        description="Signed share of the score by factor: weight times value."
    )
    margins: dict[str, float] = Field(
        default_factory=dict,
        description="Contribution less the mean contribution over the candidates, by factor.",
    )
    evidence: dict[str, Evidence] = Field(
        default_factory=dict, description="What each factor saw, for wording the reason."
    )
    values: dict[str, float] = Field(
        default_factory=dict, description="The factors themselves, in [0, 1]: what is learned from."
    )
    offer: Offer | None = None
