"""A shopper's events as sums that only ever grow: what makes the profile incremental.

Interest halves with age. Instead of ageing a stored sum at every change, each event is weighted by
``2 ** ((ts - LANDMARK) / half_life)`` and the whole is scaled down once, when read (*forward
decay*: Cormode, Shkapenyuk, Srivastava and Xu, ICDE 2009). A sum of such weights can be added to
in any order and merged with another, so one event costs one addition, a late one is no special
case, and what is kept equals what a rebuild from all events would give, but for rounding.

Sums are kept by product, not by brand or colour: what a product is may be corrected in the
catalogue, and is looked up when the profile is read. Given up: reading costs as much as a shopper
has touched different products.

A gift (an event for somebody else) teaches nothing about taste. It stays in what was bought and
ordered, which promotions and segments ask for.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from assistant.events import Event
from assistant.profiles.recipients import for_another

HALF_LIFE = timedelta(days=45)
SESSION_HALF_LIFE = timedelta(minutes=30)
LANDMARK = datetime(2020, 1, 1, tzinfo=UTC)
"""Weights are as of this day. A double holds them until 2146."""
WEIGHTS = {
    "view_item": 1.0,
    "add_to_cart": 3.0,
    "remove_from_cart": -2.0,
    "purchase": 5.0,
    "like": 4.0,
    "dislike": -4.0,
}
_LARGEST_EXPONENT = 1000.0


def weight_of(event: Event) -> float:
    """What one event says of its items: positive, negative, or 0 for nothing.

    A rating counts from its middle: 5 stars 4, 3 stars 0, 1 star -4.
    """
    if event.type == "rate":
        return 0.0 if event.value is None else 2.0 * (min(max(event.value, 1.0), 5.0) - 3.0)
    return WEIGHTS.get(event.type, 0.0)


def items_of(event: Event) -> tuple[str, ...]:
    """The event's product ids, each once."""
    one = (event.item_id,) if event.item_id else ()
    if not event.item_ids:
        return one
    return tuple(dict.fromkeys((*one, *event.item_ids)))


class Decay(NamedTuple):
    """Exponential decay, as of a moment.

    ``newest``: what is dated after it counts as of it (a session's events, as of now).
    """

    half_life: timedelta = HALF_LIFE
    landmark: datetime = LANDMARK
    newest: datetime | None = None

    def at(self, ts: datetime) -> float:
        """``2 ** ((ts - landmark) / half_life)``."""
        moment = ts if self.newest is None else min(ts, self.newest)
        return _power((moment - self.landmark) / self.half_life)

    def scale(self, now: datetime) -> float:
        """What turns a sum into its value ``now``: ``2 ** ((landmark - now) / half_life)``."""
        return _power((self.landmark - now) / self.half_life)

    @classmethod
    def of_session(cls, now: datetime) -> Decay:
        """A session's, which is summed afresh at every reading."""
        return cls(SESSION_HALF_LIFE, now, now)


def _power(exponent: float) -> float:
    return float(2.0 ** min(exponent, _LARGEST_EXPONENT))


@dataclass
class ItemSums:
    """What the events say of one product."""

    liked: float = 0.0
    """Decayed weights above 0."""
    blamed: float = 0.0
    """Decayed weights below 0."""
    touches: int = 0
    buys: int = 0
    last: datetime | None = None
    pieces: int = 0
    """Ever bought, gifts included."""

    @property
    def net(self) -> float:
        """Liked less blamed, 0 where the difference is no more than rounding."""
        total = self.liked + self.blamed
        return 0.0 if abs(total) <= 1e-9 * (self.liked - self.blamed) else total


@dataclass
class OrderLine:
    """One product in one order."""

    at: datetime
    paid: float = 0.0
    """What purchases said was paid, in all."""
    valued: int = 0
    """Pieces of purchases of this product alone that said what was paid."""
    unvalued: int = 0
    """Pieces of purchases that did not."""


@dataclass
class Sums:
    """All that is kept of a shopper's events. ``lines`` is by order and product."""

    items: defaultdict[str, ItemSums] = field(default_factory=lambda: defaultdict(ItemSums))
    lines: dict[tuple[str, str], OrderLine] = field(default_factory=dict)

    def item_rows(self, user_id: str) -> list[dict[str, Any]]:
        """As rows of ``profile_items``."""
        return [{"user_id": user_id, "item_id": item, **vars(one)} for item, one in self._items()]

    def line_rows(self, user_id: str) -> list[dict[str, Any]]:
        """As rows of ``profile_order_lines``."""
        return [
            {"user_id": user_id, "order_key": order, "item_id": item, **vars(line)}
            for (order, item), line in sorted(self.lines.items())
        ]

    def _items(self) -> list[tuple[str, ItemSums]]:
        return sorted(self.items.items())


def fold(events: Iterable[Event], decay: Decay | None = None, *, gifts: bool = False) -> Sums:
    """The sums of one shopper's events, in any order.

    Args:
        events: each once; for the long-term profile all of one shopper's.
        decay: the long-term one if None.
        gifts: whether what is for somebody else counts too, as in that session's own part.
    """
    decay = decay or Decay()
    sums = Sums()
    for event in events:
        items, weight = items_of(event), weight_of(event)
        if event.type == "purchase":
            _bought(event, items, sums)
        if weight == 0.0 or (not gifts and for_another(event.recipient)):
            continue
        decayed = weight * decay.at(event.ts)
        for item in items:
            entry = sums.items[item]
            if weight > 0:
                entry.liked += decayed
            else:
                entry.blamed += decayed
            entry.touches += 1
            entry.buys += event.type == "purchase"
            entry.last = event.ts if entry.last is None else max(entry.last, event.ts)
    return sums


def order_key(session_id: str | None, at: datetime) -> str:
    """A shopper's order: one session's purchases, or one calendar day's (UTC) without a session."""
    return f"s:{session_id}" if session_id else f"d:{at.astimezone(UTC).date()}"


def _bought(event: Event, items: tuple[str, ...], sums: Sums) -> None:
    order = order_key(event.session_id, event.ts)
    pieces = event.quantity or 1
    for place, item in enumerate(items):
        line = sums.lines.setdefault((order, item), OrderLine(event.ts))
        line.at = max(line.at, event.ts)
        if event.value is None:
            line.unvalued += pieces
        elif place == 0:
            # What was paid for several products together is one sum: no telling for which.
            line.paid += max(event.value, 0.0)
            line.valued += pieces if len(items) == 1 else 0
        sums.items[item].pieces += pieces


def viewed(events: Iterable[Event], since: datetime) -> Counter[str]:
    """Product id to views at or after ``since``; what was looked at for somebody else left out."""
    return Counter(
        item
        for event in events
        if event.type == "view_item" and event.ts >= since and not for_another(event.recipient)
        for item in items_of(event)
    )
