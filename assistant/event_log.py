"""The log of what shoppers did: add, read back, count popularity, forget a shopper.

Everything derived from events is computed from ``ts``, when the thing happened, never from the
order of arrival: late and out-of-order events give the same profile as punctual ones. The same
``event_id`` counts once, whoever sends it and however often. A malformed event is refused with its
reason and the rest of the batch goes in. Whom an event is for, and what it adds to the shopper's
profile, is settled in the transaction that stores it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from assistant.event_checks import FUTURE_TOLERANCE, Rejection, check, reason_of
from assistant.events import Event
from assistant.popularity import Popularity
from assistant.profiles import ledger
from assistant.profiles.recipients import with_recipients
from assistant.ranking import served
from assistant.storage import Database
from assistant.storage.tables import EventRow

__all__ = [
    "BATCH",
    "FUTURE_TOLERANCE",
    "Added",
    "EventLog",
    "Rejected",
    "Rejection",
    "check",
    "reason_of",
]

BATCH = 500
_MAX_REASONS = 1000
_events: Table = EventRow.metadata.tables["events"]
_COLUMNS = tuple(_events.c[name] for name in Event.model_fields)


@dataclass(frozen=True)
class Rejected:
    """One event refused: its 0-based place in what was given, its id if it has one, and why."""

    index: int
    event_id: str | None
    reason: str


@dataclass
class Added:
    """What became of a batch. ``rejected`` lists at most 1,000; ``refused`` counts all."""

    accepted: int = 0
    duplicates: int = 0
    refused: int = 0
    rejected: list[Rejected] = field(default_factory=list)

    def refuse(self, rejected: Rejected) -> None:
        """Count one refusal, and keep it while the list is short."""
        self.refused += 1
        if len(self.rejected) < _MAX_REASONS:
            self.rejected.append(rejected)


class EventLog:
    """Events in the database."""

    def __init__(self, database: Database) -> None:
        """Read and write the events of ``database``."""
        self._database = database
        self._popularity = Popularity(database)

    def add(
        self, events: Iterable[Event | Mapping[str, Any]], *, now: datetime | None = None
    ) -> Added:
        """Store events; batch by batch, so memory stays bounded for any iterable.

        Args:
            events: validated events, or JSON objects, which are validated here.
            now: the moment of arrival (aware); the clock's if None.

        Returns:
            How many were new, seen before, or refused (with reasons).

        Raises:
            StorageError: if the database is full, locked or gone.
        """
        added = Added()
        latest = (now or datetime.now(UTC)) + FUTURE_TOLERANCE
        numbered = enumerate(events)
        while batch := list(islice(numbered, BATCH)):
            rows: dict[str, Event] = {}
            for index, given in batch:
                event = check(given, latest)
                if isinstance(event, Rejection):
                    added.refuse(Rejected(index, event.event_id, event.reason))
                elif event.event_id in rows:
                    added.duplicates += 1
                else:
                    rows[event.event_id] = event
            if rows:
                fresh = self._insert(list(rows.values()))
                added.accepted += fresh
                added.duplicates += len(rows) - fresh
        return added

    def for_user(
        self,
        user_id: str,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int | None = None,
    ) -> list[Event]:
        """A shopper's events, oldest first; the newest ``limit`` of them where one is given."""
        return self._select([_events.c.user_id == user_id], since, until, limit)

    def for_session(
        self,
        session_id: str,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int | None = None,
    ) -> list[Event]:
        """A session's events, oldest first, signed in or not."""
        return self._select([_events.c.session_id == session_id], since, until, limit)

    def everything(self) -> list[Event]:
        """All events in the order they happened: for learning, not for a turn."""
        return self._select([], None, None, None)

    def popularity(self, *, now: datetime | None = None) -> Mapping[str, float]:
        """Time-decayed popularity of each item; see :mod:`assistant.popularity`."""
        return self._popularity.scores(now=now)

    def count(self) -> int:
        """Events stored."""
        with self._database.read() as connection:
            return int(connection.execute(select(func.count()).select_from(_events)).scalar_one())

    def last_seen(self) -> Mapping[str, datetime]:
        """Each known shopper's newest event time."""
        statement = (
            select(_events.c.user_id, func.max(_events.c.ts))
            .where(_events.c.user_id.is_not(None))
            .group_by(_events.c.user_id)
        )
        with self._database.read() as connection:
            return {row[0]: row[1] for row in connection.execute(statement)}

    def sessions_of(self, user_id: str) -> list[str]:
        """The sessions a shopper was signed in during."""
        statement = (
            select(_events.c.session_id)
            .where(_events.c.user_id == user_id, _events.c.session_id.is_not(None))
            .distinct()
        )
        with self._database.read() as connection:
            return sorted(connection.execute(statement).scalars())

    def delete_user(self, user_id: str, *, session_ids: Sequence[str] = ()) -> int:
        """Forget a shopper: their events, and the sums that the profile is made from.

        Args:
            user_id: the shopper.
            session_ids: sessions whose events before sign-in go too; what other shoppers did in
                them stays.

        Returns:
            How many events are gone.
        """
        gone = 0
        with self._database.write() as connection:
            ledger.forget(connection, user_id)
            served.forget(connection, _events.c.user_id == user_id)
            gone += connection.execute(delete(_events).where(_events.c.user_id == user_id)).rowcount
            for start in range(0, len(session_ids), BATCH):
                named = session_ids[start : start + BATCH]
                unsigned = (_events.c.session_id.in_(named), _events.c.user_id.is_(None))
                served.forget(connection, *unsigned)
                gone += connection.execute(delete(_events).where(*unsigned)).rowcount
        self._popularity.forget()
        return gone

    def delete_visit(self, session_id: str) -> int:
        """Forget what a visitor did in a session; returns how many events are gone."""
        mine = (_events.c.session_id == session_id, _events.c.user_id.is_(None))
        with self._database.write() as connection:
            served.forget(connection, *mine)
            gone = connection.execute(delete(_events).where(*mine)).rowcount
        self._popularity.forget()
        return gone

    def rebuild(self, user_id: str) -> None:
        """Fold a shopper's events anew into the sums that the profile is made from."""
        with self._database.write() as connection:
            statement = select(*_COLUMNS).where(_events.c.user_id == user_id)
            stored = [_event(row) for row in connection.execute(statement)]
            ledger.rebuild(connection, user_id, stored)

    def _insert(self, events: Sequence[Event]) -> int:
        with self._database.write() as connection:
            insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
            statement = insert(_events).on_conflict_do_nothing(index_elements=["event_id"])
            settled = with_recipients(connection, events)
            rows = [event.model_dump() for event in settled]
            for row in rows:
                row["query"] = row["query"] and row["query"].replace("\0", " ")
            stored = connection.execute(statement.returning(_events.c.event_id), rows)
            fresh = set(stored.scalars())
            ledger.record(connection, (one for one in settled if one.event_id in fresh))
            return len(fresh)

    def _select(
        self,
        conditions: Sequence[ColumnElement[bool]],
        since: datetime | None,
        until: datetime | None,
        limit: int | None,
    ) -> list[Event]:
        statement = select(*_COLUMNS).where(*conditions)
        if since is not None:
            statement = statement.where(_events.c.ts >= since)
        if until is not None:
            statement = statement.where(_events.c.ts <= until)
        statement = statement.order_by(_events.c.ts.desc(), _events.c.event_id.desc())
        if limit is not None:
            statement = statement.limit(limit)
        with self._database.read() as connection:
            rows = connection.execute(statement).all()
        return [_event(row) for row in reversed(rows)]


def _event(row: Row[Any]) -> Event:
    # What is stored was validated on the way in.
    return Event.model_construct(**row._mapping)
