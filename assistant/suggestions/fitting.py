"""From the shop's orders to a recommender worth keeping.

The newest fifth of the orders that have a history is kept back, a recommender is fitted on what was
bought before them, and has to rank what they hold better than what is popular does; the one that is
kept is then fitted on all of them. ``python -m eval recommend`` asks the same thoroughly, with
intervals and more baselines.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from collections.abc import Sequence as Listed
from dataclasses import dataclass
from statistics import fmean

from retrieval.ndcg import DEPTH, ndcg
from retrieval.product import Product
from retrieval.recommend import FitError, Recommender, Sequence, fit
from retrieval.recommend.items import Items

NEWEST = 0.2
FEWEST = 20
"""Orders with a history below which nothing can be said of the newest fifth."""


@dataclass(frozen=True)
class Verdict:
    """NDCG@10 on the newest orders, by the recommender and by popularity."""

    fitted: float
    popular: float
    orders: int

    @property
    def better(self) -> bool:
        """Whether it finds what was bought better than popularity does."""
        return self.fitted > self.popular

    def figures(self) -> dict[str, float]:
        """For a table or a file."""
        return {
            "ndcg@10": round(self.fitted, 4),
            "ndcg@10_popular": round(self.popular, 4),
            "tested_orders": self.orders,
        }


def fit_judged(
    found: Listed[Sequence], products: Iterable[Product] | Items, *, seed: int = 0
) -> tuple[Recommender, Verdict]:
    """The recommender of all orders, and how one of the older orders does on the newest.

    Raises:
        FitError: there are too few orders of shoppers who came back.
    """
    items = products if isinstance(products, Items) else Items.of(products)
    returning = sorted(
        (one for one in found if one.history and one.at is not None),
        key=lambda one: (one.at, one.user_id),
    )
    if len(returning) < FEWEST:
        raise FitError(
            f"the log has {len(returning)} orders of signed-in shoppers who had bought before;"
            f" at least {FEWEST} are needed to learn what comes next"
        )
    newest = returning[int(len(returning) * (1 - NEWEST)) :]
    since = newest[0].at
    older = [one for one in found if one.at is not None and since is not None and one.at < since]
    tried = fit(older, items, seed=seed)
    popular = [one.id for one in tried.recommend([], DEPTH)]
    verdict = Verdict(
        fitted=fmean(
            _found([item.id for item in tried.recommend(one.history, DEPTH)], one.next)
            for one in newest
        ),
        popular=fmean(_found(popular, one.next) for one in newest),
        orders=len(newest),
    )
    return fit(found, items, seed=seed), verdict


def _found(ranked: Listed[str], bought: Collection[str]) -> float:
    """NDCG@10, an item bought being worth 1."""
    return ndcg([item in bought for item in ranked], best=[1] * len(bought))
