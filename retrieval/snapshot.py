"""The catalogue as a search needs it, in memory and unchanging: a new one replaces it whole.

A search takes the current snapshot and keeps it to its end, so it never sees half a change, and no
lock is held while it runs. A new snapshot takes over what has not changed from the one before
(facts, words, vectors), so that a price change in 20,000 products costs a second, not ten.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from retrieval.catalogue import Catalogue
from retrieval.embedding import Vectors
from retrieval.filters import Columns
from retrieval.lexical import LexicalIndex, Vocabulary
from retrieval.readings import Reading, load, read, record_hash, save
from retrieval.store import Stored, VectorStore
from retrieval.types import type_counts
from retrieval.values import fold


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


class Matrix(NamedTuple):
    """The vectors of one model by row: zeros and an empty hash where there is none."""

    vectors: Vectors
    hashes: list[str]
    known: npt.NDArray[np.bool_]
    """Which rows have a vector."""


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


_WORTH_KEEPING = 1_000
"""New readings from which the file that keeps them is written again."""

Pending = Mapping[str, Mapping[str, Stored]]
"""Vectors written by this process since the last snapshot, by model and id."""


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
        cache: The file that keeps readings between starts.
    """
    version = catalogue.version()  # first: a change while we read makes the next search rebuild
    if before is None:
        old, vocabulary = load(cache)
    else:
        old = dict(zip(before.ids, before.readings, strict=True))
        vocabulary = before.vocabulary
    ids: list[str] = []
    readings: list[Reading] = []
    fresh = 0
    for product in catalogue.iter_products():
        record = record_hash(product)
        known = old.get(product.id)
        if known is None or known.record != record:
            known = read(product, record, vocabulary)
            fresh += 1
        ids.append(product.id)
        readings.append(known)
    if fresh > _WORTH_KEEPING and fresh > len(ids) // 10:
        save(cache, zip(ids, readings, strict=True), vocabulary)
    matrices: dict[str, Matrix] = {}
    for place, model in enumerate(models):
        currents = [row.passages[place] for row in readings]
        matrix = _matrix(model, ids, currents, before=before, pending=pending, store=store)
        if matrix is not None:
            matrices[model] = matrix
    return Snapshot(
        version=version,
        ids=ids,
        readings=readings,
        columns=Columns(ids, [row.facts for row in readings], exchange_rates=exchange_rates),
        lexical=LexicalIndex([row.words for row in readings], vocabulary),
        vocabulary=vocabulary,
        matrices=matrices,
        popularity=np.array([row.popularity for row in readings], dtype=np.float64),
        facets=_facets(readings),
        rows={id_: row for row, id_ in enumerate(ids)},
        latin_share=sum(row.latin for row in readings) / max(1, len(ids)),
    )


def _matrix(
    model: str,
    ids: Sequence[str],
    currents: Sequence[str],
    *,
    before: Snapshot | None,
    pending: Pending,
    store: VectorStore,
) -> Matrix | None:
    """The model's vectors by row, or None where it has none at all.

    ``currents`` are the hashes of the passages as they are now. A vector of a passage as it was
    before is better than none: it stays until the ingest has written the new one.
    """
    old = before.matrices.get(model) if before else None
    fresh = pending.get(model, {})
    found: dict[int, Stored] = {}
    wanted: list[int] = []
    for row, (id_, current) in enumerate(zip(ids, currents, strict=True)):
        if (stored := fresh.get(id_)) is not None and stored.hash == current:
            found[row] = stored
        elif old is not None and before is not None and (was := before.rows.get(id_)) is not None:
            if old.hashes[was] == current:
                found[row] = Stored(current, old.vectors[was])
            else:
                wanted.append(row)
        else:
            wanted.append(row)
    if wanted and store.count(model):
        read_back = store.vectors(model, [ids[row] for row in wanted])
        found |= {row: read_back[ids[row]] for row in wanted if ids[row] in read_back}
    if not found:
        return None
    dimension = len(next(iter(found.values())).vector)
    vectors = np.zeros((len(ids), dimension), dtype=np.float32)
    hashes = [""] * len(ids)
    for row, stored in found.items():
        vectors[row] = stored.vector
        hashes[row] = stored.hash
    return Matrix(vectors, hashes, np.array([bool(hash_) for hash_ in hashes], dtype=np.bool_))


def _facets(readings: Sequence[Reading]) -> Facets:
    brands: dict[str, Counter[str]] = {}
    categories: Counter[str] = Counter()
    colors: Counter[str] = Counter()
    materials: Counter[str] = Counter()
    for reading in readings:
        if reading.brand:
            brands.setdefault(fold(reading.brand), Counter())[reading.brand] += 1
        path: list[str] = []
        for part in reading.category.split(">"):
            if part.strip():
                path.append(part.strip())
                categories[" > ".join(path)] += 1
        colors.update(value.strip() for value in reading.facts.colors)
        materials.update(value.strip() for value in reading.facts.materials)
    spelled = Counter({names.most_common(1)[0][0]: names.total() for names in brands.values()})
    types = type_counts(reading.kind for reading in readings)
    return Facets(*(dict(c.most_common()) for c in (spelled, categories, colors, materials, types)))
