"""A snapshot's products in columns, for comparing one product with many at once.

A column holds each different value once and a code a row, so a comparison is made once a value
and not once a product; the words of all products lie end to end in one array. Built from a
snapshot when first asked for (100,000 products: see `docs/measured/graph.md`) and dropped with
it. Given up: the memory for the words once more, about 8 bytes a word.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from retrieval.readings import Reading
from retrieval.snapshot import Snapshot
from retrieval.values import fold

Rows = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float64]


class Column:
    """One value a row, few of them different; ``None`` is unknown."""

    def __init__(self, values: Sequence[Any]) -> None:
        codes: dict[Any, int] = {}
        self.code_of = codes
        self.codes = np.array([codes.setdefault(v, len(codes)) for v in values], dtype=np.int32)
        self.values = list(codes)

    @cached_property
    def _by_code(self) -> tuple[Rows, Rows]:
        order = np.argsort(self.codes, kind="stable")
        return order, np.searchsorted(self.codes[order], np.arange(len(self.values) + 1))

    def rows_of(self, value: Any) -> Rows:
        """The rows that have ``value``; none for an unknown one."""
        if (code := self.code_of.get(value)) is None:
            return np.empty(0, dtype=np.intp)
        order, starts = self._by_code
        return order[starts[code] : starts[code + 1]]

    def at(self, row: int) -> Any:
        """The value of one row."""
        return self.values[self.codes[row]]

    def compare(self, rows: Rows, likeness: Callable[[Any], float]) -> Floats:
        """``likeness`` of each row's value, shape ``(len(rows),)``; NaN where unknown."""
        codes, places = np.unique(self.codes[rows], return_inverse=True)
        found = [
            np.nan if (value := self.values[code]) is None else likeness(value) for code in codes
        ]
        return np.array(found, dtype=np.float64)[places]


def model_key(id_: str, group: str) -> str:
    """The name of the model a product is a variant of; of its own where it is the only one."""
    return group or f"\0{id_}"


class Table:
    """Columns of all products. Row ``i`` is product ``i`` of the snapshot it was made from."""

    def __init__(self, ids: Sequence[str], readings: Sequence[Reading]) -> None:
        facts = [reading.facts for reading in readings]
        self.types = Column([frozenset(reading.kind.stated) or None for reading in readings])
        self.shelves = Column([frozenset(reading.kind.shelves) for reading in readings])
        self.categories = Column([fact.category or None for fact in facts])
        self.brands = Column([fold(reading.brand) or None for reading in readings])
        self.colors = Column([fact.colors or None for fact in facts])
        self.materials = Column([fact.materials or None for fact in facts])
        self.genders = Column([fact.gender or None for fact in facts])
        self.currencies = Column([fact.currency for fact in facts])
        self.prices = np.array([fact.price for fact in facts], dtype=np.float64)
        self.in_stock = np.array([fact.in_stock for fact in facts], dtype=np.bool_)
        self.models = Column(
            [model_key(id_, reading.group) for id_, reading in zip(ids, readings, strict=True)]
        )
        """The model each row is a variant of; a product without variants is its own."""
        self._number_words(readings)
        self.rows_of_kind: dict[str, Rows] = {}
        """Rows by name of a kind, as far as they have been looked up."""
        self.done_on_shelf: dict[tuple[str, ...], frozenset[str]] = {}
        """Activities by category path, likewise."""

    def _number_words(self, readings: Sequence[Reading]) -> None:
        """Weighs each product's words: how often it has them times how rare they are."""
        lengths = np.array([len(reading.words) for reading in readings], dtype=np.int64)
        rows = np.repeat(np.arange(len(readings), dtype=np.int64), lengths)
        words = np.concatenate([*(reading.words for reading in readings), np.empty(0, np.int32)])
        size = int(words.max()) + 1 if words.size else 1
        pairs, often = np.unique(rows * size + words, return_counts=True)
        owner, self.words = pairs // size, (pairs % size).astype(np.int32)
        spread = np.bincount(self.words, minlength=size)
        rarity = np.log1p(len(readings) / np.maximum(spread, 1))
        self.weights = (often * rarity[self.words]).astype(np.float32)
        self.starts = np.searchsorted(owner, np.arange(len(readings) + 1))
        self.vocabulary = size
        self.weight_sums = np.bincount(owner, weights=self.weights, minlength=len(readings))

    def words_of(self, row: int) -> slice:
        """Where the words and weights of ``row`` lie."""
        return slice(self.starts[row], self.starts[row + 1])

    def same_model(self, row: int) -> npt.NDArray[np.bool_]:
        """Which rows are variants of the model that ``row`` is one of, itself included."""
        same: npt.NDArray[np.bool_] = self.models.codes == self.models.codes[row]
        return same


_tables: dict[int, Table] = {}
_making = threading.Lock()


def table_of(snapshot: Snapshot) -> Table:
    """The table of ``snapshot``, made once and dropped when the snapshot is."""
    key = id(snapshot)
    if (known := _tables.get(key)) is not None:
        return known
    with _making:
        if (known := _tables.get(key)) is None:
            known = _tables[key] = Table(snapshot.ids, snapshot.readings)
            weakref.finalize(snapshot, _tables.pop, key, None)
    return known
