"""Products of an ingest into the records and the index, in the order that makes a crash harmless.

Every batch is recorded, indexed, then marked as indexed. The records are written at once, the index
beside them: while one batch is embedded and another's vectors are stored, the next is read and
cleaned, so that no core waits for another kind of work. Two batches at most are under way.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol, Self

from retrieval.catalogue import Catalogue, Entry
from retrieval.product import Product

_UNDER_WAY = 2


class Index(Protocol):
    """What the ingest needs of the search index; ``ProductIndex`` is one."""

    @property
    def catalogue(self) -> Catalogue:
        """The records behind the index."""

    def upsert(self, products: Sequence[Product]) -> None:
        """Writes the products; returns once they are safely there. Called from two threads."""

    def delete(self, ids: Sequence[str]) -> None:
        """Forgets the products; unknown ids are no error."""


class IngestWriter:
    """Writes batches; a context manager, and what is under way at its end is waited for.

    ``indexed`` products went to the index, in ``seconds`` of work, which overlaps.
    """

    def __init__(self, index: Index, batch: int) -> None:
        self._index = index
        self._batch = batch
        self._pool = ThreadPoolExecutor(_UNDER_WAY, thread_name_prefix="ingest")
        self._under_way: deque[Future[tuple[int, float]]] = deque()
        self.catalogue = index.catalogue
        self.indexed = 0
        self.seconds = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        # After a failure nothing new begins: the records say what is left for the next run.
        self._pool.shutdown(wait=True, cancel_futures=True)

    def put(
        self, changed: Sequence[Entry], unchanged: Sequence[str], *, source: str, run: int
    ) -> None:
        """Records a batch and lets the index have it; waits where two are under way already.

        Raises:
            CatalogueError: The records cannot be written.
            VectorStoreError: The index could not be, with this batch or one before.
        """
        self.catalogue.write(changed, unchanged, source=source, run=run)
        if changed:
            self._wait(_UNDER_WAY - 1)
            products = [entry.product for entry in changed]
            if self.indexed or self._under_way:
                self._under_way.append(self._pool.submit(self._to_index, products))
            else:  # the first write of a shop makes its collections, alone
                self._count(self._to_index(products))

    def flush(self) -> None:
        """Waits until all that was put is in the index; raises what `put` does."""
        self._wait(0)

    def settle(self) -> int:
        """Finishes what is stored but not indexed, and hidden but not dropped; returns how many."""
        self.flush()
        done = 0
        while ids := self.catalogue.deleted(self._batch):
            self._index.delete(ids)
            self.catalogue.drop(ids)
            done += len(ids)
        while products := self.catalogue.unindexed(self._batch):
            self._count(self._to_index(products))
            done += len(products)
        return done

    def _to_index(self, products: Sequence[Product]) -> tuple[int, float]:
        started = time.perf_counter()
        self._index.upsert(products)
        self.catalogue.mark_indexed([product.id for product in products])
        return len(products), time.perf_counter() - started

    def _wait(self, most: int) -> None:
        while len(self._under_way) > most:
            self._count(self._under_way.popleft().result())

    def _count(self, done: tuple[int, float]) -> None:
        self.indexed += done[0]
        self.seconds += done[1]
