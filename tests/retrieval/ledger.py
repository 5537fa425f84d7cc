"""A search index that only writes down what it was told: a file, and nothing to load.

It keeps ids and titles in SQLite, so that a killed process leaves behind exactly what it had done,
and can kill its own process (SIGKILL) at a given call, before or after the call's work.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from retrieval.catalogue import Catalogue
from retrieval.ingest import ingest
from retrieval.product import Product


class Ledger:
    """Implements what the ingest asks of an index."""

    def __init__(self, data_dir: Path, *, kill_at: int = 0, kill_after_work: bool = False) -> None:
        self.catalogue = Catalogue.open(data_dir)
        self.upserted: list[str] = []
        self._kill_at = kill_at
        self._kill_after_work = kill_after_work
        self._calls = 0
        self._lock = threading.Lock()  # the ingest has two batches under way
        self._file = sqlite3.connect(
            data_dir / "ledger.db", isolation_level=None, check_same_thread=False
        )
        self._file.execute("CREATE TABLE IF NOT EXISTS ledger (id TEXT PRIMARY KEY, title TEXT)")

    def upsert(self, products: Sequence[Product]) -> None:
        with self._lock:
            self._call(dying=not self._kill_after_work)
            rows = [(product.id, product.title) for product in products]
            self._file.executemany("INSERT OR REPLACE INTO ledger VALUES (?, ?)", rows)
            self.upserted += [product.id for product in products]
            self._call(dying=self._kill_after_work, counted=False)

    def delete(self, ids: Sequence[str]) -> None:
        self._call(dying=not self._kill_after_work)
        self._file.executemany("DELETE FROM ledger WHERE id = ?", [(id_,) for id_ in ids])
        self._call(dying=self._kill_after_work, counted=False)

    def contents(self) -> dict[str, str]:
        return dict(self._file.execute("SELECT id, title FROM ledger ORDER BY id"))

    def _call(self, *, dying: bool, counted: bool = True) -> None:
        self._calls += counted
        if dying and self._calls == self._kill_at:
            os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    feed, folder, at, after = sys.argv[1:]
    ledger = Ledger(Path(folder), kill_at=int(at), kill_after_work=after == "after")
    ingest([Path(feed)], ledger, source="shop", batch=10)
