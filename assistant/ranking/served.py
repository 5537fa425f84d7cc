"""The factors of each list as it was shown: what learning from its answers needs.

Kept beside the event that says the list was shown, by that event's id and without anybody's name,
and deleted with it. Factors worked out afterwards would be others: profile, popularity and prices
have moved on. Written before the event, so that whoever reads the event finds them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from sqlalchemy import ColumnElement, Connection, Table, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from assistant.ranking.context import Ranked
from assistant.ranking.factors import FACTORS
from assistant.ranking.scoring import Floats
from assistant.storage import Database
from assistant.storage.tables import EventRow, ServedListRow

_DIGITS = 6
_CHUNK = 500
_served: Table = ServedListRow.metadata.tables["served_lists"]
_events: Table = EventRow.metadata.tables["events"]


def keep(database: Database, event_id: str, shown: Sequence[Ranked]) -> None:
    """Keep the factors of a list about to be logged as ``event_id``, in the order shown."""
    rows = [[round(one.values.get(name, 0.0), _DIGITS) for name in FACTORS] for one in shown]
    with database.write() as connection:
        insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        statement = insert(_served).values(event_id=event_id, factors=rows)
        connection.execute(statement.on_conflict_do_nothing())


def read(database: Database, event_ids: Iterable[str]) -> Mapping[str, Floats]:
    """The factors by event id, shape ``(products, factors)``; those not kept are left out.

    What was kept by a version with other factors is left out too.
    """
    found: dict[str, Floats] = {}
    with database.read() as connection:
        for chunk in _chunks(list(event_ids)):
            statement = select(_served.c.event_id, _served.c.factors)
            for event_id, rows in connection.execute(
                statement.where(_served.c.event_id.in_(chunk))
            ):
                table = np.array(rows, dtype=np.float64)
                if table.ndim == 2 and table.shape[1] == len(FACTORS):
                    found[event_id] = table
    return found


def forget(connection: Connection, *which: ColumnElement[bool]) -> None:
    """Delete the factors of the lists among the events that ``which`` describes."""
    ids = select(_events.c.event_id).where(*which, _events.c.type == "view_item_list")
    connection.execute(delete(_served).where(_served.c.event_id.in_(ids)))


def _chunks(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK))
