"""Which products are hot: interest now, units sold, ratings and how many gave them, as one score.

Each part is in [0, 1] against the best of the products compared, counts on a log scale so that one
bestseller does not flatten the rest. A part that the whole list lacks (a shop without events, a
feed without ratings) is left out and the others share its weight, so a score means the same order
in a new shop as in an old one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from retrieval.product import Product
from retrieval.trending.rating import bayesian_average, prior_of

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {"interest": 0.4, "sales": 0.3, "rating": 0.2, "reviews": 0.1}
)
"""Set by thought, not tuned: what is wanted now, then what was bought, then what is liked."""


@dataclass(frozen=True)
class Hot:
    """How hot a product is, in [0, 1], and what each part gave (they add up to the score)."""

    product: Product
    score: float
    parts: Mapping[str, float]


def hot(products: Sequence[Product], interest: Mapping[str, float]) -> list[Hot]:
    """The products, the hottest first; ties by id, what is out of stock last.

    ``s = sum_k w_k x_k / sum_k w_k`` over the parts there are, with
    ``x = ln(1 + v) / ln(1 + max v)`` for decayed interest and units sold,
    ``(B - 3) / 2``, cut to [0, 1], for the Bayesian average ``B``
    (:mod:`retrieval.trending.rating`): shops' ratings lie between 3 and 5, and what is below 3
    is not liked; and the two's product, with the number of ratings, for reviews: hundreds of bad
    ones make nothing hot.

    Args:
        products: what to compare, such as one category.
        interest: decayed, weighted events by product id.
    """
    prior = prior_of(products)
    shares = {
        "interest": _logs([interest.get(one.id, 0.0) for one in products]),
        "sales": _logs([one.sales for one in products]),
    }
    if any(one.rating is not None for one in products):
        shares["rating"] = [
            min(max(bayesian_average(one.rating, one.rating_count, prior) - 3, 0) / 2, 1)
            for one in products
        ]
        given = _logs([one.rating_count for one in products])
        shares["reviews"] = [
            many * liked for many, liked in zip(given, shares["rating"], strict=True)
        ]
    shares = {name: values for name, values in shares.items() if any(values)}
    weight = sum(WEIGHTS[name] for name in shares)
    found = []
    for at, product in enumerate(products):
        parts = {name: WEIGHTS[name] / weight * values[at] for name, values in shares.items()}
        found.append(Hot(product, sum(parts.values()), MappingProxyType(parts)))
    return sorted(
        found,
        key=lambda one: (one.product.availability == "out_of_stock", -one.score, one.product.id),
    )


def _logs(counts: Sequence[float | None]) -> list[float]:
    """Counts on a log scale, as shares of the largest."""
    logs = [math.log1p(max(count or 0, 0)) for count in counts]
    top = max(logs, default=0.0)
    return [value / top for value in logs] if top > 0 else logs
