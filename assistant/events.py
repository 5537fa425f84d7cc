"""Behaviour events, in the vocabulary of GA4 e-commerce."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

EventType = Literal[
    "search",
    "view_item_list",
    "view_item",
    "add_to_cart",
    "remove_from_cart",
    "purchase",
    "like",
    "dislike",
    "rate",
    "redeem_promotion",
]
Key = Annotated[str, Field(min_length=1, max_length=200)]
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d.*([Zz]|[+-]\d\d:?\d\d)", re.ASCII)


def _date_time(given: object) -> object:
    """Seconds or milliseconds, this zone or that: a bare number or a local time does not say."""
    if isinstance(given, datetime) or (isinstance(given, str) and _DATE_TIME.fullmatch(given)):
        return given
    raise PydanticCustomError(
        "date_time",
        "give an RFC 3339 date and time with its offset, such as 2026-05-04T10:15:30Z; numbers and"
        " local times are not read",
    )


DateTime = Annotated[AwareDatetime, BeforeValidator(_date_time)]


def _whole(given: object) -> object:
    """A number of JSON, ``2`` or ``2.0``: many an export writes counts beside gaps as floats."""
    if isinstance(given, float) and given.is_integer():
        return int(given)
    return given


Whole = Annotated[int, Field(strict=True), BeforeValidator(_whole)]
"""A whole number, never text or a flag."""


class Event(BaseModel):
    """One thing a shopper did. The same ``event_id`` twice counts once."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    event_id: Key
    ts: DateTime
    user_id: Key | None = None
    session_id: Key | None = None
    type: EventType
    item_id: Key | None = None
    item_ids: list[Key] = Field(default_factory=list)
    query: Annotated[str, Field(max_length=2000)] | None = None
    position: Annotated[Whole, Field(ge=1)] | None = None
    quantity: Annotated[Whole, Field(ge=1)] | None = None
    value: Annotated[float, Field(strict=True)] | None = None
    promotion_id: Key | None = None
    recipient: Key | None = Field(
        default=None,
        description="Whom it is for (`father`, `me`). A gift does not shape the giver's profile."
        " Left out, the session's last search, or the cart, says it.",
    )
