"""How much each item is wanted now: event weights, decayed by age.

An item's score is ``sum(weight(type) * quantity * 2 ** (-age / HALF_LIFE))`` over its events, so
a purchase last week outweighs one last season. Because every term decays at the same rate, the sum
can be kept at a fixed reference time and scaled once when read: new events are added to it without
looking at the old ones. Impressions do not count: they say what we showed, not what was wanted.

Given up: an event that another process inserted under an older row number than one already read
(possible in PostgreSQL only) is missed until the next full count, ten minutes later at most.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from sqlalchemy import Table, select

from assistant.storage import Database
from assistant.storage.tables import EventRow
from retrieval.product import Product

HALF_LIFE = timedelta(days=30)
WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "view_item": 1.0,
        "add_to_cart": 3.0,
        "remove_from_cart": -2.0,
        "purchase": 6.0,
        "like": 3.0,
        "dislike": -3.0,
    }
)
_RECOUNT_S = 600.0
_events: Table = EventRow.metadata.tables["events"]
_COLUMNS = ("seq", "ts", "type", "item_id", "item_ids", "quantity")


class Popularity:
    """Popularity counts over the event log, kept up to date in memory. Safe between threads."""

    def __init__(self, database: Database) -> None:
        """Count the events of ``database``; nothing is read before it is asked for."""
        self._database = database
        self._lock = threading.Lock()
        self._reference = datetime.now(UTC)
        self._sums: dict[str, float] = {}
        self._last = 0
        self._counted_at: float | None = None

    def scores(self, *, now: datetime | None = None) -> Mapping[str, float]:
        """Item id to its decayed score (> 0), at the clock's time.

        With ``now`` given, counted afresh from the events up to then: for tests and evaluation.
        """
        if now is not None:
            sums, _ = self._count(after=0, reference=now, until=now)
            return {item: score for item, score in sums.items() if score > 0}
        with self._lock:
            if self._counted_at is None or time.monotonic() - self._counted_at > _RECOUNT_S:
                self._reference = datetime.now(UTC)
                self._sums, self._last = self._count(after=0, reference=self._reference)
                self._counted_at = time.monotonic()
            else:
                new, self._last = self._count(after=self._last, reference=self._reference)
                for item, score in new.items():
                    self._sums[item] = self._sums.get(item, 0.0) + score
            scale = _decay(datetime.now(UTC) - self._reference)
            return {item: score * scale for item, score in self._sums.items() if score > 0}

    def forget(self) -> None:
        """Count from scratch at the next reading: events have been deleted."""
        with self._lock:
            self._counted_at = None

    def _count(
        self, *, after: int, reference: datetime, until: datetime | None = None
    ) -> tuple[dict[str, float], int]:
        statement = (
            select(*(_events.c[name] for name in _COLUMNS))
            .where(_events.c.seq > after, _events.c.type.in_(WEIGHTS))
            .order_by(_events.c.seq)
        )
        if until is not None:
            statement = statement.where(_events.c.ts <= until)
        sums: dict[str, float] = defaultdict(float)
        last = after
        with self._database.read() as connection:
            result = connection.execution_options(yield_per=1000).execute(statement)
            for seq, ts, kind, item_id, item_ids, quantity in result:
                last = seq
                score = WEIGHTS[kind] * (quantity or 1) * _decay(reference - ts)
                for item in {*item_ids, *([item_id] if item_id else [])}:
                    sums[item] += score
        return dict(sums), last


def _decay(age: timedelta) -> float:
    return float(2.0 ** (-(age / HALF_LIFE)))


def by_category(
    scores: Mapping[str, float], products: Iterable[Product]
) -> dict[str, list[tuple[str, float]]]:
    """Scores grouped by full category path, the most wanted first; unscored items are left out."""
    groups: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for product in products:
        score = scores.get(product.id, 0.0)
        if score > 0:
            groups[product.category].append((product.id, score))
    return {
        category: sorted(items, key=lambda pair: (-pair[1], pair[0]))
        for category, items in groups.items()
    }
