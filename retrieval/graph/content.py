"""Two ways to say how alike two products' records are, without a model.

Feature distance asks how far apart two products are in what is known of both; min-overlap asks
how much of what is said of one is also said of the other. The first knows that 95 is near 110
and needs fields; the second needs only text and knows nothing of nearness. `docs/similarity.md`
has both formulas with an example worked by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from retrieval.graph.table import Floats, Rows, Table

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "type": 3.0,
        "category": 2.0,
        "price": 2.0,
        "gender": 2.0,
        "material": 1.0,
        "color": 0.5,
        "brand": 0.5,
    }
)
"""How much each feature counts in the distance: what a thing is before how it looks. Set by
thought, not tuned."""
_PRICE_RANGE = np.log(4.0)
"""Two prices are as far apart as can be from this ratio (4:1) on."""


def feature_parts(table: Table, row: int, rows: Rows) -> dict[str, Floats]:
    """The distance of ``rows`` to ``row`` in each feature, in [0, 1]; NaN where unknown.

    Returns:
        Feature name to an array of shape ``(len(rows),)``.
    """
    parts = {
        "type": 1 - _shared(table, "types", row, rows, _any_shared),
        "category": 1 - _shared(table, "categories", row, rows, _common_path),
        "brand": 1 - _shared(table, "brands", row, rows, _equal),
        "color": 1 - _shared(table, "colors", row, rows, _jaccard),
        "material": 1 - _shared(table, "materials", row, rows, _jaccard),
        "gender": 1 - _shared(table, "genders", row, rows, _same_gender),
    }
    prices = table.prices[[row, *rows]]
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(np.where(prices > 0, prices, np.nan))
    away = np.minimum(np.abs(logs[1:] - logs[0]) / _PRICE_RANGE, 1.0)
    same = table.currencies.codes[rows] == table.currencies.codes[row]
    parts["price"] = np.where(same, away, np.nan)
    return parts


def feature_likeness(table: Table, row: int, rows: Rows) -> Floats:
    """One minus the feature distance of ``rows`` to ``row``: Gower's coefficient, in [0, 1].

    ``d(i, j) = sum_k w_k known_k d_k(i, j) / sum_k w_k known_k`` and ``s = 1 - d``, where
    ``known_k`` is 1 if both products have feature ``k``, ``d_k`` is 0 or 1 for values that are
    equal or not, ``1 - |A & B| / |A | B|`` for sets, ``1 - common depth / deeper depth`` for
    category paths and ``min(1, |ln p_i - ln p_j| / ln 4)`` for prices; 0 where nothing is known
    of both.

    Source: J. C. Gower, "A general coefficient of similarity and some of its properties",
    Biometrics 27(4), 1971; with weights for product recommendation: M. Kagie, M. van Wezel and
    P. J. F. Groenen, "An empirical comparison of dissimilarity measures for recommender
    systems", ERIM ERS-2009-023-MKT, 2009, who found it best where more than one is recommended.

    Returns:
        Shape ``(len(rows),)``.
    """
    total, known = np.zeros(len(rows)), np.zeros(len(rows))
    for name, distance in feature_parts(table, row, rows).items():
        there = ~np.isnan(distance)
        total += WEIGHTS[name] * np.where(there, 1 - distance, 0.0)
        known += WEIGHTS[name] * there
    likeness: Floats = np.where(known > 0, total / np.maximum(known, 1e-9), 0.0)
    return likeness


def min_overlap(table: Table, row: int, rows: Rows) -> Floats:
    """How far the words of ``rows`` and of ``row`` overlap, in [0, 1].

    ``s(i, j) = sum_t min(w_it, w_jt) / min(sum_t w_it, sum_t w_jt)`` with
    ``w_it = tf_it * ln(1 + N / df_t)``; 0 where one has no words. With weights of 0 and 1 it is
    the overlap coefficient ``|A & B| / min(|A|, |B|)``.

    Source: the sum of minima is the histogram intersection of M. J. Swain and D. H. Ballard,
    "Color indexing", IJCV 7(1), 1991; dividing by the smaller side is the overlap coefficient of
    D. Szymkiewicz (1934) and G. G. Simpson (1943).

    Returns:
        Shape ``(len(rows),)``.
    """
    if not len(rows):
        return np.zeros(0)
    own = np.zeros(table.vocabulary, dtype=np.float32)
    mine = table.words_of(row)
    own[table.words[mine]] = table.weights[mine]
    starts, ends = table.starts[rows], table.starts[rows + 1]
    lengths = ends - starts
    begins = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    places = np.arange(int(lengths.sum())) + np.repeat(starts - begins, lengths)
    shared = np.minimum(table.weights[places], own[table.words[places]]).astype(np.float64)
    sums = np.bincount(np.repeat(np.arange(len(rows)), lengths), shared, minlength=len(rows))
    smaller = np.minimum(table.weight_sums[rows], table.weight_sums[row])
    overlap: Floats = np.minimum(sums / np.where(smaller > 0, smaller, np.inf), 1.0)
    return overlap


def _shared(table: Table, name: str, row: int, rows: Rows, like: Any) -> Floats:
    column = getattr(table, name)
    own = column.at(row)
    if own is None:
        return np.full(len(rows), np.nan)
    values: Floats = column.compare(rows, lambda other: like(own, other))
    return values


def _equal(one: object, other: object) -> float:
    return float(one == other)


def _any_shared(one: frozenset[str], other: frozenset[str]) -> float:
    return float(not one.isdisjoint(other))


def _same_gender(one: str, other: str) -> float:
    return 1.0 if one == other else 0.5 * ("unisex" in {one, other})


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)


def _common_path(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    common = 0
    for own, others in zip(one, other, strict=False):
        if own != others:
            break
        common += 1
    return common / max(len(one), len(other))
