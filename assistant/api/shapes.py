"""What the API takes and gives beyond the contract's own shapes, each with an example."""

from __future__ import annotations

import re
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)

from assistant.agent.turn import Turn
from assistant.api import examples
from assistant.intent import Message
from retrieval.product import Product

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def without_control(text: str) -> str:
    """``text``, unless a control character is in it: no name has one, and PostgreSQL no NUL.

    Raises:
        ValueError: one is.
    """
    if _CONTROL.search(text):
        raise ValueError("control characters (line breaks, NUL …) are not allowed here")
    return text


Identifier = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200),
    AfterValidator(without_control),
    WithJsonSchema({"type": "string", "pattern": r"^[^\x00-\x1f\x7f]{1,200}$"}),
]
"""A shop's own id, whatever it looks like: ``auth0|7``, ``a+b@example.com``."""
Said = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


def _example(value: Any) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [value]})


class IntentRequest(BaseModel):
    """One text, or a whole conversation that ends with what the shopper said last."""

    model_config = _example(examples.INTENT_REQUEST)

    text: Said | None = None
    messages: Annotated[list[Message], Field(min_length=1, max_length=200)] | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.text is None) == (self.messages is None):
            raise ValueError('send either "text" or "messages", one of the two')
        if self.messages is not None and self.messages[-1].role != "user":
            raise ValueError('the last of "messages" must have the role "user"')
        return self

    @property
    def conversation(self) -> list[Message]:
        """The messages to parse."""
        return self.messages or [Message(role="user", content=self.text or "")]


class ChatRequest(BaseModel):
    """One message of a shopper. The same ``conversation_id`` again continues a conversation."""

    model_config = _example(examples.CHAT_REQUEST)

    message: Said
    conversation_id: Identifier | None = Field(
        default=None, description="From an earlier answer; left out, a new conversation starts."
    )
    user_id: Identifier | None = Field(
        default=None, description="The signed-in shopper whose profile and cart count."
    )
    stream: StrictBool = Field(
        default=False,
        description="Server-sent events `delta`…, `turn`, `done` instead of one JSON answer.",
    )


class ChatReply(Turn):
    """The assistant's side of the turn."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.TURN]})


class RejectedEvent(BaseModel):
    """An event that was not stored, and why."""

    index: int = Field(ge=0, description="0-based place in the list sent.")
    event_id: str | None = None
    reason: str


class EventsReceipt(BaseModel):
    """What became of the events sent."""

    model_config = _example(examples.EVENTS_RECEIPT)

    accepted: int
    duplicates: int = Field(description="Known event ids; sending them again changed nothing.")
    rejected: list[RejectedEvent] = Field(default_factory=list)


class SearchResult(BaseModel):
    """One product found, with its relevance and each retriever's own score."""

    product: Product
    relevance: float
    scores: dict[str, float]


class SearchReply(BaseModel):
    """Products in order of relevance. No profile and no promotion moves this order."""

    model_config = _example(examples.SEARCH_REPLY)

    query: str
    count: int
    ms: float
    results: list[SearchResult]


class Health(BaseModel):
    """The process answers."""

    model_config = _example({"status": "ok", "version": "0.1.0"})

    status: str
    version: str


class Readiness(BaseModel):
    """Whether each part can do its work."""

    model_config = _example({"ready": True, "parts": {"index": True, "parser": True}})

    ready: bool
    parts: dict[str, bool]
