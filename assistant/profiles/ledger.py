"""The sums of :mod:`assistant.profiles.sums` in the database.

They change in the transaction that stores the events, so there is never an event without its
effect. A change is one statement that adds to what is there: nothing is read first, and two
writers at once lose nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, case, delete, distinct, func, select, text
from sqlalchemy.dialects import postgresql, sqlite

from assistant.events import Event
from assistant.profiles.recipients import for_another
from assistant.profiles.sums import ItemSums, OrderLine, Sums, fold
from assistant.storage.tables import EventRow, ProfileItemRow, ProfileOrderLineRow

_events: Table = EventRow.metadata.tables["events"]
_items: Table = ProfileItemRow.metadata.tables["profile_items"]
_lines: Table = ProfileOrderLineRow.metadata.tables["profile_order_lines"]
_ITEM_FIELDS = tuple(one.name for one in fields(ItemSums))
_LINE_FIELDS = tuple(one.name for one in fields(OrderLine))
# Literals: SQLite takes a partial index only where it can see its condition in the query.
_VIEWS = text("type = 'view_item'")
_REDEMPTIONS = text("type = 'redeem_promotion'")


def record(connection: Connection, events: Iterable[Event]) -> None:
    """Add new events to their shoppers' sums; those of strangers are passed over."""
    by_user: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.user_id is not None:
            by_user[event.user_id].append(event)
    items: list[dict[str, Any]] = []
    lines: list[dict[str, Any]] = []
    for user_id in sorted(by_user):  # one order for all writers: no deadlock
        sums = fold(by_user[user_id])
        items.extend(sums.item_rows(user_id))
        lines.extend(sums.line_rows(user_id))
    _add(connection, _items, items, latest="last")
    _add(connection, _lines, lines, latest="at")


def read(connection: Connection, user_id: str) -> Sums:
    """A shopper's sums; empty for a stranger."""
    sums = Sums()
    mine = [_items.c[name] for name in ("item_id", *_ITEM_FIELDS)]
    for item, *values in connection.execute(select(*mine).where(_items.c.user_id == user_id)):
        sums.items[item] = ItemSums(*values)
    bought = [_lines.c[name] for name in ("order_key", "item_id", *_LINE_FIELDS)]
    for order, item, *values in connection.execute(
        select(*bought).where(_lines.c.user_id == user_id)
    ):
        sums.lines[order, item] = OrderLine(*values)
    return sums


def views_since(connection: Connection, user_id: str, since: datetime) -> Counter[str]:
    """Product id to views at or after ``since``, by the index of views; those of gifts left out."""
    statement = select(_events.c.item_id, _events.c.item_ids, _events.c.recipient).where(
        _events.c.user_id == user_id, _events.c.ts >= since, _VIEWS
    )
    return Counter(
        item
        for one, several, recipient in connection.execute(statement)
        if not for_another(recipient)
        for item in dict.fromkeys((*([one] if one else []), *several))
    )


def redeemed(connection: Connection, user_id: str) -> int:
    """How many different promotions the shopper has redeemed."""
    statement = select(func.count(distinct(_events.c.promotion_id))).where(
        _events.c.user_id == user_id, _REDEMPTIONS
    )
    return int(connection.execute(statement).scalar_one())


def extent(connection: Connection, user_id: str) -> tuple[int, datetime | None]:
    """How many events there are of a shopper, and when the newest happened; index only."""
    statement = select(func.count(), func.max(_events.c.ts)).where(_events.c.user_id == user_id)
    row = connection.execute(statement).one()
    return int(row[0]), row[1]


def forget(connection: Connection, user_id: str) -> None:
    """Remove a shopper's sums."""
    for table in (_items, _lines):
        connection.execute(delete(table).where(table.c.user_id == user_id))


def rebuild(connection: Connection, user_id: str, events: Sequence[Event]) -> None:
    """Replace a shopper's sums by those of ``events``, which must be all of theirs."""
    forget(connection, user_id)
    record(connection, events)


def _add(connection: Connection, table: Table, rows: list[dict[str, Any]], *, latest: str) -> None:
    if not rows:
        return
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(table)
    keys = [column.name for column in table.primary_key]
    changed: dict[str, Any] = {
        column.name: column + statement.excluded[column.name]
        for column in table.c
        if column.name not in {*keys, latest}
    }
    kept, new = table.c[latest], statement.excluded[latest]
    changed[latest] = case((kept.is_(None), new), (new > kept, new), else_=kept)
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed), rows)
