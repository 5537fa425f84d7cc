"""The shop's orders, out of the event log, as a recommender learns from them and is asked with.

Only purchases, and only a shopper's own: what was bought for somebody else teaches nothing about
the buyer. An order is one session's purchases, or one calendar day's (UTC) without a session, as in
the profile. Views, carts and likes are left out: :mod:`benchmarks.start_list` measures them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Row, Table, select

from assistant.profiles.recipients import for_another
from assistant.profiles.sums import order_key
from assistant.storage import Database
from assistant.storage.tables import EventRow
from retrieval.recommend import Basket, Sequence

MOST_BASKETS = 60
"""Baskets of a history that a sequence carries, from the latest: the recommender reads no more."""
_events: Table = EventRow.metadata.tables["events"]
_COLUMNS = ("user_id", "ts", "session_id", "item_id", "item_ids", "recipient")


class Order(NamedTuple):
    """What was bought together, each item once, and when its first piece was."""

    at: datetime
    basket: Basket


def orders_of(
    database: Database, user_id: str, *, types: Collection[str] = ("purchase",)
) -> list[Order]:
    """One shopper's orders, oldest first."""
    statement = select(*(_events.c[name] for name in _COLUMNS)).where(
        _events.c.user_id == user_id, _events.c.type.in_(types)
    )
    with database.read() as connection:
        rows = connection.execute(statement.order_by(_events.c.ts, _events.c.seq)).all()
    return _orders(rows)


def sequences(
    database: Database, *, until: datetime | None = None, types: Collection[str] = ("purchase",)
) -> Iterator[Sequence]:
    """Every order in the log as the ``next`` of what its shopper had bought before.

    Args:
        database: where the log is.
        until: orders before it only.
        types: the events that make an order; others than purchases only to compare.
    """
    statement = select(*(_events.c[name] for name in _COLUMNS)).where(
        _events.c.user_id.is_not(None), _events.c.type.in_(types)
    )
    if until is not None:
        statement = statement.where(_events.c.ts < until)
    statement = statement.order_by(_events.c.user_id, _events.c.ts, _events.c.seq)
    with database.read() as connection:
        result = connection.execution_options(yield_per=1000).execute(statement)
        for user, rows in groupby(result, key=lambda row: str(row.user_id)):
            yield from sequences_of(user, _orders(rows))


def sequences_of(user_id: str, orders: Iterable[Order]) -> Iterator[Sequence]:
    """One shopper's orders, oldest first, each as the ``next`` of those before it."""
    history: tuple[Basket, ...] = ()
    for order in orders:
        yield Sequence(user_id, history, order.basket, order.at)
        history = (*history, order.basket)[-MOST_BASKETS:]


def _orders(rows: Iterable[Row[Any]]) -> list[Order]:
    found: dict[str, tuple[datetime, dict[str, None]]] = {}
    for row in rows:
        if for_another(row.recipient):
            continue
        _, items = found.setdefault(order_key(row.session_id, row.ts), (row.ts, {}))
        items.update(dict.fromkeys([*([row.item_id] if row.item_id else []), *row.item_ids]))
    return [Order(at, tuple(items)) for at, items in found.values() if items]
