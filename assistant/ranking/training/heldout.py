"""Whether a trained ranking is worth keeping: the newest part of the log, which it has not seen.

nDCG with linear gain over the lists ordered again, each opened product weighed by the inverse of
how much its place was looked at, as the older part of the log tells (inverse propensity scoring).
`python -m eval.learned_ranking` is the same question asked thoroughly, with intervals; this is what
the command that trains needs to refuse a model that would make the shop worse.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np

from assistant.ranking.scoring import Floats, Linear, total
from assistant.ranking.training.fit import TooLittleToLearnError, train
from assistant.ranking.training.replay import Example
from assistant.ranking.weights import Weights
from retrieval.ndcg import ndcg

NEWEST = 0.2


@dataclass(frozen=True)
class Verdict:
    """How both order the newest part."""

    learned: float
    hand: float
    lists: int

    @property
    def better(self) -> bool:
        """Whether the learned ranking orders better."""
        return self.learned > self.hand

    def figures(self) -> dict[str, float]:
        """For the model's file and the figures."""
        return {
            "ndcg@10": round(self.learned, 4),
            "ndcg@10_hand": round(self.hand, 4),
            "tested_lists": self.lists,
        }


def compare(examples: Sequence[Example], weights: Weights) -> Verdict:
    """Train on all but the newest part (whole sessions), and order that.

    Raises:
        TooLittleToLearnError: either part has too few answered lists.
    """
    ordered = sorted(examples, key=lambda one: one.impression.ts)
    first_new = int(len(ordered) * (1 - NEWEST))
    older_sessions = {one.impression.session_id for one in ordered[:first_new]}
    older = [one for one in ordered if one.impression.session_id in older_sessions]
    newer = [
        one
        for one in ordered
        if one.impression.session_id not in older_sessions and any(one.grades)
    ]
    if not newer:
        raise TooLittleToLearnError("no list in the newest fifth of the log was answered")
    model = train(older, weights)
    chances = np.exp(np.minimum(np.array(model.file.places), 0.0))
    by_hand = Linear(weights)
    figures: dict[str, list[float]] = {"learned": [], "hand": []}
    for one in newer:
        seen = chances[np.minimum(np.array(one.places), len(chances) - 1)]
        gains = np.array(one.grades) / seen
        figures["learned"].append(_ndcg(total(model.contributions(one.values)), gains))
        figures["hand"].append(_ndcg(total(by_hand.contributions(one.values)), gains))
    return Verdict(fmean(figures["learned"]), fmean(figures["hand"]), len(newer))


def _ndcg(scores: Floats, gains: Floats) -> float:
    return ndcg(gains[np.argsort(-scores, kind="stable")])
