"""Which products are hot: interest now, units sold, ratings and how many gave them, as one score.

Each part is in [0, 1] against the best of the products compared, counts on a log scale so that one
bestseller does not flatten the rest. A part that the whole list lacks (a shop without events, a
feed without ratings) is left out and the others share its weight, so a score means the same order
in a new shop as in an old one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Generic, Protocol, TypeVar

from retrieval.trending.rating import Rated, bayesian_average, prior_of

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {"interest": 0.4, "sales": 0.3, "rating": 0.2, "reviews": 0.1}
)
"""Set by thought, not tuned: what is wanted now, then what was bought, then what is liked."""


class Selling(Rated, Protocol):
    """What is compared of a product."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def sales(self) -> int | None: ...  # noqa: D102
    @property
    def availability(self) -> str: ...  # noqa: D102


Item = TypeVar("Item", bound=Selling)


@dataclass(frozen=True)
class Hot(Generic[Item]):
    """How hot a product is, in [0, 1], and what each part gave (they add up to the score)."""

    product: Item
    score: float
    parts: Mapping[str, float]


def hot(products: Sequence[Item], interest: Mapping[str, float]) -> Iterator[Hot[Item]]:
    """The products, the hottest first; ties by id, what is out of stock last.

    ``s = sum_k w_k x_k / sum_k w_k`` over the parts there are, with
    ``x = ln(1 + v) / ln(1 + max v)`` for decayed interest and units sold,
    ``(B - 3) / 2``, cut to [0, 1], for the Bayesian average ``B``
    (:mod:`retrieval.trending.rating`): shops' ratings lie between 3 and 5, and what is below 3
    is not liked; and the two's product, with the number of ratings, for reviews: hundreds of bad
    ones make nothing hot.

    Args:
        products: what to compare, such as one category: products, or what is known of them.
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
    parts = [[WEIGHTS[name] / weight * value for value in shares[name]] for name in shares]
    scores = list(map(sum, zip(*parts, strict=True))) if parts else [0.0] * len(products)
    order = sorted(
        range(len(products)),
        key=lambda at: (
            products[at].availability == "out_of_stock",
            -scores[at],
            products[at].id,
        ),
    )
    for at in order:
        its = {name: part[at] for name, part in zip(shares, parts, strict=True)}
        yield Hot(products[at], scores[at], MappingProxyType(its))


def _logs(counts: Sequence[float | None]) -> list[float]:
    """Counts on a log scale, as shares of the largest."""
    logs = [math.log1p(max(count or 0, 0)) for count in counts]
    top = max(logs, default=0.0)
    return [value / top for value in logs] if top > 0 else logs
