"""Numeric features of products on one scale each, for ranking.

Prices and sales spread over orders of magnitude, so they are taken as logarithms; a rating of 5.0
from one buyer is worth less than 4.7 from a thousand, so ratings are shrunk towards the shop's mean
(a Bayesian average: ``(m·C + Σ) / (m + n)`` with prior mean C and prior weight m).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from retrieval.product import Product

_PRIOR_VOTES = 20.0


@dataclass(frozen=True)
class NumericFeatures:
    """Features of n products, each an array of n floats in the products' order, never NaN.

    Attributes:
        ids: The products' ids.
        log_price: log1p of the price charged; a missing price stands at the mean.
        rating: Bayesian average rating; no rating stands at the shop's mean.
        log_sales: log1p of units sold; nothing known counts as none sold.
    """

    ids: tuple[str, ...]
    log_price: NDArray[np.float64]
    rating: NDArray[np.float64]
    log_sales: NDArray[np.float64]


def numeric_features(
    products: Sequence[Product], *, scale: Literal["z", "unit"] = "unit"
) -> NumericFeatures:
    """The features of ``products``: z-scores (``z``) or min-max scaled to [0, 1] (``unit``).

    A feature that is the same for all products is 0 everywhere.
    """
    price = np.array([_or_nan(p.charged) for p in products], dtype=np.float64)
    rating = np.array([_or_nan(p.rating) for p in products], dtype=np.float64)
    votes = np.array([_votes(p) for p in products], dtype=np.float64)
    sales = np.array([float(p.sales or 0) for p in products], dtype=np.float64)
    scaled = _z_scores if scale == "z" else _unit
    return NumericFeatures(
        tuple(p.id for p in products),
        scaled(_filled(np.log1p(price))),
        scaled(bayesian_rating(rating, votes)),
        scaled(np.log1p(sales)),
    )


def bayesian_rating(rating: NDArray[np.float64], votes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ratings shrunk to their vote-weighted mean; NaN ratings become that mean."""
    rated = ~np.isnan(rating)
    weight = np.where(rated, votes, 0.0)
    known = np.where(rated, rating, 0.0)
    total = weight.sum()
    mean = float((weight * known).sum() / total) if total > 0 else 0.0
    return np.asarray((_PRIOR_VOTES * mean + weight * known) / (_PRIOR_VOTES + weight))


def _votes(product: Product) -> float:
    """A rating with no count is one person's word."""
    return float(product.rating_count) if product.rating_count is not None else 1.0


def _or_nan(value: object) -> float:
    return float("nan") if value is None else float(str(value))


def _filled(values: NDArray[np.float64]) -> NDArray[np.float64]:
    known = values[~np.isnan(values)]
    return np.where(np.isnan(values), known.mean() if known.size else 0.0, values)


def _z_scores(values: NDArray[np.float64]) -> NDArray[np.float64]:
    spread = float(values.std()) if values.size else 0.0
    return (values - values.mean()) / spread if spread > 1e-12 else np.zeros_like(values)


def _unit(values: NDArray[np.float64]) -> NDArray[np.float64]:
    span = float(np.ptp(values)) if values.size else 0.0
    return (values - values.min()) / span if span > 1e-12 else np.zeros_like(values)
