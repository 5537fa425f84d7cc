"""Fitting the learned ranking to examples.

Position bias: shoppers open what stands first because it stands first. LightGBM's position-unbiased
LambdaMART estimates one bias a place beside the trees (its ``position`` column), and the trees
explain what is left; at serving there is no place. Its regularisation is 0: with 1 the biases
hardly moved and what was shown first kept the credit (``tests/assistant/ranking/training``).
Purchases count for more than views (``label_gain``). The parameters stand below;
they were set once and are not searched for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.ranking.factors import FACTORS, NEGATIVE
from assistant.ranking.learned import LearnedModel, ModelFile
from assistant.ranking.scoring import Floats, Linear, total
from assistant.ranking.training.calibration import Calibration, calibrate
from assistant.ranking.training.replay import Example
from assistant.ranking.weights import Weights

LEAST_LISTS = 200
"""With fewer answered lists the hand-set weights are the better guess."""
ROUNDS = 300
FOLDS = 4
GAIN = (0, 1, 3, 7)
PARAMETERS: Mapping[str, Any] = {
    "objective": "lambdarank",
    "num_leaves": 2,
    "learning_rate": 0.1,
    "min_data_in_leaf": 50,
    "min_sum_hessian_in_leaf": 0.0,
    "lambda_l2": 1.0,
    "label_gain": list(GAIN),
    "lambdarank_truncation_level": 10,
    "lambdarank_position_bias_regularization": 0.0,
    "monotone_constraints": [-1 if name in NEGATIVE else 1 for name in FACTORS],
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbosity": -1,
}


class TooLittleToLearnError(ValueError):
    """The log cannot teach a ranking; the message says what is missing."""


@dataclass(frozen=True)
class Options:
    """What may be switched off, to see what it is worth."""

    unbiased: bool = True
    leaves: int = 2
    seed: int = 0


def grow(examples: Sequence[Example], options: Options | None = None) -> str:
    """LightGBM's text of trees that order the answered lists of ``examples``.

    Raises:
        TooLittleToLearnError: none is answered.
    """
    import lightgbm  # noqa: PLC0415 - 0.3 s, and serving by weights does without

    options = options or Options()
    answered = [one for one in examples if any(one.grades)]
    if not answered:
        raise TooLittleToLearnError("no list in the log was ever answered by a view or a purchase")
    data = lightgbm.Dataset(
        np.concatenate([one.values for one in answered]),
        np.concatenate([one.grades for one in answered]),
        group=[len(one.items) for one in answered],
        position=np.concatenate([one.places for one in answered]) if options.unbiased else None,
        feature_name=list(FACTORS),
    )
    parameters = {**PARAMETERS, "num_leaves": options.leaves, "seed": options.seed}
    return str(lightgbm.train(parameters, data, ROUNDS).model_to_string())


def raw_scores(trees: str, examples: Sequence[Example]) -> list[Floats]:
    """The trees' scores of each list."""
    import lightgbm  # noqa: PLC0415 - as above

    booster = lightgbm.Booster(model_str=trees)
    table = np.concatenate([one.values for one in examples])
    found = np.asarray(booster.predict(table, raw_score=True, num_threads=1), dtype=np.float64)
    return split(found, examples)


def split(rows: Floats, examples: Sequence[Example]) -> list[Floats]:
    """One column of all lists' rows, list by list."""
    return np.split(rows, np.cumsum([len(one.items) for one in examples])[:-1])


def calibrated(examples: Sequence[Example], scores: Sequence[Floats]) -> Calibration:
    """The calibration of scores of lists that their trees have not seen."""
    return calibrate(np.concatenate(scores), places_of(examples), opened_of(examples))


def places_of(examples: Sequence[Example]) -> npt.NDArray[np.int64]:
    """Where each product was shown, from 0, all lists' rows in one column."""
    return np.concatenate([np.array(one.places, dtype=np.int64) for one in examples])


def opened_of(examples: Sequence[Example]) -> npt.NDArray[np.bool_]:
    """Whether each product was taken up at all."""
    return np.concatenate([np.array(one.grades) > 0 for one in examples])


def fold_of(session_id: str, folds: int = FOLDS) -> int:
    """A session's fold, the same in every run: its lists are never split."""
    digest = 0
    for byte in session_id.encode():
        digest = (digest * 131 + byte) % 1_000_003
    return digest % folds


def train(
    examples: Sequence[Example], weights: Weights, options: Options | None = None
) -> LearnedModel:
    """A calibrated model of all ``examples``.

    Raises:
        TooLittleToLearnError: fewer than :data:`LEAST_LISTS` lists are answered.
    """
    answered = sum(any(one.grades) for one in examples)
    if answered < LEAST_LISTS:
        raise TooLittleToLearnError(
            f"the log has {answered} lists that were answered by a view or a purchase, and"
            f" {LEAST_LISTS} are needed: until then the hand-set weights rank"
        )
    unseen: list[Example] = []
    scores: list[Floats] = []
    for held in range(FOLDS):
        asked = [one for one in examples if fold_of(one.impression.session_id) == held]
        rest = [one for one in examples if fold_of(one.impression.session_id) != held]
        if asked and any(any(one.grades) for one in rest):
            scores += raw_scores(grow(rest, options), asked)
            unseen += asked
    curve = calibrated(unseen, scores)
    trees = grow(examples, options)
    hand = total(Linear(weights).contributions(np.concatenate([e.values for e in examples])))
    learned = [curve.slope * one for one in raw_scores(trees, examples)]
    unit = _spread(learned) / max(_spread(split(hand, examples)), 1e-9)
    moments = [one.impression.ts for one in examples]
    file = ModelFile(
        factors=FACTORS,
        trees=trees,
        slope=curve.slope,
        intercept=curve.intercept,
        places=curve.places,
        unit=max(unit, 1e-6),
        trained={
            "lists": len(examples),
            "answered": answered,
            "from": min(moments).isoformat(),
            "to": max(moments).isoformat(),
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
        },
    )
    return LearnedModel(file, weights)


def _spread(scores: Sequence[Floats]) -> float:
    """The standard deviation within lists, which is what orders them."""
    return float(np.sqrt(np.mean(np.concatenate([(one - one.mean()) ** 2 for one in scores]))))
