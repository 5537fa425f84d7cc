"""The Bayesian average: a rating doubted while few have given one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol

PRIOR_COUNT = 20.0
"""Ratings' worth of doubt: a product with as many lies half way to the shop's mean."""
_NEUTRAL = 3.9
"""The mean where nothing is rated: that of the demo store, and near that of most shops."""


class Rated(Protocol):
    """What has a rating, as a product does."""

    @property
    def rating(self) -> float | None: ...  # noqa: D102
    @property
    def rating_count(self) -> int | None: ...  # noqa: D102


class Prior(NamedTuple):
    """What a product is taken for before anyone has rated it."""

    mean: float
    weight: float = PRIOR_COUNT
    """How many ratings' worth it is."""


def prior_of(products: Iterable[Rated]) -> Prior:
    """The mean rating over all ratings given to ``products``."""
    total, count = 0.0, 0
    for product in products:
        if product.rating is not None:
            voters = max(product.rating_count or 0, 1)
            total += product.rating * voters
            count += voters
    return Prior(total / count if count else _NEUTRAL)


def bayesian_average(rating: float | None, count: int | None, prior: Prior) -> float:
    """``(m * C + n * r) / (m + n)``: the mean of the ratings and of ``m`` more at ``C``.

    It is the posterior mean of a normal mean with known variance (A. Gelman et al., "Bayesian
    Data Analysis", 3rd ed. 2013, section 2.5), and known as the "weighted rating" of IMDb's top
    list. ``C`` is the shop's mean, ``m`` the prior's weight.

    Args:
        rating: the mean rating ``r``; None where there is none.
        count: how many gave it, ``n``; one where unknown.
        prior: ``C`` and ``m``.

    Examples:
        >>> round(bayesian_average(5.0, 1, Prior(4.0, 20)), 2)
        4.05
        >>> round(bayesian_average(4.8, 500, Prior(4.0, 20)), 2)
        4.77
    """
    if rating is None:
        return prior.mean
    voters = max(count or 0, 1)
    return (prior.weight * prior.mean + voters * rating) / (prior.weight + voters)
