"""The baselines of recommendation, each a function from a history to ranked item ids.

Co-occurrence, item-kNN and the matrix factorisation are those of the library ``implicit``, so that
they are what its users would get and not our reading of it. Every one is filled up with the popular
items where it has fewer to offer: a baseline that answers with half a list would be easy to beat.

Where shoppers buy the same again (at least one in twenty of the training answers had been bought
before), the baselines may recommend items of the history; elsewhere they leave them out, which is
what these libraries do by default.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from implicit.cpu.als import AlternatingLeastSquares
from implicit.nearest_neighbours import CosineRecommender, ItemItemRecommender
from scipy import sparse
from threadpoolctl import threadpool_limits

from retrieval.recommend import Basket, Journey, Recommender, journeys
from retrieval.recommend import Sequence as Purchases
from retrieval.recommend.associations import Associations
from retrieval.recommend.items import Items
from retrieval.recommend.settings import Settings

Rank = Callable[[Sequence[Basket], int], list[str]]
"""From a history, oldest first, and a number of items, to their ids, best first."""

_REPEATS = 0.05
_NEIGHBOURS = 200
_ALS: dict[str, Any] = {"factors": 64, "regularization": 0.05, "alpha": 10.0, "iterations": 20}
_CONTENT_DECAY = 0.7


@dataclass(frozen=True)
class Training:
    """What every baseline is fitted on."""

    items: Items
    bought: sparse.csr_matrix
    """1 where a shopper bought an item, shape (shoppers, items)."""
    popular: npt.NDArray[np.intp]
    """Rows of the items, most bought first."""
    recent: npt.NDArray[np.intp]
    """The same, by recency-weighted purchases."""
    repeats: float
    """Share of the training answers that their shopper had bought before."""

    @classmethod
    def of(cls, sequences: Sequence[Purchases], items: Items) -> Training:
        """Counts the training sequences, each purchase once."""
        found = journeys(sequences)
        tables = Associations.of(found, items.row, Settings())
        return cls(
            items=items,
            bought=_matrix(found, items),
            popular=np.argsort(-tables.popular, kind="stable"),
            recent=np.argsort(-tables.recent, kind="stable"),
            repeats=_repeats(sequences),
        )

    @property
    def again(self) -> bool:
        """Whether items of the history may be recommended."""
        return self.repeats >= _REPEATS

    def row_of(self, history: Sequence[Basket]) -> dict[int, int]:
        """The history's items that the catalogue has, and how often each, the latest first."""
        times: dict[int, int] = {}
        for basket in reversed(history):
            for item in basket:
                if item in self.items.row:
                    place = self.items.row[item]
                    times[place] = times.get(place, 0) + 1
        return times


def baselines(training: Training, *, seed: int = 0) -> dict[str, Rank]:
    """The baselines by the name of their row, fitted."""
    return {
        "popularity": _ordered(training, training.popular),
        "recent popularity": _ordered(training, training.recent),
        **({"bought before": _bought_before(training)} if training.again else {}),
        "co-occurrence": _library(
            training, lambda: ItemItemRecommender(K=_NEIGHBOURS, num_threads=1)
        ),
        "item-knn": _library(training, lambda: CosineRecommender(K=_NEIGHBOURS, num_threads=1)),
        "als": _library(
            training, lambda: AlternatingLeastSquares(**_ALS, random_state=seed, num_threads=1)
        ),
        "content": _content(training),
    }


def ours(recommender: Recommender) -> Rank:
    """The recommender in the baselines' form."""

    def rank(history: Sequence[Basket], k: int) -> list[str]:
        return [one.id for one in recommender.recommend(history, k)]

    return rank


def _ordered(training: Training, order: npt.NDArray[np.intp]) -> Rank:
    """One order for everybody, without what they have (unless people buy again)."""

    def rank(history: Sequence[Basket], k: int) -> list[str]:
        return _filled(training, [], history, k, order)

    return rank


def _bought_before(training: Training) -> Rank:
    """The shopper's own items by how often they were bought, the later first among equals.

    The personal top of Li et al., "A next basket recommendation reality check" (TOIS 2023), hard to
    beat where shopping is habit.
    """

    def rank(history: Sequence[Basket], k: int) -> list[str]:
        times = training.row_of(history)
        return _filled(training, sorted(times, key=lambda row: -times[row]), history, k)

    return rank


def _library(training: Training, make: Callable[[], Any]) -> Rank:
    """A model of ``implicit``, the history taken as a new shopper's row."""
    with threadpool_limits(1, "blas"):
        model = make()
        model.fit(training.bought, show_progress=False)

    def rank(history: Sequence[Basket], k: int) -> list[str]:
        own = sorted(training.row_of(history))
        if not own:
            return _filled(training, [], history, k)
        row = sparse.csr_matrix(
            (np.ones(len(own)), own, [0, len(own)]),
            shape=(1, len(training.items)),
        )
        more = {"recalculate_user": True}
        with threadpool_limits(1, "blas"):
            rows, scores = model.recommend(
                0, row, N=k, filter_already_liked_items=not training.again, **more
            )
        return _filled(training, rows[scores > 0].tolist(), history, k)

    return rank


def _content(training: Training) -> Rank:
    """TF-IDF cosine of the catalogue text with the history's, the later weighing more."""
    texts = training.items.texts

    def rank(history: Sequence[Basket], k: int) -> list[str]:
        own = np.array(list(training.row_of(history)), dtype=np.intp)
        if not len(own):
            return _filled(training, [], history, k)
        scores = texts @ (texts[own].T @ _CONTENT_DECAY ** np.arange(len(own)))
        best = np.argsort(-scores, kind="stable")[: k + len(own)]
        return _filled(training, best[scores[best] > 0].tolist(), history, k)

    return rank


def _filled(
    training: Training,
    rows: Sequence[int],
    history: Sequence[Basket],
    k: int,
    order: npt.NDArray[np.intp] | None = None,
) -> list[str]:
    """The first ``k`` of ``rows`` and then of ``order``, each once, known items left out if so."""
    out: set[int] = set() if training.again else set(training.row_of(history))
    fill = (training.popular if order is None else order)[: k + len(rows) + len(out)]
    chosen: dict[int, None] = {}
    for row in (*rows, *fill.tolist()):
        if len(chosen) == k:
            break
        if row not in out:
            chosen[row] = None
    return [training.items.ids[row] for row in chosen]


def _matrix(found: Sequence[Journey], items: Items) -> sparse.csr_matrix:
    columns = [
        sorted({items.row[i] for basket in one.baskets for i in basket if i in items.row})
        for one in found
    ]
    starts = np.concatenate([[0], np.cumsum([len(own) for own in columns])])
    flat = np.array([row for own in columns for row in own], dtype=np.int32)
    return sparse.csr_matrix((np.ones(len(flat)), flat, starts), shape=(len(found), len(items)))


def _repeats(sequences: Sequence[Purchases]) -> float:
    again = [
        item in before
        for sequence in sequences
        for before in [{item for basket in sequence.history for item in basket}]
        for item in sequence.next
    ]
    return sum(again) / max(len(again), 1)
