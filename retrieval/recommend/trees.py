"""A LambdaMART over the same factors, where it is seen to rank better than the linear model.

Trees find what a linear score cannot say: a purchase a moment ago speaks for more of the same in
one shop and against it in another, and content matters where nothing is known of an item. They need
many cases. So it is decided by cases: one fold of shoppers is kept back, the trees are grown on the
others until the fold's NDCG@10 falls, and they are used only if they beat there the linear model
fitted on the same cases. The constraint of the linear model holds too: evidence for an item cannot
lower its score (monotone constraints). Burges, "From RankNet to LambdaRank to LambdaMART: an
overview" (MSR-TR-2010-82, 2010), by ``lightgbm``.

A score's shares are TreeSHAP values (Lundberg et al., "From local explanations to global
understanding with explainable AI for trees", Nature Machine Intelligence 2020): they add up to the
score exactly, with ``base`` for what every item gets.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import lightgbm
import numpy as np
import numpy.typing as npt

from retrieval.ndcg import DEPTH, ndcg
from retrieval.recommend.choice import Cases, learn_weights
from retrieval.recommend.items import Floats

BASE = "base"
_FEWEST = 400
"""Cases below which trees are not tried."""
_MOST = 200
_PATIENCE = 30
_PARAMETERS: dict[str, Any] = {
    "objective": "lambdarank",
    "metric": "ndcg",
    "eval_at": [DEPTH],
    "lambdarank_truncation_level": 40,
    "num_leaves": 15,
    "learning_rate": 0.08,
    "min_data_in_leaf": 200,
    "feature_fraction": 0.8,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbose": -1,
}


@dataclass(frozen=True)
class Trees:
    """The trees, as LightGBM's own text."""

    text: str

    @cached_property
    def _booster(self) -> lightgbm.Booster:
        return lightgbm.Booster(model_str=self.text)

    def scores(self, factors: Floats) -> Floats:
        """The score of each row of ``factors``, shape (n,)."""
        if not len(factors):
            return np.zeros(0)
        return np.asarray(self._booster.predict(factors, num_threads=1), dtype=np.float64)

    def shares(self, factors: Floats) -> Floats:
        """Each factor's share of the scores, and last the base, shape (n, factors + 1)."""
        if not len(factors):
            return np.zeros((0, factors.shape[1] + 1))
        found = self._booster.predict(factors, pred_contrib=True, num_threads=1)
        return np.asarray(found, dtype=np.float64)


def grow(
    cases: Cases, penalty: float, either_sign: npt.NDArray[np.bool_], *, seed: int = 0
) -> Trees | None:
    """The trees learned from all cases, or None where the linear model does as well."""
    learned, held = cases.part(held=False), cases.part(held=True)
    if len(cases.sizes) < _FEWEST or not len(held.sizes):
        return None
    parameters = _PARAMETERS | {
        "seed": seed,
        "monotone_constraints": np.where(either_sign, 0, 1).tolist(),
    }
    stop = lightgbm.early_stopping(_PATIENCE, verbose=False)
    tried = lightgbm.train(
        parameters, _set(learned), _MOST, valid_sets=[_set(held)], callbacks=[stop]
    )
    weights = learn_weights(learned, penalty, either_sign)
    by_trees = np.asarray(tried.predict(held.features, num_threads=1), dtype=np.float64)
    if mean_ndcg(held, by_trees) <= mean_ndcg(held, held.features @ weights):
        return None
    whole = lightgbm.train(parameters, _set(cases), max(tried.best_iteration, 1))
    return Trees(whole.model_to_string())


def mean_ndcg(cases: Cases, scores: Floats) -> float:
    """NDCG@10 over the cases, an item taken being worth 1."""
    found = []
    for start, end in pairwise(np.concatenate([[0], np.cumsum(cases.sizes)])):
        order = np.argsort(-scores[start:end], kind="stable")
        found.append(ndcg(cases.taken[start:end][order]))
    return float(np.mean(found))


def _set(cases: Cases) -> lightgbm.Dataset:
    return lightgbm.Dataset(
        cases.features, cases.taken.astype(np.int8), group=cases.sizes, free_raw_data=False
    )
