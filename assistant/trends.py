"""The shop's hot and rising products, whole or of one category."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import nlargest
from types import MappingProxyType
from typing import Literal

import numpy as np

from assistant.popularity import Popularity
from retrieval.constraints import Constraints
from retrieval.graph.table import model_key
from retrieval.index import ProductIndex
from retrieval.product import Product
from retrieval.trending.hot import hot
from retrieval.trending.rising import LEAST_RISE

Trend = Literal["hot", "rising"]
EXACT, CANDIDATES = 5_000, 1_000
"""Up to ``EXACT`` products all are compared; above, this many best selling and most wanted."""
_NONE = Constraints()


@dataclass(frozen=True)
class Trending:
    """A product and why it is listed: ``score`` and the figures it comes from."""

    product: Product
    score: float
    figures: Mapping[str, float]


class Trends:
    """Hot and rising products. Safe to use from many threads."""

    def __init__(self, index: ProductIndex, popularity: Popularity) -> None:
        """Over the catalogue of ``index`` and the counts of ``popularity``."""
        self._index = index
        self._popularity = popularity

    def hot(self, constraints: Constraints = _NONE, *, limit: int = 10) -> list[Trending]:
        """What is hot among the products that satisfy ``constraints``, one variant a model.

        The score is in [0, 1] (:mod:`retrieval.trending.hot`) and ``figures`` its parts, which add
        up to it. Where a shop has neither events nor sales nor ratings, all score 0.
        """
        interest = self._popularity.scores()
        ranked = hot(self._fitting(constraints, wanted=interest), interest)
        found = (Trending(one.product, one.score, one.parts) for one in ranked)
        return _one_a_model(found, limit)

    def rising(self, constraints: Constraints = _NONE, *, limit: int = 10) -> list[Trending]:
        """What rises beyond doubt (:mod:`retrieval.trending.rising`); often few, or nothing.

        The score is the lower end of the rise, as a multiple of the item's longer rate; ``figures``
        are its mean, the recent interest and what was expected, in shoppers.
        """
        rises = {
            item: rise for item, rise in self._popularity.rises().items() if rise.low >= LEAST_RISE
        }
        snapshot = self._index._current()
        fits = snapshot.columns.mask(constraints)
        known = [item for item in rises if item in snapshot.rows and fits[snapshot.rows[item]]]
        fitting = self._index.get(known)
        fitting.sort(
            key=lambda one: (one.availability == "out_of_stock", -rises[one.id].low, one.id)
        )
        found = (
            Trending(
                one,
                rises[one.id].low,
                {
                    "rise": rises[one.id].mean,
                    "recent": rises[one.id].recent,
                    "expected": rises[one.id].expected,
                },
            )
            for one in fitting
        )
        return _one_a_model(found, limit)

    def _fitting(
        self, constraints: Constraints, *, wanted: Mapping[str, float] = MappingProxyType({})
    ) -> list[Product]:
        """The products that fit; in a large shop the best selling and the most wanted of them."""
        snapshot = self._index._current()
        fits = snapshot.columns.mask(constraints)
        rows = np.flatnonzero(fits)
        if len(rows) > EXACT:
            best = np.argpartition(-snapshot.popularity[rows], CANDIDATES)[:CANDIDATES]
            most = nlargest(CANDIDATES, wanted, key=lambda id_: wanted[id_])
            also = [row for id_ in most if fits[row := snapshot.rows.get(id_, rows[0])]]
            rows = np.union1d(rows[best], np.array(also, dtype=np.intp))
        return self._index.get([snapshot.ids[row] for row in rows.tolist()])


def _one_a_model(found: Iterable[Trending], limit: int) -> list[Trending]:
    kept: dict[str, Trending] = {}
    for one in found:
        kept.setdefault(model_key(one.product.id, one.product.item_group_id), one)
        if len(kept) == limit:
            break
    return list(kept.values())
