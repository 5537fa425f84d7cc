"""Where conversations are kept: LangGraph's SQLite checkpointer, in the data folder.

Only the newest checkpoint of a conversation is of use here, so older ones are removed after each
turn; otherwise a long conversation would keep its whole past once a turn.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from langgraph.checkpoint.sqlite import SqliteSaver

BUSY_TIMEOUT_S = 10.0


class ConversationMemory(SqliteSaver):
    """LangGraph's SQLite checkpointer that keeps one checkpoint a conversation."""

    @classmethod
    def at(cls, path: Path) -> ConversationMemory:
        """Open (and create) the conversations file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, check_same_thread=False, timeout=BUSY_TIMEOUT_S)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA secure_delete=ON")
        memory = cls(connection)
        memory.setup()
        return memory

    def keep_newest(self, conversation_id: str) -> None:
        """Remove all checkpoints of a conversation but the newest."""
        with self.cursor() as cursor:
            for table in ("checkpoints", "writes"):
                cursor.execute(
                    f"DELETE FROM {table} WHERE thread_id = ? AND checkpoint_id <"  # noqa: S608
                    " (SELECT MAX(checkpoint_id) FROM checkpoints WHERE thread_id = ?)",
                    (conversation_id, conversation_id),
                )

    def forget(self, conversation_id: str) -> bool:
        """Delete a conversation; returns whether there was one."""
        known = self.get_tuple({"configurable": {"thread_id": conversation_id}}) is not None
        self.delete_thread(conversation_id)
        return known

    def scrub(self) -> bool:
        """Empty the write-ahead log, where deleted rows live on; False where it was held on to."""
        with self.lock:
            row = self.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return bool(row[0] == 0)

    def close(self) -> None:
        """Close the file."""
        self.conn.close()
