"""Segments computed from behaviour, by rules anyone can check.

- ``new``: nothing bought yet.
- ``regular``: two orders or more in the last 180 days.
- ``vip``: six orders or more, or 1,000 (in the shop's currency) or more spent, in the last 365.
- ``deal_hunter``: of at least three purchases (of a product, in an order) whose paid price is
  known, half or more were below list price; or three promotions redeemed.
- ``lapsed``: has bought, but nothing in the last 180 days.

Segments that cannot be seen in behaviour (``student``) are given with the shopper and added as
they are. Names compare without case, and with space, hyphen and underscore alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.profiles.sums import OrderLine
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


def orders_of(
    lines: Mapping[tuple[str, str], OrderLine], products: Mapping[str, Product]
) -> list[Order]:
    """The orders that ``lines`` (by order and product) make up, oldest first.

    What purchases said was paid counts; where they did not say, today's prices.
    """
    found: dict[str, Order] = {}
    for (key, item), line in sorted(lines.items()):
        before = found.get(key, Order(line.at, 0.0))
        spent = before.spent + line.paid + line.unvalued * _price(products.get(item))
        found[key] = Order(at=max(before.at, line.at), spent=spent)
    return sorted(found.values(), key=lambda order: order.at)


def segments(
    orders: Sequence[Order],
    *,
    hunts_deals: bool,
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
        if len(year) >= VIP_ORDERS or sum(order.spent for order in year) > VIP_SPENT - 0.005:
            names.add("vip")
    if hunts_deals:
        names.add("deal_hunter")
    return frozenset(names)


def hunts_deals(
    lines: Mapping[tuple[str, str], OrderLine], products: Mapping[str, Product], redeemed: int
) -> bool:
    """The rule of ``deal_hunter``.

    Args:
        lines: what was bought, by order and product.
        products: for the list prices.
        redeemed: how many different promotions the shopper has redeemed.
    """
    if redeemed >= DEAL_REDEEMED:
        return True
    known = below = 0
    for (_, item), line in lines.items():
        product = products.get(item)
        if product is not None and line.valued and product.price:
            known += 1
            below += reduced(line.paid, line.valued, product)
    return is_deal_hunter(known, below, redeemed)


def is_deal_hunter(priced: int, below: int, redeemed: int) -> bool:
    """The rule, of purchases whose price is known, those below list price, and promotions."""
    enough = priced >= DEAL_PURCHASES and below >= DEAL_SHARE * priced
    return enough or redeemed >= DEAL_REDEEMED


def reduced(paid: float, pieces: int, product: Product) -> bool:
    """Whether ``paid`` for so many pieces was below list price."""
    return paid < 0.95 * pieces * float(product.price or 0)


def _price(product: Product | None) -> float:
    return float(product.charged or 0) if product is not None else 0.0
