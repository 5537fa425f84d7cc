"""The catalogue as a search needs it, in memory and unchanging: a new one replaces it whole.

A search takes the current snapshot and keeps it to its end, so it never sees half a change, and no
lock is held while it runs. A new snapshot takes over what has not changed from the one before
(facts, words, vectors), so that a price change in 20,000 products costs a second, not ten.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import overload

import numpy as np
import numpy.typing as npt

from retrieval.catalogue import Catalogue
from retrieval.facts import Facts, padded
from retrieval.filters import Columns
from retrieval.lexical import LexicalIndex, Vocabulary
from retrieval.matrix import Had, Matrix, matrix
from retrieval.packed import Documents, Readings, load, save
from retrieval.product import Product
from retrieval.readings import Reading, read, text_hash
from retrieval.shelves import Shelf, Shelves, asked_shelves
from retrieval.store import Stored, VectorStore
from retrieval.types import for_animals, type_counts
from retrieval.values import fold

_KEPT_ASKED = 1_000


@dataclass(frozen=True)
class Facets:
    """What values the shop has, and how many products each: brands, categories and so on.

    Brands and categories are as the shop writes them (each category path also counts for the
    paths above it); colours are families, materials English names, types lower-case singulars.
    """

    brands: Mapping[str, int]
    categories: Mapping[str, int]
    colors: Mapping[str, int]
    materials: Mapping[str, int]
    product_types: Mapping[str, int]
    peoples_types: Mapping[str, int] = field(default_factory=dict)
    """The types of products that are not made for animals."""
    shelf_types: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """The types on each category path, the paths above it not counted."""

    @cached_property
    def brand_names(self) -> frozenset[str]:
        """The brands as padded words."""
        return frozenset(map(padded, self.brands))

    @cached_property
    def shelves(self) -> Shelves:
        """The categories by their names."""
        return Shelves(self.categories)

    def asked_shelves(self, wanted: str) -> frozenset[Shelf]:
        """The shelves meant as a whole where ``wanted`` is asked for: ``retrieval.shelves``."""
        if wanted not in self._asked:
            if len(self._asked) > _KEPT_ASKED:
                self._asked.clear()
            self._asked[wanted] = asked_shelves(self.shelves, self.shelf_types, wanted)
        return self._asked[wanted]

    @cached_property
    def _asked(self) -> dict[str, frozenset[Shelf]]:
        return {}


@dataclass(frozen=True)
class Snapshot:
    """All that a search reads. Row ``i`` of everything is product ``ids[i]``."""

    version: int
    ids: Sequence[str]
    readings: Sequence[Reading]
    columns: Columns
    lexical: LexicalIndex
    vocabulary: Vocabulary
    matrices: Mapping[str, Matrix]
    popularity: npt.NDArray[np.float64]
    facets: Facets
    rows: Mapping[str, int] = field(repr=False)
    latin_share: float
    """Share of products with a title in Latin script."""
    models: tuple[str, str] = ("minilm-int8", "e5-small-q4")
    """The English model that is live, and the multilingual one."""


_WORTH_KEEPING = 1_000
"""New readings from which the file that keeps them is written again."""

Pending = Mapping[str, Mapping[str, Stored]]
"""Vectors written by this process since the last snapshot, by model and id."""


class _Texts(Sequence[str]):
    """All that is said of each product, by row, unpacked when asked for."""

    def __init__(self, readings: Readings) -> None:
        self._readings = readings

    def __len__(self) -> int:
        return len(self._readings)

    @overload
    def __getitem__(self, row: int) -> str: ...
    @overload
    def __getitem__(self, row: slice) -> list[str]: ...
    def __getitem__(self, row: int | slice) -> str | list[str]:
        if isinstance(row, slice):
            return [reading.facts.words for reading in self._readings[row]]
        return self._readings[row].facts.words


def build(
    catalogue: Catalogue,
    store: VectorStore,
    models: Sequence[str],
    *,
    before: Snapshot | None = None,
    pending: Pending,
    exchange_rates: Mapping[str, float],
    cache: Path,
) -> Snapshot:
    """Reads the catalogue and the vectors, taking over from ``before`` what has not changed.

    Args:
        catalogue: The product records.
        store: The vectors.
        models: The English model's name, then the multilingual one's.
        before: The snapshot to take over from.
        pending: Vectors that need not be read back.
        exchange_rates: For price bounds in other currencies.
        cache: The file that keeps readings between starts; vectors are kept beside it.
    """
    version = catalogue.version()  # first: a change while we read makes the next search rebuild
    ids, readings, vocabulary = _read_all(catalogue, before, cache)
    matrices: dict[str, Matrix] = {}
    for place, model in enumerate(models):
        old = before.matrices.get(model) if before else None
        had = Had(before.rows, old.vectors, old.hashes) if before and old else None
        found = matrix(
            model,
            ids,
            readings.passages[place],
            had=had,
            pending=pending.get(model, {}),
            store=store,
            kept_in=cache.parent,
        )
        if found is not None:
            matrices[model] = found
    facets = _Facets()
    popularity = array("d")
    latin = 0

    def each() -> Iterator[Facts]:
        nonlocal latin
        for reading in readings:
            facets.add(reading)
            popularity.append(reading.popularity)
            latin += reading.latin
            yield reading.facts

    rows = {id_: row for row, id_ in enumerate(ids)}
    columns = Columns(ids, each(), exchange_rates=exchange_rates, texts=_Texts(readings), rows=rows)
    return Snapshot(
        version=version,
        ids=ids,
        readings=readings,
        columns=columns,
        lexical=LexicalIndex(Documents(readings), vocabulary),
        vocabulary=vocabulary,
        matrices=matrices,
        popularity=np.array(popularity, dtype=np.float64),
        facets=facets.counted(),
        rows=rows,
        latin_share=latin / max(1, len(ids)),
        models=(models[0], models[1]),
    )


def _read_all(
    catalogue: Catalogue, before: Snapshot | None, cache: Path
) -> tuple[list[str], Readings, Vocabulary]:
    """Every product's id and reading, those whose record is the same taken over."""
    if before is not None and isinstance(before.readings, Readings):
        old, rows, vocabulary = before.readings, before.rows, before.vocabulary
    else:
        kept = load(cache)
        old, rows, vocabulary = kept.readings, kept.rows, kept.vocabulary
    ids: list[str] = []
    readings = Readings()
    fresh = 0
    for id_, text in catalogue.iter_records():
        record = text_hash(text)
        row = rows.get(id_)
        if row is not None and old.records[row] == record:
            readings.take(old, row)
        else:
            readings.append(read(Product.model_validate_json(text), record, vocabulary))
            fresh += 1
        ids.append(id_)
    if fresh > _WORTH_KEEPING and fresh > len(ids) // 10:
        save(cache, ids, readings, vocabulary)
    return ids, readings, vocabulary


class _Facets:
    """Counts the shop's values, product by product."""

    def __init__(self) -> None:
        self._brands: dict[str, Counter[str]] = {}
        self._categories: Counter[str] = Counter()
        self._colors: Counter[str] = Counter()
        self._materials: Counter[str] = Counter()
        self._types: Counter[str] = Counter()
        self._peoples: Counter[str] = Counter()
        self._shelved: dict[str, Counter[str]] = {}

    def add(self, reading: Reading) -> None:
        if reading.brand:
            self._brands.setdefault(fold(reading.brand), Counter())[reading.brand] += 1
        self._categories[reading.category] += 1
        self._colors.update(value.strip() for value in reading.facts.colors)
        self._materials.update(value.strip() for value in reading.facts.materials)
        types = type_counts((reading.kind,))
        self._types.update(types)
        if not for_animals(reading.kind):
            self._peoples.update(types)
        if reading.category:
            self._shelved.setdefault(reading.category, Counter()).update(types)

    def counted(self) -> Facets:
        spelled = {names.most_common(1)[0][0]: names.total() for names in self._brands.values()}
        paths: Counter[str] = Counter()
        for category, count in self._categories.items():
            path: list[str] = []
            for part in category.split(">"):
                if part.strip():
                    path.append(part.strip())
                    paths[" > ".join(path)] += count
        return Facets(
            brands=_ranked(Counter(spelled)),
            categories=_ranked(paths),
            colors=_ranked(self._colors),
            materials=_ranked(self._materials),
            product_types=_ranked(self._types),
            peoples_types=_ranked(self._peoples),
            shelf_types=self._shelved,
        )


def _ranked(count: Counter[str]) -> dict[str, int]:
    return dict(count.most_common())
