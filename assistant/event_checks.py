"""Which events are taken: the rules, and the reason in one line where one is refused."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import ValidationError

from assistant.events import Event

FUTURE_TOLERANCE = timedelta(days=1)
"""A clock may be a little ahead; an event from later than this is a fault of the sender."""
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""Nothing was bought online before; an earlier time is some program's empty one (year 1, 1970)."""
MOST_PIECES = 1_000_000
_OF_ITEMS = frozenset(
    {
        "view_item_list",
        "view_item",
        "add_to_cart",
        "remove_from_cart",
        "purchase",
        "like",
        "dislike",
        "rate",
    }
)


@dataclass(frozen=True)
class Rejection:
    """Why one event is refused, and its id if it has one."""

    event_id: str | None
    reason: str


def check(given: Event | Mapping[str, Any], latest: datetime) -> Event | Rejection:
    """The event, or why it is refused; never raises for any JSON value.

    Args:
        given: an event, or a JSON object to be one.
        latest: no event may be dated after this (aware).
    """
    if isinstance(given, Event):
        event = given
    else:
        try:
            event = Event.model_validate(given)
        except ValidationError as error:
            claimed = given.get("event_id") if isinstance(given, Mapping) else None
            return Rejection(claimed if isinstance(claimed, str) else None, reason_of(error))
    fault = _fault(event, latest)
    return event if fault is None else Rejection(event.event_id, fault)


def _fault(event: Event, latest: datetime) -> str | None:
    items, value = event.item_id is not None or bool(event.item_ids), event.value
    faults = {
        "ts: more than a day in the future, check the clock": event.ts > latest,
        "ts: before 1990, which is an empty time or the wrong unit": event.ts < EARLIEST,
        f"item_id: {event.type} needs an item": event.type in _OF_ITEMS and not items,
        "query: a search needs its words": event.type == "search" and event.query is None,
        "promotion_id: redeem_promotion needs one": (
            event.type == "redeem_promotion" and event.promotion_id is None
        ),
        "value: a rating lies between 1 and 5": (
            event.type == "rate" and (value is None or not 1 <= value <= 5)
        ),
        "value: not a finite number": value is not None and not math.isfinite(value),
        f"quantity: more than {MOST_PIECES}": (event.quantity or 1) > MOST_PIECES,
        f"position: more than {MOST_PIECES}": (event.position or 1) > MOST_PIECES,
        "a NUL character in an id": any("\0" in text for text in _ids(event)),
    }
    return next((fault for fault, there in faults.items() if there), None)


def _ids(event: Event) -> tuple[str, ...]:
    ids = (event.event_id, event.user_id, event.session_id, event.item_id, event.promotion_id)
    return (*filter(None, (*ids, event.recipient)), *event.item_ids)


def reason_of(error: ValidationError) -> str:
    """A validation error as one short line: field and fault, without the value given."""
    parts = []
    for fault in error.errors(include_url=False, include_input=False)[:3]:
        place = ".".join(str(part) for part in fault["loc"]) or "event"
        where = "".join(letter if letter.isprintable() else "?" for letter in place[:80])
        parts.append(f"{where}: {fault['msg']}")
    return "; ".join(parts)
