"""The one shape all training material has: a conversation with the intent after each message.

Hand-written requests, the grammar's, QueryNER's, the dialogues' and a shop's own logs all become
this, so that splitting, noise, balancing and the model's notation are written once. An intent is
the *whole* state after its message, as the contract has it, without ``query`` and ``language``
(both follow from the rest in code); fields at their default are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from assistant.intent import Intent, Message


class MaterialError(ValueError):
    """A line of training material cannot be used; says which and how to mend it."""


class Turn(BaseModel):
    """Either a message of the shopper with its intent, or what the assistant showed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    user: str | None = None
    intent: Intent | None = None
    shown: list[str] = Field(default_factory=list)
    say: str = ""

    @model_validator(mode="after")
    def _one_side(self) -> Turn:
        if (self.user is None) != (self.intent is None):
            raise ValueError("a shopper's turn has both 'user' and 'intent'")
        if self.user is not None and (self.shown or self.say):
            raise ValueError("'shown' and 'say' belong to a turn of the assistant's own")
        return self


class Conversation(BaseModel):
    """One conversation. ``family`` names the template or theme; a family is never split."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(min_length=1)]
    source: str = "hand"
    family: str = ""
    language: str = "en"
    voice: str = ""
    turns: Annotated[list[Turn], Field(min_length=1)]

    def messages(self, upto: int) -> list[Message]:
        """The messages up to and including turn ``upto``, as the intent API takes them."""
        return [
            Message(role="assistant", content=turn.say, shown=turn.shown)
            if turn.user is None
            else Message(role="user", content=turn.user)
            for turn in self.turns[: upto + 1]
        ]


def read(paths: Sequence[Path]) -> Iterator[Conversation]:
    """The conversations of JSONL files, in order.

    Raises:
        MaterialError: A line is no conversation; names file, line and fault.
    """
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if not line.strip():
                continue
            try:
                yield Conversation.model_validate_json(line)
            except ValidationError as error:
                first = error.errors()[0]
                where = ".".join(str(part) for part in first["loc"])
                raise MaterialError(f"{path.name}:{number}: {where}: {first['msg']}") from error
