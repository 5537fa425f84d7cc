"""From raw scores to the chance of being opened, with the place told apart from the product.

``log-odds(opened) = slope * score + intercept + offset[place]``, the first place's offset being 0
(Platt 1999, with a position term that is fixed to the first place when serving, as in Zhao et al.,
RecSys 2019). Fitted by penalised maximum likelihood on scores of lists the model has not seen. The
penalty keeps the offsets of places that are seldom shown near 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import expit

from assistant.ranking.scoring import Floats

MOST_PLACES = 20
"""Later places share one offset."""
_RIDGE = 1.0


@dataclass(frozen=True)
class Calibration:
    """The fitted curve."""

    slope: float
    intercept: float
    places: tuple[float, ...]

    def probability(self, scores: Floats, places: npt.NDArray[np.int64]) -> Floats:
        """The chance of being opened; ``places`` from 0."""
        offsets = np.array(self.places)[np.minimum(places, len(self.places) - 1)]
        chance = expit(self.slope * scores + self.intercept + offsets)
        return np.asarray(chance, dtype=np.float64)


def calibrate(
    scores: Floats, places: npt.NDArray[np.int64], opened: npt.NDArray[np.bool_]
) -> Calibration:
    """Fit the curve.

    Args:
        scores: raw scores, shape ``(rows,)``.
        places: where each was shown, from 0.
        opened: whether it was opened.

    Raises:
        ValueError: nothing was opened, or everything.
    """
    if opened.all() or not opened.any():
        raise ValueError("a calibration needs products that were opened and some that were not")
    capped = np.minimum(places, MOST_PLACES - 1)
    count = int(capped.max()) + 1
    spread = float(scores.std()) or 1.0
    table = np.zeros((len(scores), 2 + count))
    table[:, 0], table[:, 1] = scores / spread, 1.0
    table[np.arange(len(scores)), 2 + capped] = 1.0
    table = np.delete(table, 2, axis=1)  # the first place is what the others are measured against
    ridge = np.r_[0.01, 0.0, np.full(count - 1, _RIDGE)]

    def loss(theta: Floats) -> tuple[float, Floats]:
        logits = table @ theta
        value = np.logaddexp(0.0, np.where(opened, -logits, logits)).sum()
        gradient = table.T @ (expit(logits) - opened) + ridge * theta
        return float(value + 0.5 * (ridge * theta**2).sum()), gradient

    rate = opened.mean()
    start = np.zeros(table.shape[1])
    start[0], start[1] = 0.5, np.log(rate / (1 - rate))
    # A model that orders worse than chance must not be turned round by its calibration.
    bounds = [(1e-3, None)] + [(None, None)] * (table.shape[1] - 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return Calibration(
        slope=float(found[0] / spread),
        intercept=float(found[1]),
        places=(0.0, *(float(value) for value in found[2:])),
    )
