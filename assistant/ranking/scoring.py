"""From factors to contributions: how much each factor adds to a candidate's score.

A scorer is given the factors of all candidates, a row each, and answers with signed contributions
that add up to the score, in a column each. The linear one is weight times factor, so what it claims
of a factor is exactly what the score loses without it. The learned one is in
:mod:`assistant.ranking.learned`. Every scorer's scores are in the same unit, that of the hand-set
weights (a relevance of 1 adds about 1), so that diversity, merchandising and the bound on
promotions mean the same whichever is at work.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
import numpy.typing as npt

from assistant.ranking.factors import FACTORS, NEGATIVE
from assistant.ranking.weights import Weights

Floats = npt.NDArray[np.float64]


class Scorer(Protocol):
    """What puts a price on factors."""

    @property
    def names(self) -> tuple[str, ...]:
        """The columns of :meth:`contributions`: the factors, and what else is added up."""

    @property
    def unavailable(self) -> float:
        """What being out of stock takes off: more than all else together can add."""

    def contributions(self, values: Floats) -> Floats:
        """Signed contributions, shape ``(candidates, len(names))``.

        Args:
            values: the factors in the order of ``FACTORS``, in [0, 1], a row a candidate.
        """


@dataclass(frozen=True)
class Linear:
    """Weight times factor; what is disliked is taken off."""

    weights: Weights

    @property
    def names(self) -> tuple[str, ...]:
        """The factors."""
        return FACTORS

    @property
    def unavailable(self) -> float:
        """As the weights have it."""
        return self.weights.unavailable

    @cached_property
    def signed(self) -> Floats:
        """The weights in the order of ``FACTORS``, with their sign."""
        return np.array([_sign(name) * getattr(self.weights, name) for name in FACTORS])

    def contributions(self, values: Floats) -> Floats:
        """Weight times factor."""
        # Plus 0: nothing is worth -0.
        return np.asarray(values * self.signed + 0.0, dtype=np.float64)


def total(contributions: Floats) -> Floats:
    """The scores: the columns added one after another, so that order and sum never disagree."""
    scores = np.zeros(len(contributions))
    for column in contributions.T:
        scores = scores + column
    return scores


def _sign(name: str) -> int:
    return -1 if name in NEGATIVE else 1
