"""One search over one snapshot: candidates from words and vectors, filtered, fused, reordered.

Words and vectors are balanced by the catalogue: where most of what is said of a product stands
outside of its title (technical feeds), the passage that is embedded holds only a part of it, and
words weigh more; where a title is all there is, the vector has read it whole. Words are those of
the query, pinyin read as the shop's Chinese (``retrieval.pinyin``), and other names of the same
things (``retrieval.thesaurus``). The query's vector is moved once towards the first few that were
found so. In a catalogue that says much, how many of the query's words a product says at all counts
beside how well they match. What is fused is ordered once more by the second stage
(``retrieval.rerank``), and below the first pages what words find best is mixed in again. Where a
query is a brand's name and no more, that brand's products stand first, in the order of words. The
setting ``without`` leaves stages out, for `python -m eval search --ablation`.

Constraints are applied before ranking, never after, so that a narrow filter still fills its list.
How the nearest vectors among those are found is in ``retrieval.nearest``.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from retrieval.constraints import Constraints
from retrieval.embedding import Embedder, Vectors
from retrieval.facts import padded
from retrieval.filters import Mask
from retrieval.fusion import min_max, reciprocal_rank, weighted, with_tail
from retrieval.kind_match import Asked
from retrieval.lexical import Coverage, words
from retrieval.matrix import Matrix
from retrieval.nearest import Rows, best, plan, scan
from retrieval.rerank import Pool, features, shipped
from retrieval.settings import Mode, RetrievalSettings
from retrieval.snapshot import Snapshot
from retrieval.store import VectorStore
from retrieval.thesaurus import Meaning, words_of_names
from retrieval.types import is_type, speaks_of_animals
from retrieval.values import is_cjk

log = logging.getLogger(__name__)

Floats = npt.NDArray[np.float64]


_SHORT, _LONG = 3, 10
"""Words of a short and of a long query, between which the weight of words changes."""
_RICH = 0.5
"""The share of words outside of titles from which a catalogue counts as richly described."""


_BRAND = 2.0
"""What being of the brand asked for counts beside words, of which the best is 1: so much more that
the second stage, which may correct by less, puts no other brand before."""


_LEADERS = 5
"""How many of the first candidates the query's vector is moved towards: half way, where products
are described at length. Of 3, 5 and 10, and of 0.3, 0.6 and 1 times the query, all help; 5 and 1 do
most (cross-validated, `python -m eval.reranking`)."""


class Scored(NamedTuple):
    """Candidates, best first: their rows, relevance in [0, 1], and each retriever's raw scores."""

    rows: Rows
    relevance: Floats
    scores: dict[str, Floats]


class _First(NamedTuple):
    """What the first stage found, in order of rows, and the embedding model it was found with."""

    rows: Rows
    scores: dict[str, Floats]
    model: str | None
    said: Coverage | None = None
    """How much of the query each row says; only of a hybrid search."""


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
        query = self._in_characters(snapshot, query, mode)
        depth = max(limit, self._settings.depth)
        first = self._first(snapshot, query, constraints, language=language, mode=mode, depth=depth)
        if first is None or not first.rows.size:
            return first and Scored(first.rows, np.empty(0), {})
        scores, final = first.scores, first.scores["fused"]
        if mode == "hybrid":
            pool = self._pool(snapshot, query, product_type, first)
            if pool is not None and (second := self._second(pool)) is not None:
                scores["second"] = second
                final = min_max(second)
            if product_type and "kinds" not in self._settings.without:
                kinds = self._kinds(snapshot, query, product_type, first.rows)
                final = final + self._settings.type_bonus * np.array(kinds)
        order = np.argsort(-final, kind="stable")
        relevance = min_max(final)[order]
        if mode == "hybrid" and "tail" not in self._settings.without:
            order = with_tail(order, scores["bm25"])
        return Scored(
            first.rows[order],
            relevance,
            {name: values[order] for name, values in scores.items()},
        )

    @staticmethod
    def _kinds(snapshot: Snapshot, query: str, product_type: str, rows: Rows) -> list[bool]:
        """Which rows are of the kind asked for; where a shelf is, which stand on it."""
        animals = speaks_of_animals(f"{query} {product_type}")
        asked = Asked.of(product_type, snapshot.facets, animals=animals)
        own = (snapshot.readings[row] for row in rows)
        if asked.shelves:
            return [asked.met(one.kind, one.category) for one in own]
        return [is_type(one.kind, product_type) for one in own]

    def pool(
        self, snapshot: Snapshot, query: str, constraints: Constraints, *, language: str
    ) -> Pool | None:
        """What the second stage is given; None where words or vectors find nothing to order."""
        query = self._in_characters(snapshot, query, "hybrid")
        depth = self._settings.depth
        first = self._first(
            snapshot, query, constraints, language=language, mode="hybrid", depth=depth
        )
        return first and self._pool(snapshot, query, None, first)

    def _in_characters(self, snapshot: Snapshot, query: str, mode: Mode) -> str:
        """``query`` with pinyin as the shop's Chinese words."""
        if mode != "hybrid" or "spelling" in self._settings.without or is_cjk(query):
            return query
        return snapshot.lexical.in_characters(query, lambda word: word in words_of_names())

    def _first(
        self,
        snapshot: Snapshot,
        query: str,
        constraints: Constraints,
        *,
        language: str,
        mode: Mode,
        depth: int,
    ) -> _First | None:
        """Candidates and their fused scores; None where the query has no word."""
        if next(words(query), None) is None:
            return None
        fits = snapshot.columns.mask(constraints)
        if not fits.any():
            return _First(np.empty(0, dtype=np.intp), {}, None)
        mends = "spelling" not in self._settings.without
        bm25 = snapshot.lexical.scores(query, mends=mends)
        meaning = None
        if mode == "hybrid" and "thesaurus" not in self._settings.without:
            meaning = Meaning(snapshot.lexical, query)
            bm25 = bm25 + meaning.more()
        rows = _top(bm25, np.flatnonzero(fits & (bm25 > 0)), depth)
        model = None if mode == "bm25" else self.model_for(snapshot, query, language)
        scores: dict[str, Floats] = {}
        vector = np.empty(0, dtype=np.float32)
        if model is not None:
            vector = self._vector(model, query, meaning if model == snapshot.models[1] else None)
            near = self._nearest(snapshot, model, vector, fits, depth=depth)
            rows = near if mode == "dense" else np.union1d(rows, near)
            scores["dense"] = cosines(snapshot.matrices[model], rows, vector)
        scores["bm25"] = bm25[rows].astype(np.float64)
        said = None
        if mode == "hybrid":
            whole = snapshot.lexical.coverage(query, mends=mends)
            said = Coverage(*(share[rows] for share in whole))
        found = _First(rows, scores, model, said)
        if rows.size:
            scores["fused"] = self._fused(snapshot, query, found, vector=vector, mode=mode)
        return found

    def _fused(
        self, snapshot: Snapshot, query: str, found: _First, *, vector: Vectors, mode: Mode
    ) -> Floats:
        """The first stage's scores of what words and vectors found."""
        rows, scores, model, said = found
        if mode == "hybrid" and (own := self._of_brand(snapshot, query, rows)) is not None:
            return _BRAND * own + min_max(scores["bm25"])
        foreign = model == snapshot.models[1]
        length, richness = len(set(words(query))), snapshot.lexical.richness
        fused = self._fuse(scores, mode, foreign, length, richness)
        if mode != "hybrid" or model is None or said is None or not richness:
            return fused
        covered = self._covered(said, length, richness)
        if "leaders" in self._settings.without:
            return fused + covered
        lead = rows[best(fused, _LEADERS)]
        moved = {**scores, "dense": _moved(snapshot.matrices[model], rows, vector, lead, richness)}
        return self._fuse(moved, mode, foreign, length, richness) + covered

    def _covered(self, said: Coverage, length: int, richness: float) -> Floats | float:
        """What saying the query's words at all adds, in ``[0, coverage_weight]``.

        A technical feed says all that a product is, so one that says every word of a short query is
        very likely meant, however often it says them; which of those is meant most, vectors tell
        better than the lengths of records. A bare title may name the same thing otherwise, and of
        a whole sentence no product says all: there it adds nothing.
        """
        if "coverage" in self._settings.without:
            return 0.0
        share = min(1.0, richness / _RICH) * float(np.interp(length, (_SHORT, _LONG), (1, 0)))
        return np.asarray(self._settings.coverage_weight * share * said.anywhere, dtype=np.float64)

    def _of_brand(self, snapshot: Snapshot, query: str, rows: Rows) -> Floats | None:
        """Which ``rows`` are of the brand that is all the query says; None where it says more.

        Who asks for a brand wants its products, and a vector of a bare name is near to products of
        other names as well (`python -m benchmarks.brands`).
        """
        brand = padded(query)
        if "brands" in self._settings.without or brand not in snapshot.facets.brand_names:
            return None
        own = [brand in snapshot.readings[row].facts.brand.split("|") for row in rows]
        return np.array(own, dtype=np.float64)

    def _vector(self, model: str, query: str, meaning: Meaning | None) -> Vectors:
        """The query's unit vector; with a ``meaning``, half way to the shop's own words."""
        texts = [query]
        if meaning is not None:
            texts += [other] if (other := meaning.in_shop_words()) else []
        vectors = self._embedder(model).queries(texts)
        total = vectors.sum(axis=0)
        return np.asarray(total / np.linalg.norm(total), dtype=np.float32)

    def _pool(
        self, snapshot: Snapshot, query: str, product_type: str | None, first: _First
    ) -> Pool | None:
        if first.model is None or first.said is None or not first.rows.size:
            return None
        return Pool(
            snapshot,
            query,
            product_type,
            first.rows,
            bm25=first.scores["bm25"],
            cosines=first.scores["dense"],
            fused=min_max(first.scores["fused"]),
            vectors=snapshot.matrices[first.model].vectors[first.rows],
            said=first.said,
        )

    def _second(self, pool: Pool) -> Floats | None:
        """The second stage's scores; None where it is left out or not shipped."""
        off = self._settings.without
        if "second stage" in off or (stage := shipped()) is None:
            return None
        return stage.scores(features(pool, off))

    def _fuse(
        self,
        scores: dict[str, Floats],
        mode: Mode,
        foreign: bool,
        length: int,
        richness: float,
    ) -> Floats:
        if "dense" not in scores:
            return scores["bm25"]
        if mode == "dense":
            return scores["dense"]
        both = [scores["bm25"], scores["dense"]]
        if mode == "rrf":
            return reciprocal_rank(both, k=self._settings.rrf_k, depth=self._settings.depth)
        short, long = self._settings.bm25_weight, self._settings.bm25_weight_long
        if "balance" not in self._settings.without:
            by_words = self._settings.bm25_weight_multilingual
            bare = by_words if foreign and mode == "hybrid" else long
            short = float(np.interp(richness, (0, _RICH), (bare, short)))
        weight = float(np.interp(length, (_SHORT, _LONG), (short, long)))
        return weighted(both, [weight, 1.0 - weight])

    def model_for(self, snapshot: Snapshot, query: str, language: str) -> str | None:
        """The embedding model for a query: never two, since their scores do not mix.

        English goes to the English model, unless the catalogue is mostly not in Latin script;
        anything else to the multilingual one. A catalogue without the right vectors is searched
        with those it has; without any, by words alone.
        """
        english, multilingual = snapshot.models
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
        depth: int,
    ) -> Rows:
        """The rows nearest to ``vector`` among those that fit."""
        matrix = snapshot.matrices[model]
        eligible = np.flatnonzero(fits & matrix.known)
        way = plan(len(eligible), len(matrix.vectors), depth, self._settings)
        if way.graph:
            found = self._store.nearest(model, vector, limit=way.asked)
            rows = [row for id_ in found if (row := snapshot.rows.get(id_)) is not None]
            near = np.array([row for row in rows if fits[row] and matrix.known[row]], dtype=np.intp)
            if len(near) >= depth:
                return near[:depth]
        return scan(matrix.vectors, vector, eligible, depth)

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


def _moved(matrix: Matrix, rows: Rows, vector: Vectors, lead: Rows, richness: float) -> Floats:
    """The cosines of ``rows`` with ``vector`` moved towards ``lead`` (Rocchio).

    Words have found the first few by all that is said of them; what these have in common tells the
    vector which sense of a word is meant. Where titles are all there is, it has read the same as
    the words did: the poorer a catalogue is described, the less it is moved.
    """
    centre = matrix.vectors[lead].sum(axis=0)
    share = min(1.0, richness / _RICH)
    moved = vector + share * centre / max(float(np.linalg.norm(centre)), 1e-9)
    return cosines(matrix, rows, moved / max(float(np.linalg.norm(moved)), 1e-9))


def _top(scores: npt.NDArray[np.float32], rows: Rows, depth: int) -> Rows:
    """The ``depth`` of ``rows`` with the best scores, best first; ties by row."""
    return rows[best(scores[rows], depth)]
