"""The log of what shoppers did: add, read back, count popularity, forget a shopper.

Everything derived from events is computed from ``ts``, when the thing happened, never from the
order of arrival: late and out-of-order events give the same profile as punctual ones. The same
``event_id`` counts once, whoever sends it and however often. A malformed event is refused with its
reason and the rest of the batch goes in.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from pydantic import ValidationError
from sqlalchemy import ColumnElement, Row, Table, delete, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from assistant.events import Event
from assistant.popularity import Popularity
from assistant.storage import Database
from assistant.storage.tables import EventRow

FUTURE_TOLERANCE = timedelta(days=1)
"""A clock may be a little ahead; an event from later than this is a fault of the sender."""
BATCH = 500
MOST_PIECES = 1_000_000
_MAX_REASONS = 1000
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

_events: Table = EventRow.metadata.tables["events"]
_FIELDS = tuple(Event.model_fields)


@dataclass(frozen=True)
class Rejection:
    """Why one event is refused, and its id if it has one."""

    event_id: str | None
    reason: str


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

    def delete_user(self, user_id: str, *, session_ids: Sequence[str] = ()) -> int:
        """Forget a shopper: their events, and those of the sessions named. Returns how many."""
        conditions: list[ColumnElement[bool]] = [_events.c.user_id == user_id]
        if session_ids:
            conditions.append(_events.c.session_id.in_(session_ids))
        with self._database.write() as connection:
            gone = connection.execute(delete(_events).where(or_(*conditions))).rowcount
        self._popularity.forget()
        return gone

    def _insert(self, events: Sequence[Event]) -> int:
        rows = [event.model_dump() for event in events]
        for row in rows:
            row["query"] = row["query"] and row["query"].replace("\0", " ")
        with self._database.write() as connection:
            insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
            statement = insert(_events).on_conflict_do_nothing(index_elements=["event_id"])
            returned = connection.execute(statement.returning(_events.c.seq), rows)
            return len(returned.all())

    def _select(
        self,
        conditions: Sequence[ColumnElement[bool]],
        since: datetime | None,
        until: datetime | None,
        limit: int | None,
    ) -> list[Event]:
        statement = select(*(_events.c[name] for name in _FIELDS)).where(*conditions)
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
    return (*filter(None, ids), *event.item_ids)


def reason_of(error: ValidationError) -> str:
    """A validation error as one short line: field and fault, without the value given."""
    parts = []
    for fault in error.errors(include_url=False, include_input=False)[:3]:
        place = ".".join(str(part) for part in fault["loc"]) or "event"
        where = "".join(letter if letter.isprintable() else "?" for letter in place[:80])
        parts.append(f"{where}: {fault['msg']}")
    return "; ".join(parts)
