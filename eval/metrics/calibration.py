"""How far a confidence can be trusted, and what to do where it is low.

    ECE   = sum over bins of (n_bin / n) * |accuracy_bin - mean confidence_bin|
    Brier = mean of (confidence - right)^2

ECE (Naeini, Cooper and Hauskrecht, AAAI 2015) over bins of equal *count*: a model that is nearly
always sure leaves bins of equal width empty. "Right" is a full match. The probability of a whole
answer is mended with Platt's two parameters, ``sigmoid(a * logit(p) + b)``: fitted on the few
hundred answers of a validation split an isotonic curve has steps where no answers were. It keeps
the order, so it moves no threshold; it makes the number mean something.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss

_EDGE = 1e-6
BINS = 10

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Bin:
    """Answers of like confidence: how sure on average, and what share was right."""

    n: int
    confidence: float
    accuracy: float


@dataclass(frozen=True)
class Calibration:
    """The map from a model's probability to how often it is right: ``sigmoid(a*logit(p) + b)``."""

    a: float = 1.0
    b: float = 0.0

    def __call__(self, probability: float) -> float:
        """The calibrated probability, in [0, 1]."""
        return float(1 / (1 + math.exp(-(self.a * _logit(probability) + self.b))))


@dataclass(frozen=True)
class Cut:
    """A threshold on the calibrated confidence, and what holding back below it does.

    Attributes:
        threshold: Answers below it are held back (asked about, or left to the rules).
        held: Share of answers held back, in [0, 1].
        before: Share of all answers right without it.
        after: With the rules below it, the share right; with a question, the share right of those
            kept (as ``before`` where none is kept).
        wrong_held: Share of the wrong answers that are held back.
    """

    threshold: float
    held: float
    before: float
    after: float
    wrong_held: float


def reliability(confidences: Sequence[float], right: Sequence[bool], bins: int = BINS) -> list[Bin]:
    """``confidences`` in up to ``bins`` groups of equal count, least sure first.

    Raises:
        ValueError: Nothing given, or two lengths.
    """
    sure, hits = _arrays(confidences, right)
    order = np.argsort(sure, kind="stable")
    return [
        Bin(len(part), float(sure[part].mean()), float(hits[part].mean()))
        for part in np.array_split(order, min(bins, len(order)))
    ]


def expected_error(confidences: Sequence[float], right: Sequence[bool], bins: int = BINS) -> float:
    """The expected calibration error, in [0, 1]; 0 is best."""
    found = reliability(confidences, right, bins)
    total = sum(each.n for each in found)
    return sum(each.n * abs(each.accuracy - each.confidence) for each in found) / total


def brier(confidences: Sequence[float], right: Sequence[bool]) -> float:
    """The Brier score, in [0, 1]; 0 is best."""
    sure, hits = _arrays(confidences, right)
    return float(brier_score_loss(hits, sure, pos_label=1))


def fit(confidences: Sequence[float], right: Sequence[bool]) -> Calibration:
    """The calibration under which ``right`` is likeliest; never one that turns the order round.

    Raises:
        ValueError: Fewer than two answers, or all right, or all wrong: nothing can be learnt.
    """
    sure, hits = _arrays(confidences, right)
    if hits.min() == hits.max():
        raise ValueError("a calibration needs right and wrong answers to learn from")
    logits = np.array([[_logit(p)] for p in sure])
    model = LogisticRegression(C=1e4).fit(logits, hits)
    a, b = float(model.coef_[0][0]), float(model.intercept_[0])
    if a <= 0:  # confidence says nothing: the best constant
        a, b = 0.0, _logit(float(hits.mean()))
    return Calibration(round(a, 5), round(b, 5))


def fall_back(confidences: Sequence[float], right: Sequence[bool], other: Sequence[bool]) -> Cut:
    """The threshold below which another system's answer is best taken instead.

    Args:
        confidences: Calibrated.
        right: Whether our answer is right.
        other: Whether the other system's is, case by case.
    """
    sure, hits = _arrays(confidences, right)
    _, others = _arrays(confidences, other)
    known = np.unique(sure)
    between = (known[1:] + known[:-1]) / 2
    levels = [0.0, *map(float, between), float(np.nextafter(known[-1], 2))]
    best = max(levels, key=lambda level: float(np.where(sure < level, others, hits).mean()))
    return _cut(sure, hits, best, float(np.where(sure < best, others, hits).mean()))


def hold_back(confidences: Sequence[float], right: Sequence[bool], threshold: float = 0.5) -> Cut:
    """What asking instead of answering below ``threshold`` does.

    At 0.5 a question is put where the answer is likelier wrong than right.
    """
    sure, hits = _arrays(confidences, right)
    kept = hits[sure >= threshold]
    return _cut(sure, hits, threshold, float((kept if len(kept) else hits).mean()))


def _cut(sure: Floats, hits: Floats, threshold: float, after: float) -> Cut:
    held = sure < threshold
    wrong = hits == 0
    return Cut(
        threshold=threshold,
        held=round(float(held.mean()), 4),
        before=round(float(hits.mean()), 4),
        after=round(after, 4),
        wrong_held=round(float(held[wrong].mean()), 4) if wrong.any() else 0.0,
    )


def _arrays(confidences: Sequence[float], right: Sequence[bool]) -> tuple[Floats, Floats]:
    if len(confidences) != len(right) or not len(confidences):
        raise ValueError("confidences and outcomes must be as many, and at least one")
    return np.asarray(confidences, dtype=np.float64), np.asarray(right, dtype=np.float64)


def _logit(probability: float) -> float:
    inside = min(1 - _EDGE, max(_EDGE, probability))
    return math.log(inside / (1 - inside))
