"""The weights of the factors: a conditional logit over what was taken and what was not.

The chance that a shopper takes item c out of the offered set C is

    P(c | C) = exp(w · x_c) / Σ_{d in C} exp(w · x_d)

(McFadden, "Conditional logit analysis of qualitative choice behavior", 1974), fitted by maximum
likelihood with an L2 penalty on standardised weights (L-BFGS of SciPy). A random part of the
alternatives is enough for consistent weights (McFadden, "Modelling the choice of residential
location", 1978). The utility is linear, so each factor's share of a score is exact, as a shop that
tells its reasons needs it. A factor that is evidence *for* an item may not get a negative weight:
where two factors say nearly the same, maximum likelihood likes to set one against the other, and
"others bought it next" would lower a score. Given up: interactions between factors, which the
trees (``trees``) find where there are enough cases.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from retrieval.recommend.items import Floats


@dataclass(frozen=True, eq=False)
class Cases:
    """Offered items of all cases, stacked: case n has ``sizes[n]`` rows, one or more taken."""

    features: Floats
    taken: npt.NDArray[np.bool_]
    sizes: npt.NDArray[np.intp]
    held: npt.NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))
    """Which cases are kept back when it is chosen how to learn, shape (cases,); empty: none is."""

    def part(self, held: bool) -> Cases:
        """The cases kept back, or the others."""
        kept_back = self.held if len(self.held) else np.zeros(len(self.sizes), dtype=np.bool_)
        chosen = kept_back == held
        rows = np.repeat(chosen, self.sizes)
        return Cases(self.features[rows], self.taken[rows], self.sizes[chosen], kept_back[chosen])


def learn_weights(
    cases: Cases, penalty: float, either_sign: npt.NDArray[np.bool_] | None = None
) -> Floats:
    """The weights by maximum likelihood, in the features' own units, shape (factors,).

    Args:
        cases: What was offered and taken.
        penalty: Of the squared standardised weights, halved.
        either_sign: Which weights may be negative, shape (factors,); all where not given.

    Raises:
        ValueError: No case, or a case in which nothing was taken.
    """
    if not len(cases.sizes):
        raise ValueError("no case to learn from")
    starts = np.concatenate([[0], np.cumsum(cases.sizes)[:-1]])
    takes = np.add.reduceat(cases.taken.astype(np.float64), starts)
    if not takes.all():
        raise ValueError("a case in which nothing was taken says nothing of the weights")
    spread = cases.features.std(axis=0)
    scale = np.where(spread > 1e-12, spread, np.inf)  # a constant factor gets weight 0
    standard = (cases.features - cases.features.mean(axis=0)) / scale
    of_case = np.repeat(np.arange(len(cases.sizes)), cases.sizes)
    wanted = standard[cases.taken].sum(axis=0)

    def loss(weights: Floats) -> tuple[float, Floats]:
        utility = standard @ weights
        top = np.maximum.reduceat(utility, starts)[of_case]
        raised = np.exp(utility - top)
        total = np.add.reduceat(raised, starts)[of_case]
        chance = takes[of_case] * raised / total
        likelihood = (utility - top - np.log(total))[cases.taken].sum()
        slope = standard.T @ chance - wanted + penalty * weights
        return float(-likelihood + penalty / 2 * weights @ weights), slope

    start = np.zeros(standard.shape[1])
    free = np.ones(len(start), dtype=np.bool_) if either_sign is None else either_sign
    bounds = [(None if one else 0.0, None) for one in free.tolist()]
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return np.asarray(found / scale, dtype=np.float64)
