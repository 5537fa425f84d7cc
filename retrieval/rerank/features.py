"""What the second stage sees of each candidate: how words, vectors, kind and price agree.

Every feature is relative to the other candidates of the same query, or a share: no raw score, no
id, no word, no length of a record. What is learned on one catalogue and embedding model can so
mean the same on another. None is missing: what is unknown gets the value that says nothing. Given
up: popularity, ratings and the shopper, which are the ranking's own business, later.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from retrieval.facts import padded
from retrieval.fusion import min_max
from retrieval.lexical import Coverage, words
from retrieval.settings import Stage
from retrieval.snapshot import Snapshot
from retrieval.types import Kind, asked_kind, is_type
from retrieval.values import is_cjk

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]

_LEADERS = 5
_NEIGHBOURS = 30
_PRICED = 50


@dataclass(frozen=True)
class Pool:
    """The candidates of one query; entry ``i`` of every array is row ``rows[i]``."""

    snapshot: Snapshot
    query: str
    product_type: str | None
    rows: Rows
    bm25: Floats
    cosines: Floats
    fused: Floats
    """The first stage's score, in [0, 1]."""
    vectors: npt.NDArray[np.float32]
    """Unit vectors, shape ``(candidates, dimension)``."""
    said: Coverage
    """How much of the query each candidate says."""


def _rank(scores: Floats) -> Floats:
    """The logarithm of each one's place, from 0 for the first."""
    places = np.empty(len(scores))
    places[np.argsort(-scores, kind="stable")] = np.arange(len(scores))
    return np.log1p(places)


def _share(scores: Floats) -> Floats:
    return scores / max(float(scores.max()), 1e-9)


def _words(pool: Pool) -> dict[str, Floats]:
    lexical = pool.snapshot.lexical
    title = pool.said.title.astype(np.float64)
    same = np.ones(len(pool.rows))
    return {
        "words": _share(pool.bm25),
        "words_of_most": pool.bm25 / max(lexical.highest(pool.query), 1e-9),
        "words_rank": _rank(pool.bm25),
        "said": pool.said.anywhere.astype(np.float64),
        "said_in_title": title,
        "said_in_brand": pool.said.brand.astype(np.float64),
        "query_words": same * len(set(words(pool.query))),
        "query_best_title": same * title.max(),
        "query_full_titles": same * np.log1p((title > 0.999).sum()),
    }


def _vectors(pool: Pool) -> dict[str, Floats]:
    return {
        "cosine": min_max(pool.cosines),
        "cosine_spread": (pool.cosines - pool.cosines.max()) / max(float(pool.cosines.std()), 1e-6),
        "cosine_rank": _rank(pool.cosines),
        "fused": pool.fused,
        "fused_rank": _rank(pool.fused),
    }


def _neighbours(pool: Pool) -> dict[str, Floats]:
    """How near each is to the leaders, and how good the first stage finds those near it."""
    order = np.argsort(-pool.fused, kind="stable")
    lead, near = order[:_LEADERS], order[:_NEIGHBOURS]
    centre = pool.fused[lead] @ pool.vectors[lead]
    weights = np.exp(20.0 * (pool.vectors @ pool.vectors[near].T - 1.0)).astype(np.float64)
    return {
        "near_leaders": min_max(pool.vectors @ centre),
        "neighbours_score": (weights @ pool.fused[near]) / np.maximum(weights.sum(axis=1), 1e-12),
    }


def _titles(pool: Pool) -> dict[str, Floats]:
    """Whether the title says the phrase, how much else it says, and where its last word stands."""
    phrase = padded(pool.query)
    chinese = is_cjk(phrase)
    bare = phrase.strip() if chinese else phrase
    parts = list(dict.fromkeys(bare if chinese else bare.split()))
    last = parts[-1] if parts else ""
    rows = []
    for row in pool.rows:
        titles = pool.snapshot.readings[row].kind.titles
        text = titles[0] if titles else "  "
        size = max(1, len(text) - 2 if chinese else text.count(" ") - 1)
        has = [part if chinese else f" {part} " for part in parts]
        hits = sum(text.count(part) if chinese else part in text for part in has)
        place = text.rfind(last if chinese else f" {last} ")
        rows.append(
            (
                any(bare in title for title in titles),
                min(1.0, hits / size),
                0.0 if place < 0 else (place + 1) / len(text),
            )
        )
    values = np.array(rows, dtype=np.float64)
    return {"phrase": values[:, 0], "title_share": values[:, 1], "place": values[:, 2]}


def _kinds(pool: Pool) -> dict[str, Floats]:
    own = [pool.snapshot.readings[row].kind for row in pool.rows]
    asked = pool.product_type or asked_kind(pool.query)
    return {"kind_phrase": _are(own, pool.query), "kind": _are(own, asked)}


def _are(own: list[Kind], wanted: str) -> Floats:
    return np.array([is_type(one, wanted) for one in own], dtype=np.float64)


def _price(pool: Pool) -> dict[str, Floats]:
    """How dear each is beside the leaders: what belongs to a thing costs less than the thing."""
    prices = np.array([pool.snapshot.readings[row].facts.price for row in pool.rows])
    logs = np.log1p(np.where(prices > 0, prices, np.nan))
    leaders = logs[np.argsort(-pool.fused, kind="stable")[:_PRICED]]
    known = leaders[np.isfinite(leaders)]
    middle = float(np.median(known)) if known.size else 0.0
    return {"price": np.clip(np.nan_to_num(logs - middle, nan=0.0), -4, 4)}


_GROUPS: tuple[tuple[Stage | None, Callable[[Pool], dict[str, Floats]], tuple[str, ...]], ...] = (
    (
        None,
        _words,
        (
            "words",
            "words_of_most",
            "words_rank",
            "said",
            "said_in_title",
            "said_in_brand",
            "query_words",
            "query_best_title",
            "query_full_titles",
        ),
    ),
    (None, _vectors, ("cosine", "cosine_spread", "cosine_rank", "fused", "fused_rank")),
    ("neighbours", _neighbours, ("near_leaders", "neighbours_score")),
    (None, _titles, ("phrase", "title_share", "place")),
    ("kinds", _kinds, ("kind_phrase", "kind")),
    (None, _price, ("price",)),
)
NAMES: tuple[str, ...] = tuple(name for _, _, names in _GROUPS for name in names)
_UP = frozenset({
    "words", "words_of_most", "said", "said_in_title", "said_in_brand", "cosine", "cosine_spread",
    "fused", "near_leaders", "neighbours_score", "phrase", "kind_phrase", "kind",
})  # fmt: skip
MONOTONE = MappingProxyType(
    {name: 1 if name in _UP else -1 if name.endswith("_rank") else 0 for name in NAMES}
)
"""1 where more of a feature may only raise a score, -1 where it may only lower it, else 0."""


def features(pool: Pool, without: Collection[Stage] = ()) -> Floats:
    """The features of every candidate, shape ``(candidates, len(NAMES))``, in order of `NAMES`.

    A stage in ``without`` is not computed: its features are 0 for all.
    """
    table = np.zeros((len(pool.rows), len(NAMES)))
    if not len(pool.rows):
        return table
    for stage, compute, names in _GROUPS:
        if stage is None or stage not in without:
            found = compute(pool)
            for name in names:
                table[:, NAMES.index(name)] = found[name]
    return table
