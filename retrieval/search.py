"""One search over one snapshot: candidates from words and vectors, filtered, fused, scaled.

Constraints are applied before ranking, never after, so that a narrow filter still fills its list.
Where few enough products fit, the query is compared with every one of them; above that, Chroma's
HNSW is asked with the constraints that its metadata can say, and its answer is checked against
all of them (HNSW loses recall under narrow filters: chroma issue 4089).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from retrieval.constraints import Constraints
from retrieval.embedding import Embedder, Vectors
from retrieval.facts import color_values, material_values
from retrieval.filters import Mask
from retrieval.fusion import min_max, reciprocal_rank, weighted
from retrieval.lexical import words
from retrieval.settings import Mode, RetrievalSettings
from retrieval.snapshot import Matrix, Snapshot
from retrieval.store import VectorStore, Where
from retrieval.types import is_type
from retrieval.values import is_cjk, size_key

log = logging.getLogger(__name__)

Rows = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float64]


_SHORT, _LONG = 3, 10
"""Words of a short and of a long query, between which the weight of words changes."""


class Scored(NamedTuple):
    """Candidates, best first: their rows, relevance in [0, 1], and each retriever's raw scores."""

    rows: Rows
    relevance: Floats
    scores: dict[str, Floats]


class Searcher:
    """Runs searches over snapshots. Safe to use from many threads."""

    def __init__(
        self,
        settings: RetrievalSettings,
        store: VectorStore,
        embedder: Callable[[str], Embedder],
    ) -> None:
        self._settings = settings
        self._store = store
        self._embedder = embedder
        self._said: set[str] = set()

    def search(
        self,
        snapshot: Snapshot,
        query: str,
        constraints: Constraints,
        *,
        language: str,
        product_type: str | None,
        mode: Mode,
        limit: int,
    ) -> Scored | None:
        """Ranks the products that satisfy ``constraints``; None where the query has no word.

        Each retriever gives as many candidates as the setting ``depth`` says, or ``limit`` where
        that is more.
        """
        depth = max(limit, self._settings.depth)
        length = len(set(words(query)))
        if not length:
            return None
        fits = snapshot.columns.mask(constraints)
        if not fits.any():
            return Scored(np.empty(0, dtype=np.intp), np.empty(0), {})
        bm25 = snapshot.lexical.scores(query).astype(np.float64)
        rows = _top(bm25, np.flatnonzero(fits & (bm25 > 0)), depth)
        model = None if mode == "bm25" else self.model_for(snapshot, query, language)
        scores = {"bm25": bm25}
        if model is not None:
            vector = self._embedder(model).queries([query])[0]
            near = self._nearest(
                snapshot, model, vector, fits, filters=where(constraints), depth=depth
            )
            rows = near if mode == "dense" else np.union1d(rows, near)
            scores["dense"] = cosines(snapshot.matrices[model], rows, vector)
        scores["bm25"] = bm25[rows]
        if not rows.size:
            return Scored(rows, np.empty(0), {})
        scores["fused"] = self._fuse(scores, mode, length)
        if product_type and mode == "hybrid":
            kinds = [is_type(snapshot.readings[row].kind, product_type) for row in rows]
            scores["fused"] = scores["fused"] + self._settings.type_bonus * np.array(kinds)
        order = np.argsort(-scores["fused"], kind="stable")
        return Scored(
            rows[order],
            min_max(scores["fused"])[order],
            {name: values[order] for name, values in scores.items()},
        )

    def _fuse(self, scores: dict[str, Floats], mode: Mode, length: int) -> Floats:
        if "dense" not in scores:
            return scores["bm25"]
        if mode == "dense":
            return scores["dense"]
        both = [scores["bm25"], scores["dense"]]
        if mode == "rrf":
            return reciprocal_rank(both, k=self._settings.rrf_k, depth=self._settings.depth)
        ends = self._settings.bm25_weight, self._settings.bm25_weight_long
        weight = float(np.interp(length, (_SHORT, _LONG), ends))
        return weighted(both, [weight, 1.0 - weight])

    def model_for(self, snapshot: Snapshot, query: str, language: str) -> str | None:
        """The embedding model for a query: never two, since their scores do not mix.

        English goes to the English model, unless the catalogue is mostly not in Latin script;
        anything else to the multilingual one. A catalogue without the right vectors is searched
        with those it has; without any, by words alone.
        """
        english = self._settings.english_model
        multilingual = self._settings.multilingual_model
        foreign = language != "en" or is_cjk(query) or snapshot.latin_share < 0.5
        first, second = (multilingual, english) if foreign else (english, multilingual)
        if first in snapshot.matrices:
            return first
        if second in snapshot.matrices:
            self._say_once(
                f"no vectors of {first} in this catalogue: searching {language!r} with {second}; "
                "set AISLE_RETRIEVAL_LANGUAGES and ingest again to make them"
            )
            return second
        self._say_once("no vectors in this catalogue: searching by words alone; ingest it again")
        return None

    def _nearest(
        self,
        snapshot: Snapshot,
        model: str,
        vector: Vectors,
        fits: Mask,
        *,
        filters: Where | None,
        depth: int,
    ) -> Rows:
        """The rows nearest to ``vector`` among those that fit."""
        matrix = snapshot.matrices[model]
        eligible = np.flatnonzero(fits & matrix.known)
        if len(eligible) > self._settings.exact_below:
            found = self._store.nearest(model, vector, limit=4 * depth, where=filters)
            rows = [snapshot.rows[id_] for id_ in found if id_ in snapshot.rows]
            near = np.array(
                [row for row in rows if fits[row] and matrix.hashes[row]], dtype=np.intp
            )
            if len(near) >= depth:
                return near[:depth]
        if 2 * len(eligible) > len(matrix.vectors):  # one product over all rows beats a copy
            near_all = (matrix.vectors @ vector)[eligible]
        else:
            near_all = matrix.vectors[eligible] @ vector
        return eligible[_best(near_all, depth)]

    def _say_once(self, message: str) -> None:
        if message not in self._said:
            self._said.add(message)
            log.warning(message)


def cosines(matrix: Matrix, rows: Rows, vector: Vectors) -> Floats:
    """Cosines of ``rows`` with ``vector``; a row without a vector gets the least of the others."""
    values = (matrix.vectors[rows] @ vector).astype(np.float64)
    known = matrix.known[rows]
    if not known.all():
        values[~known] = values[known].min() if known.any() else 0.0
    return values


def where(constraints: Constraints) -> Where | None:
    """The part of ``constraints`` that Chroma's metadata can say; the rest is checked after."""
    c = constraints
    clauses: list[Where] = []
    if c.price_max is not None and c.currency is None:
        clauses += [{"price": {"$lte": float(c.price_max)}}, {"price": {"$gte": 0.0}}]
    if c.price_min is not None and c.currency is None:
        clauses.append({"price": {"$gte": float(c.price_min)}})
    if c.min_rating is not None:
        clauses.append({"rating": {"$gte": c.min_rating}})
    if c.on_sale:
        clauses.append({"on_sale": True})
    if c.in_stock:
        clauses.append({"availability": "in_stock"})
    for field, texts, read in (
        ("colors", c.colors, color_values),
        ("materials", c.materials, material_values),
        ("sizes", c.sizes, size_key),
    ):
        names = sorted(frozenset[str]().union(*(read(text) for text in texts)))
        each: list[Where] = [{field: {"$contains": name.strip()}} for name in names]
        if each:
            clauses.append(each[0] if len(each) == 1 else {"$or": each})
    if len(clauses) < 2:
        return clauses[0] if clauses else None
    return {"$and": clauses}


def _best(scores: npt.NDArray[Any], depth: int) -> Rows:
    return np.argsort(-scores, kind="stable")[:depth]


def _top(scores: Floats, rows: Rows, depth: int) -> Rows:
    """The ``depth`` of ``rows`` with the best scores, best first; ties by row."""
    return rows[_best(scores[rows], depth)]
