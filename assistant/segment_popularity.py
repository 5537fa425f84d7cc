"""What shoppers of a segment buy: purchases counted by the segments their buyers were in.

A purchase counts for the segments its shopper was in just before that order (what *new* shoppers
buy is first orders), by the rules of :mod:`assistant.profiles.segments`, and halves every 90 days:
a segment's purchases are few, so they are remembered longer than the shop's interest of the day.
It is kept up to date in memory from the event log, a shopper's orders being remembered as dates and
sums. A segment's counts are few, so how much more it wants an item than everybody does is doubted:
with n its purchases of the item, N of all, p the item's share of the whole shop's interest and m
``PRIOR``,

    lift = (n + m) / (N p + m)

the mean of a gamma prior of mean 1 after so many purchases (DuMouchel, "Bayesian data mining in
large frequency tables", The American Statistician 1999): one purchase of what hardly anybody buys
lifts it by a fifth at most. Given up: a purchase that arrives late counts for the segment of what
had arrived before it, and a price that changed since counts as it is now.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import islice

from assistant.event_tail import Seen, Tail
from assistant.profiles.profiles import ProductSource
from assistant.profiles.recipients import for_another
from assistant.profiles.segments import Order, is_deal_hunter, reduced, segments
from assistant.profiles.shoppers import Shoppers
from assistant.profiles.sums import order_key
from assistant.storage import Database
from retrieval.product import Product
from retrieval.trending.decay import DecayedSums

HALF_LIFE = timedelta(days=90)
PRIOR = 5.0
"""Purchases of an item that everybody's interest counts for beside a segment's own."""
OFTEN = 3.0
"""Decayed purchases from which a segment may be said to buy an item often."""
FEWEST = 10.0
"""Decayed purchases below which a segment is not spoken for."""
_TYPES = ("purchase", "redeem_promotion")
_BATCH = 1000


@dataclass(frozen=True)
class Leaning:
    """What the segments of one shopper want, against everybody."""

    interest: Mapping[str, float]
    """Everybody's, by item."""
    segments: Mapping[str, Mapping[str, float]]
    """Decayed purchases by segment and item; only segments with enough of them."""

    def of(self, item: str) -> tuple[float, str | None]:
        """The item's interest, lifted as the segments want it, and the segment that does most.

        The mean lift of the segments; one is named where it wants the item more than everybody does
        and has bought it often. With no segment it is everybody's interest.
        """
        interest = self.interest.get(item, 0.0)
        if not self.segments or interest <= 0:
            return max(interest, 0.0), None
        share = interest / self._whole
        lifts = {
            name: (counts.get(item, 0.0) + PRIOR) / (self._sums[name] * share + PRIOR)
            for name, counts in self.segments.items()
        }
        most = max(lifts, key=lambda name: (lifts[name], name))
        often = self.segments[most].get(item, 0.0) >= OFTEN and lifts[most] > 1 + 1e-9
        return interest * sum(lifts.values()) / len(lifts), most if often else None

    @property
    def items(self) -> set[str]:
        """Everything the segments bought."""
        return {item for counts in self.segments.values() for item in counts}

    @cached_property
    def _whole(self) -> float:
        return sum(max(one, 0.0) for one in self.interest.values())

    @cached_property
    def _sums(self) -> Mapping[str, float]:
        return {name: sum(counts.values()) for name, counts in self.segments.items()}


@dataclass
class _Buyer:
    """A shopper's orders so far, as far as the rules of segments need them."""

    orders: dict[str, Order] = field(default_factory=dict)
    priced: int = 0
    reduced: int = 0
    redeemed: set[str] = field(default_factory=set)
    before: frozenset[str] = frozenset()
    """The segments the shopper was in before the order that is being counted."""

    def segments(self, given: Iterable[str], now: datetime) -> frozenset[str]:
        hunts = is_deal_hunter(self.priced, self.reduced, len(self.redeemed))
        return segments(list(self.orders.values()), hunts_deals=hunts, given=given, now=now)

    def buys(self, event: Seen, key: str, products: Mapping[str, Product]) -> None:
        pieces = event.quantity or 1
        bought = [products[item] for item in event.items if item in products]
        spent = event.value
        if spent is None:
            spent = pieces * sum(float(product.charged or 0) for product in bought)
        elif len(event.items) == 1 and bought and bought[0].price:
            self.priced += 1
            self.reduced += reduced(spent, pieces, bought[0])
        before = self.orders.get(key, Order(event.ts, 0.0))
        self.orders[key] = Order(max(before.at, event.ts), before.spent + max(spent, 0.0))


class SegmentPopularity:
    """Purchases by segment, kept up to date in memory. Safe between threads."""

    def __init__(self, database: Database, products: ProductSource) -> None:
        """Count the events of ``database``; nothing is read before it is asked for."""
        self._shoppers = Shoppers(database)
        self._products = products
        self._lock = threading.Lock()
        self._tail = Tail(database)
        self._reset()

    def leaning(self, segments: Iterable[str], interest: Mapping[str, float]) -> Leaning:
        """What a shopper of ``segments`` is likely to want, where everybody's is ``interest``."""
        with self._lock:
            self._catch_up()
            now = datetime.now(UTC)
            counts = {name: self._counts[name].at(now) for name in segments if name in self._counts}
        enough = {name: own for name, own in counts.items() if sum(own.values()) >= FEWEST}
        return Leaning(interest, enough)

    def _reset(self) -> None:
        self._reference = datetime.now(UTC)
        self._counts: dict[str, DecayedSums] = {}
        self._buyers: defaultdict[str, _Buyer] = defaultdict(_Buyer)
        self._given: Mapping[str, tuple[str, ...]] = {}

    def _catch_up(self) -> None:
        if self._tail.restart_due():
            self._reset()
            self._given = self._shoppers.given_segments()
            self._tail.restarted()
        events = self._tail.new(_TYPES)
        while batch := list(islice(events, _BATCH)):
            wanted = {item for event in batch for item in event.items}
            products = {one.id: one for one in self._products.get(sorted(wanted))}
            for event in batch:
                self._count(event, products)

    def _count(self, event: Seen, products: Mapping[str, Product]) -> None:
        if event.user_id is None:
            return
        buyer = self._buyers[event.user_id]
        if event.type == "redeem_promotion":
            buyer.redeemed.add(event.promotion_id or event.event_id)
            return
        key = order_key(event.session_id, event.ts)
        if key not in buyer.orders:
            buyer.before = buyer.segments(self._given.get(event.user_id, ()), event.ts)
        buyer.buys(event, key, products)
        if for_another(event.recipient):
            return
        for name in buyer.before:
            counts = self._counts.setdefault(name, DecayedSums(self._reference, HALF_LIFE))
            for item in event.items:
                counts.add(item, event.ts, float(event.quantity or 1))
