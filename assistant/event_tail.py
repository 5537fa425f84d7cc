"""The event log read as it grows: what is new since last time, and whether anything was taken out.

Counts kept in memory (popularity, pairs bought together) read the rows they have not seen, by row
number. They start afresh when rows they have counted are gone, since a shopper who is forgotten
must be forgotten here too; that is looked for every few seconds, in any process, by comparing the
number of rows. Given up: for those seconds a deleted shopper's events still count in sums.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Table, func, select

from assistant.storage import Database
from assistant.storage.tables import EventRow

CHECK_S = 5.0
RECOUNT_S = 600.0
_events: Table = EventRow.metadata.tables["events"]
_COLUMNS = (
    "seq",
    "ts",
    "type",
    "user_id",
    "session_id",
    "item_id",
    "item_ids",
    "quantity",
    "event_id",
    "value",
    "promotion_id",
    "recipient",
)


class Seen(NamedTuple):
    """One event, as far as counts need it."""

    seq: int
    ts: datetime
    type: str
    user_id: str | None
    session_id: str | None
    item_id: str | None
    item_ids: list[str]
    quantity: int | None
    event_id: str = ""
    value: float | None = None
    promotion_id: str | None = None
    recipient: str | None = None

    @property
    def items(self) -> set[str]:
        """The items it is about."""
        return {*self.item_ids, *([self.item_id] if self.item_id else [])}

    @property
    def shopper(self) -> str:
        """Who did it: the shopper, else the session, else nobody known twice."""
        return self.user_id or self.session_id or f"\0{self.seq}"


def events_after(
    database: Database,
    seq: int,
    types: Collection[str],
    *,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Iterator[Seen]:
    """The events stored after row ``seq``, in order of arrival.

    Args:
        database: where they are.
        seq: the last row already read; 0 for all.
        types: the types of event wanted.
        since: only those that happened at or after it.
        until: only those that happened at or before it.
    """
    statement = (
        select(*(_events.c[name] for name in _COLUMNS))
        .where(_events.c.seq > seq, _events.c.type.in_(types))
        .order_by(_events.c.seq)
    )
    if since is not None:
        statement = statement.where(_events.c.ts >= since)
    if until is not None:
        statement = statement.where(_events.c.ts <= until)
    with database.read() as connection:
        result = connection.execution_options(yield_per=1000).execute(statement)
        for row in result:
            yield Seen(*row)


class Tail:
    """Where a reader of the log is. Not locked: the reader locks."""

    def __init__(self, database: Database) -> None:
        """Nothing read yet."""
        self._database = database
        self._last = 0
        self._started: float | None = None
        self._checked = 0.0
        self._counted = (0, 0)

    def new(self, types: Collection[str], *, since: datetime | None = None) -> Iterator[Seen]:
        """The events not read yet, in order of arrival; ``since`` as in `events_after`."""
        for event in events_after(self._database, self._last, types, since=since):
            self._last = event.seq
            yield event
        if not self._counted[0]:
            self._counted = (self._last, self._rows(self._last))

    def restart_due(self) -> bool:
        """Whether the reader has to count from nothing: at first, after a deletion, at times."""
        now = time.monotonic()
        if self._started is None or now - self._started > RECOUNT_S:
            return True
        if now - self._checked < CHECK_S:
            return False
        self._checked = now
        upto, count = self._counted
        if self._rows(upto) != count:
            return True
        self._counted = (self._last, self._rows(self._last))
        return False

    def restarted(self) -> None:
        """The reader begins from nothing now."""
        self._last, self._started = 0, time.monotonic()
        self._counted, self._checked = (0, 0), 0.0

    def forget(self) -> None:
        """Count from nothing at the next reading."""
        self._started = None

    def _rows(self, upto: int) -> int:
        statement = select(func.count()).select_from(_events).where(_events.c.seq <= upto)
        with self._database.read() as connection:
            return int(connection.execute(statement).scalar_one())
