"""Which conversations a shopper took part in while signed in, so that they can be found again.

The conversation memory knows conversations by their id alone, and a turn that leaves no event (a
greeting, a question) would leave no trace of whose it was.
"""

from __future__ import annotations

import threading

from cachetools import LRUCache
from sqlalchemy import Table, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from assistant.storage import Database
from assistant.storage.tables import ConversationRow

_NOTED = 10_000
_rows: Table = ConversationRow.metadata.tables["conversation_shoppers"]


class Conversations:
    """The pairs of shopper and conversation in the database."""

    def __init__(self, database: Database) -> None:
        """Read and write those of ``database``."""
        self._database = database
        self._noted: LRUCache[tuple[str, str], bool] = LRUCache(maxsize=_NOTED)
        self._lock = threading.Lock()

    def note(self, user_id: str, conversation_id: str) -> None:
        """Remember that the shopper takes part; written once a conversation."""
        pair = (user_id, conversation_id)
        with self._lock:
            if pair in self._noted:
                return
        with self._database.write() as connection:
            insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
            statement = insert(_rows).values(user_id=user_id, conversation_id=conversation_id)
            connection.execute(statement.on_conflict_do_nothing())
        with self._lock:
            self._noted[pair] = True

    def of(self, user_id: str) -> list[str]:
        """The conversations a shopper took part in."""
        statement = select(_rows.c.conversation_id).where(_rows.c.user_id == user_id)
        with self._database.read() as connection:
            return sorted(connection.execute(statement).scalars())

    def delete(self, user_id: str) -> int:
        """Forget whose they were; returns how many there were."""
        with self._lock:
            for pair in [one for one in self._noted if one[0] == user_id]:
                del self._noted[pair]
        with self._database.write() as connection:
            return connection.execute(delete(_rows).where(_rows.c.user_id == user_id)).rowcount
