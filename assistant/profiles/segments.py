"""Segments computed from behaviour, by rules anyone can check.

- ``new``: nothing bought yet.
- ``regular``: two orders or more in the last 180 days.
- ``vip``: six orders or more, or 1,000 (in the shop's currency) or more spent, in the last 365.
- ``deal_hunter``: of at least three purchases whose paid price is known, half or more were below
  list price; or three promotions redeemed.
- ``lapsed``: has bought, but nothing in the last 180 days.

Segments that cannot be seen in behaviour (``student``) are given with the shopper and added as
they are. Names compare without case, and with space, hyphen and underscore alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.events import Event
from assistant.profiles.interests import items_of
from retrieval.product import Product
from retrieval.values.text import fold

REGULAR_ORDERS, REGULAR_DAYS = 2, 180
VIP_ORDERS, VIP_SPENT, VIP_DAYS = 6, 1000.0, 365
DEAL_PURCHASES, DEAL_SHARE, DEAL_REDEEMED = 3, 0.5, 3


@dataclass(frozen=True)
class Order:
    """Purchases made together: one session's, or one calendar day's (UTC) without a session."""

    at: datetime
    spent: float


def segment_key(name: str) -> str:
    """The name in the form in which segments are compared: ``Deal hunter`` → ``deal_hunter``."""
    return "_".join(fold(name).replace("-", " ").replace("_", " ").split())


def orders_of(events: Iterable[Event], products: Mapping[str, Product]) -> list[Order]:
    """The orders among ``events``, oldest first.

    An event's ``value`` is what was paid for it in all; without one, today's prices count.
    """
    found: dict[str, Order] = {}
    for event in events:
        if event.type != "purchase":
            continue
        key = f"s:{event.session_id}" if event.session_id else f"d:{event.ts.date()}"
        before = found.get(key, Order(event.ts, 0.0))
        found[key] = Order(at=max(before.at, event.ts), spent=before.spent + _paid(event, products))
    return sorted(found.values(), key=lambda order: order.at)


def segments(
    events: Sequence[Event],
    orders: Sequence[Order],
    products: Mapping[str, Product],
    *,
    given: Iterable[str] = (),
    now: datetime,
) -> frozenset[str]:
    """The segments of a shopper as of ``now``, in the form of :func:`segment_key`."""
    names = {segment_key(name) for name in given if name.strip()}
    if not orders:
        names.add("new")
    else:
        names.discard("new")
        recent = [order for order in orders if now - order.at <= timedelta(days=REGULAR_DAYS)]
        year = [order for order in orders if now - order.at <= timedelta(days=VIP_DAYS)]
        if len(recent) >= REGULAR_ORDERS:
            names.add("regular")
        if not recent:
            names.add("lapsed")
        if len(year) >= VIP_ORDERS or sum(order.spent for order in year) >= VIP_SPENT:
            names.add("vip")
    if _hunts_deals(events, products):
        names.add("deal_hunter")
    return frozenset(names)


def _paid(event: Event, products: Mapping[str, Product]) -> float:
    if event.value is not None:
        return max(event.value, 0.0)
    prices = (products[item].charged for item in items_of(event) if item in products)
    return (event.quantity or 1) * float(sum(price for price in prices if price is not None))


def _hunts_deals(events: Sequence[Event], products: Mapping[str, Product]) -> bool:
    redeemed = {event.promotion_id or event.event_id for event in events if _redeems(event)}
    if len(redeemed) >= DEAL_REDEEMED:
        return True
    known = reduced = 0
    for event in events:
        if event.type != "purchase" or event.value is None:
            continue
        bought = [products[item] for item in items_of(event) if item in products]
        full = (event.quantity or 1) * sum(float(product.price or 0) for product in bought)
        if full > 0:
            known += 1
            reduced += event.value < 0.95 * full
    return known >= DEAL_PURCHASES and reduced >= DEAL_SHARE * known


def _redeems(event: Event) -> bool:
    return event.type == "redeem_promotion"
