"""The baselines of recommendation, each a function from a history to ranked item ids.

Co-occurrence, item-kNN and the matrix factorisation are those of the library ``implicit``, so that
they are what its users would get and not our reading of it. Every one is filled up with the popular
items where it has fewer to offer: a baseline that answers with half a list would be easy to beat.

Each library model is given the best of a few settings and whether it may recommend what the shopper
has already (these libraries leave it out by default): whatever finds most on training sequences of
shoppers it was not fitted on. A baseline at its defaults would be easy to beat as well.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from implicit.cpu.als import AlternatingLeastSquares
from implicit.nearest_neighbours import (
    BM25Recommender,
    CosineRecommender,
    ItemItemRecommender,
    TFIDFRecommender,
)
from implicit.utils import ParameterWarning
from scipy import sparse
from threadpoolctl import threadpool_limits

from retrieval.recommend import Basket, Journey, Recommender, journeys
from retrieval.recommend import Sequence as Purchases
from retrieval.recommend.associations import Associations
from retrieval.recommend.items import Items
from retrieval.recommend.settings import Settings

Rank = Callable[[Sequence[Basket], int], list[str]]
"""From a history, oldest first, and a number of items, to their ids, best first."""

_K = 10
_REPEATS = 0.05
_NEIGHBOURS = 200
_CHOSEN_ON = 500
"""Training sequences at most that settings are compared on."""
_KEPT_BACK = 0.25
"""Shoppers among them, as a share of all."""
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
    again: bool
    """Whether items of the history may be recommended."""
    sequences: tuple[Purchases, ...] = ()

    @classmethod
    def of(cls, sequences: Sequence[Purchases], items: Items) -> Training:
        """Counts the training sequences, each purchase once."""
        repeats = _repeats(sequences)
        found = journeys(sequences)
        tables = Associations.of(found, items.row, Settings())
        return cls(
            items=items,
            bought=_matrix(found, items),
            popular=np.argsort(-tables.popular, kind="stable"),
            recent=np.argsort(-tables.recent, kind="stable"),
            repeats=repeats,
            again=repeats >= _REPEATS,
            sequences=tuple(sequences),
        )

    def row_of(self, history: Sequence[Basket]) -> dict[int, int]:
        """The history's items that the catalogue has, and how often each, the latest first."""
        times: dict[int, int] = {}
        for basket in reversed(history):
            for item in basket:
                if item in self.items.row:
                    place = self.items.row[item]
                    times[place] = times.get(place, 0) + 1
        return times


@dataclass(frozen=True)
class Baselines:
    """The baselines by the name of their row, fitted, and the settings chosen for them."""

    ranks: Mapping[str, Rank]
    settings: Mapping[str, str]


def baselines(training: Training, *, seed: int = 0) -> Baselines:
    """Fits every baseline."""
    ranks = {
        "popularity": _ordered(training, training.popular),
        "recent popularity": _ordered(training, training.recent),
        **({"bought before": _bought_before(training)} if training.again else {}),
    }
    settings: dict[str, str] = {}
    for name, models in _models(seed).items():
        settings[name], ranks[name] = _best(training, models, seed)
    return Baselines({**ranks, "content": _content(training)}, settings)


def _models(seed: int) -> dict[str, dict[str, Callable[[], Any]]]:
    """What each library row may be, by a description of its settings."""

    def als(factors: int, regularization: float, alpha: float) -> Callable[[], Any]:
        return lambda: AlternatingLeastSquares(
            factors=factors,
            regularization=regularization,
            alpha=alpha,
            iterations=15,
            random_state=seed,
            num_threads=1,
        )

    def knn(kind: type[ItemItemRecommender]) -> Callable[[], Any]:
        return lambda: kind(K=_NEIGHBOURS, num_threads=1)

    return {
        "co-occurrence": {"counts": knn(ItemItemRecommender)},
        "item-knn": {
            "cosine": knn(CosineRecommender),
            "TF-IDF": knn(TFIDFRecommender),
            "BM25": knn(BM25Recommender),
        },
        "als": {
            f"{factors} factors, regularization {regularization:g}, alpha {alpha:g}": als(
                factors, regularization, alpha
            )
            for factors, regularization, alpha in ((32, 0.1, 2), (64, 0.05, 10), (128, 0.1, 20))
        },
    }


def _best(
    training: Training, models: Mapping[str, Callable[[], Any]], seed: int
) -> tuple[str, Rank]:
    """The settings that find most for shoppers not fitted on, and the model of all with them."""
    rng = np.random.default_rng(seed)
    users = sorted({one.user_id for one in training.sequences})
    kept_back = {user for user in users if rng.random() < _KEPT_BACK}
    asked = [one for one in training.sequences if one.user_id in kept_back]
    asked = [asked[n] for n in rng.permutation(len(asked))[:_CHOSEN_ON]]
    rest = [one for one in training.sequences if one.user_id not in kept_back]
    found = {(name, again): 0.0 for name in models for again in (False, True)}
    if rest and asked:  # with a handful of shoppers there is nothing to choose by
        part = Training.of(rest, training.items)
        for name, make in models.items():
            model = _fitted(part, make)
            for again in (False, True):
                rank = _library(replace(part, again=again), model)
                found[name, again] = sum(
                    len(set(rank(one.history, _K)) & set(one.next)) / len(one.next) for one in asked
                )
    name, again = max(found, key=lambda one: (found[one], one[1] == training.again))
    chosen = replace(training, again=again)
    said = f"{name}, {'with' if again else 'without'} items of the history"
    return said, _library(chosen, _fitted(training, models[name]))


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


def _fitted(training: Training, make: Callable[[], Any]) -> Any:
    with threadpool_limits(1, "blas"), warnings.catch_warnings():
        # It turns its own matrix into another form, and says so.
        warnings.simplefilter("ignore", ParameterWarning)
        model = make()
        model.fit(training.bought, show_progress=False)
    return model


def _library(training: Training, model: Any) -> Rank:
    """A model of ``implicit``, the history taken as a new shopper's row."""

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
