"""How sure a mean is: bootstrap intervals, and a paired randomisation test between two systems.

Queries are drawn again with replacement (Efron and Tibshirani, 1993; Sakai, SIGIR 2006). Cases of
one conversation resemble each other, so they are drawn together, as a cluster: taking them for
independent would make the interval too narrow. The interval is BCa, and the plain percentile where
BCa is undefined. The test is Fisher's paired randomisation (Smucker, Allan and Carterette, CIKM
2007): under the null hypothesis it does not matter which system a cluster's values came from. Both
are SciPy's, with a seed.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import bootstrap, permutation_test

_BOOTSTRAP_DRAWS = 2_000
_PERMUTATIONS = 9_999

Floats = NDArray[np.float64]


class Interval(NamedTuple):
    """A confidence interval, ``low <= high``."""

    low: float
    high: float


def interval(
    values: Mapping[str, float],
    clusters: Mapping[str, str] | None = None,
    *,
    confidence: float = 0.95,
    seed: int = 0,
) -> Interval:
    """The bootstrap interval of the mean of ``values``.

    Args:
        values: A metric by query or case id.
        clusters: The cluster (session) of each id; each id is its own where not given.
        confidence: Level in (0, 1).
        seed: Of the draws.

    Raises:
        ValueError: ``values`` is empty.
    """
    if not values:
        raise ValueError("no values: an interval needs at least one")
    (sums,), counts = _clustered([values], clusters)
    return ratio_interval(sums, counts, confidence=confidence, seed=seed)


def ratio_interval(
    numerators: Floats, denominators: Floats, *, confidence: float = 0.95, seed: int = 0
) -> Interval:
    """The bootstrap interval of ``sum(numerators) / sum(denominators)``, drawing pairs.

    Micro-averaged precision, recall and F1 are such ratios, and so is the mean of clustered values.
    A draw whose denominators are all zero counts as 1 (nothing to find, nothing found).
    """
    ratios = numerators[denominators > 0] / denominators[denominators > 0]
    if len(ratios) < 2 or np.ptp(ratios) == 0:
        mean = float(_ratio(numerators, denominators))
        return Interval(mean, mean)
    for method in ("BCa", "percentile"):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # SciPy warns where BCa is undefined; we fall back
            found = bootstrap(
                (numerators, denominators),
                _ratio,
                paired=True,
                n_resamples=_BOOTSTRAP_DRAWS,
                batch=200,
                confidence_level=confidence,
                method=method,
                rng=np.random.default_rng(seed),
            ).confidence_interval
        if np.isfinite([found.low, found.high]).all():
            break
    return Interval(float(found.low), float(found.high))


def paired_p(
    ours: Mapping[str, float],
    theirs: Mapping[str, float],
    clusters: Mapping[str, str] | None = None,
    *,
    seed: int = 0,
) -> float:
    """The two-sided p-value of the difference between two systems' means on the same cases.

    1 where there is a single cluster: both its sign flips are as extreme as what was seen.

    Raises:
        ValueError: The systems were not measured on the same cases.
    """
    if ours.keys() != theirs.keys() or not ours:
        raise ValueError("a paired test needs both systems' values on the same cases")
    (mine, other), _ = _clustered([ours, theirs], clusters)
    if len(mine) < 2 or np.array_equal(mine, other):
        return 1.0
    test = permutation_test(
        (mine, other),
        _sum_of_differences,
        permutation_type="samples",
        n_resamples=_PERMUTATIONS,
        batch=500,
        rng=np.random.default_rng(seed),
    )
    return float(test.pvalue)


def _ratio(numerators: Floats, denominators: Floats, axis: int = -1) -> Floats:
    above, below = numerators.sum(axis=axis), denominators.sum(axis=axis)
    return np.where(below > 0, above / np.where(below > 0, below, 1), 1.0)


def _sum_of_differences(ours: Floats, theirs: Floats, axis: int = -1) -> Floats:
    return np.asarray((ours - theirs).sum(axis=axis))


def _clustered(
    systems: Sequence[Mapping[str, float]], clusters: Mapping[str, str] | None
) -> tuple[list[Floats], Floats]:
    """Each system's sums by cluster, and the number of cases in each cluster."""
    of = clusters or {}
    place: dict[str, int] = {}
    where = [place.setdefault(of.get(case, case), len(place)) for case in systems[0]]
    counts = np.bincount(where).astype(np.float64)
    sums = [
        np.bincount(where, weights=[values[case] for case in systems[0]]).astype(np.float64)
        for values in systems
    ]
    return sums, counts
