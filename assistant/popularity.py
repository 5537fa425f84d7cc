"""How much each item is wanted now, and which items rise: counted from the event log.

An item's interest is ``sum(weight(type) * quantity * 2 ** (-age / HALF_LIFE))`` over its events, so
a purchase last week outweighs one last season; impressions do not count, since they say what we
showed, not what was wanted. An item that rises beyond doubt (:mod:`retrieval.trending.rising`)
counts for up to `MOST_LIFT` times as much: what started yesterday has no month of events to its
name. Sums are kept at a fixed reference time, so new events are added without looking at the old
ones (:mod:`retrieval.trending.decay`).

Given up: an event that another process inserted under an older row number than one already read
(possible in PostgreSQL only) is missed until the next full count, ten minutes later at most.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

from assistant.event_tail import Seen, Tail, events_after
from assistant.storage import Database
from retrieval.trending.decay import DecayedSums
from retrieval.trending.rising import LEAST_RISE, LONGER, RECENT, Pace, Rise, rises

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
MOST_LIFT = 3.0
_LIFTS_FOR = timedelta(seconds=30)
"""A rise takes days; looking for one at each turn would cost more than the turn's ranking."""
_PACE_SINCE = 6 * LONGER
"""Older interest has faded to 1/64 and says nothing of a rise."""


class Counts:
    """What is counted over the log. Not locked."""

    def __init__(self, reference: datetime) -> None:
        self.reference = reference
        self._sums = DecayedSums(reference, HALF_LIFE)
        self._recent = DecayedSums(reference, RECENT)
        self._longer = DecayedSums(reference, LONGER)
        self._counted: set[tuple[str, str, date]] = set()
        self._first = reference
        self._lifts: dict[str, float] = {}
        self._lifted_at: datetime | None = None

    def add(self, event: Seen) -> None:
        """Count one event of a type in `WEIGHTS`."""
        weight = WEIGHTS[event.type]
        self._first = min(self._first, event.ts)
        for item in event.items:
            self._sums.add(item, event.ts, weight * (event.quantity or 1))
            once = (event.shopper, item, event.ts.date())
            fresh = event.ts > self.reference - _PACE_SINCE
            if weight > 0 and fresh and once not in self._counted:
                self._counted.add(once)
                self._recent.add(item, event.ts)
                self._longer.add(item, event.ts)

    def scores(self, now: datetime) -> dict[str, float]:
        """Item id to its decayed interest, lifted where it rises."""
        if self._lifted_at is None or now - self._lifted_at > _LIFTS_FOR:
            lifts = {item: lift(rise) for item, rise in self.rises(now).items()}
            self._lifts = {item: by for item, by in lifts.items() if by > 1}
            self._lifted_at = now
        return {
            item: score * self._lifts.get(item, 1.0)
            for item, score in self._sums.at(now).items()
            if score > 0
        }

    def rises(self, now: datetime) -> dict[str, Rise]:
        """Item id to how its recent rate compares with its longer one."""
        longer = self._longer.at(now)
        paces = {item: Pace(recent, longer[item]) for item, recent in self._recent.at(now).items()}
        return rises(paces, observed=now - self._first)


class Popularity:
    """Popularity counts over the event log, kept up to date in memory. Safe between threads."""

    def __init__(self, database: Database) -> None:
        """Count the events of ``database``; nothing is read before it is asked for."""
        self._database = database
        self._lock = threading.Lock()
        self._tail = Tail(database)
        self._counts = Counts(datetime.now(UTC))

    def scores(self, *, now: datetime | None = None) -> Mapping[str, float]:
        """Item id to its decayed interest (> 0), lifted where it rises, at the clock's time.

        With ``now`` given, counted afresh from the events up to then: for tests and evaluation.
        """
        if now is not None:
            return self._counted_at(now).scores(now)
        with self._lock:
            return self._counts_now().scores(datetime.now(UTC))

    def rises(self, *, now: datetime | None = None) -> Mapping[str, Rise]:
        """Item id to how its recent rate compares with its longer one; ``now`` as above."""
        if now is not None:
            return self._counted_at(now).rises(now)
        with self._lock:
            return self._counts_now().rises(datetime.now(UTC))

    def forget(self) -> None:
        """Count from scratch at the next reading: events have been deleted."""
        with self._lock:
            self._tail.forget()

    def _counts_now(self) -> Counts:
        if self._tail.restart_due():
            self._counts = Counts(datetime.now(UTC))
            self._tail.restarted()
        for event in self._tail.new(WEIGHTS):
            self._counts.add(event)
        return self._counts

    def _counted_at(self, now: datetime) -> Counts:
        counts = Counts(now)
        for event in events_after(self._database, 0, WEIGHTS, until=now):
            counts.add(event)
        return counts


def lift(rise: Rise | None) -> float:
    """What an item's interest is multiplied by: 1, or the lower end of a rise beyond doubt.

    Examples:
        >>> lift(Rise(mean=1.8, low=0.9, recent=2, expected=0.3)), lift(None)
        (1.0, 1.0)
        >>> lift(Rise(mean=2.6, low=1.9, recent=14, expected=4))
        1.9
    """
    if rise is None or rise.low < LEAST_RISE:
        return 1.0
    return min(rise.low, MOST_LIFT)
