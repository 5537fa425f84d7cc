"""The shop's hot and rising products, whole or of one category.

What is hot is compared anew at each call, since interest changes with every event. What does not
(sales, ratings) is read once a version of the catalogue and kept, so that a call reads the records
of the products it gives back and no others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import Literal, NamedTuple

import numpy as np

from assistant.popularity import Popularity
from retrieval.constraints import Constraints
from retrieval.graph.table import model_key
from retrieval.index import ProductIndex
from retrieval.product import Product
from retrieval.trending.hot import Hot, hot
from retrieval.trending.rising import LEAST_RISE

Trend = Literal["hot", "rising"]
EXACT, CANDIDATES = 5_000, 1_000
"""Up to ``EXACT`` products all are compared; above, this many best selling and most wanted."""
KEPT = 50_000
"""Products whose figures are kept, about 15 MB."""
_NONE = Constraints()


@dataclass(frozen=True)
class Trending:
    """A product and why it is listed: ``score`` and the figures it comes from."""

    product: Product
    score: float
    figures: Mapping[str, float]


class Figures(NamedTuple):
    """What is compared of a product, apart from interest: much less than its record."""

    id: str
    sales: int | None
    rating: float | None
    rating_count: int | None
    availability: str
    item_group_id: str

    @classmethod
    def of(cls, product: Product) -> Figures:
        """Those of ``product``."""
        return cls(*(getattr(product, name) for name in cls._fields))


class _Kept(NamedTuple):
    """The figures read of one version of the catalogue, by product id."""

    version: int
    figures: dict[str, Figures]


class Trends:
    """Hot and rising products. Safe to use from many threads."""

    def __init__(self, index: ProductIndex, popularity: Popularity) -> None:
        """Over the catalogue of ``index`` and the counts of ``popularity``."""
        self._index = index
        self._popularity = popularity
        self._kept = _Kept(-1, {})

    def hot(self, constraints: Constraints = _NONE, *, limit: int = 10) -> list[Trending]:
        """What is hot among the products that satisfy ``constraints``, one variant a model.

        The score is in [0, 1] (:mod:`retrieval.trending.hot`) and ``figures`` its parts, which add
        up to it. Where a shop has neither events nor sales nor ratings, all score 0.
        """
        interest = self._popularity.scores()
        kept: dict[str, Hot[Figures]] = {}
        for one in hot(self._fitting(constraints, interest), interest):
            kept.setdefault(model_key(one.product.id, one.product.item_group_id), one)
            if len(kept) == limit:
                break
        products = {
            one.id: one for one in self._index.get([one.product.id for one in kept.values()])
        }
        return [
            Trending(products[one.product.id], one.score, one.parts)
            for one in kept.values()
            if one.product.id in products
        ]

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

    def _fitting(self, constraints: Constraints, wanted: Mapping[str, float]) -> list[Figures]:
        """What fits; in a large shop the best selling and the most wanted of it."""
        snapshot = self._index._current()
        fits = snapshot.columns.mask(constraints)
        rows = np.flatnonzero(fits)
        if len(rows) > EXACT:
            best = np.argpartition(-snapshot.popularity[rows], CANDIDATES)[:CANDIDATES]
            most = nlargest(CANDIDATES, wanted, key=lambda id_: wanted[id_])
            also = [row for id_ in most if fits[row := snapshot.rows.get(id_, rows[0])]]
            rows = np.union1d(rows[best], np.array(also, dtype=np.intp))
        ids = [snapshot.ids[row] for row in rows.tolist()]
        if self._index.catalogue.version() != snapshot.version:
            # The snapshot is behind the shop: what is kept of it may be old.
            return [Figures.of(one) for one in self._index.get(ids)]
        return self._known(snapshot.version, ids)

    def _known(self, version: int, ids: Sequence[str]) -> list[Figures]:
        """The figures of ``ids``: of one version of the catalogue each is read once."""
        kept = self._kept
        if kept.version != version or len(kept.figures) > KEPT:
            kept = self._kept = _Kept(version, {})
        unread = [id_ for id_ in ids if id_ not in kept.figures]
        kept.figures.update((one.id, Figures.of(one)) for one in self._index.get(unread))
        return [kept.figures[id_] for id_ in ids if id_ in kept.figures]


def _one_a_model(found: Iterable[Trending], limit: int) -> list[Trending]:
    kept: dict[str, Trending] = {}
    for one in found:
        kept.setdefault(model_key(one.product.id, one.product.item_group_id), one)
        if len(kept) == limit:
            break
    return list(kept.values())
