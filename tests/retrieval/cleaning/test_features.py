"""Numeric features on one scale, and measures in one unit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.cleaning.features import bayesian_rating, numeric_features
from retrieval.cleaning.units import measures
from retrieval.product import Product


def make(number: int, **fields: Any) -> Product:
    return Product.model_validate({"id": str(number), "title": "T", **fields})


def test_prices_and_sales_are_compared_by_order_of_magnitude() -> None:
    products = [make(n, price=p, sales=p) for n, p in enumerate((0, 9, 99, 999))]
    features = numeric_features(products)
    assert features.ids == ("0", "1", "2", "3")
    assert features.log_price == pytest.approx([0, 1 / 3, 2 / 3, 1])
    assert features.log_sales == pytest.approx([0, 1 / 3, 2 / 3, 1])


def test_the_sale_price_is_what_counts() -> None:
    products = [make(1, price=100, sale_price=10), make(2, price=10), make(3, price=99)]
    price = numeric_features(products).log_price
    assert price[0] == price[1] < price[2]


def test_a_rating_of_few_is_drawn_to_the_mean() -> None:
    # mean = (5·1 + 4.7·1000 + 2·500) / 1501; each is shrunk with the weight of 20 votes
    mean = (5 + 4700 + 1000) / 1501
    shrunk = bayesian_rating(np.array([5.0, 4.7, 2.0, np.nan]), np.array([1.0, 1000.0, 500.0, 0]))
    assert shrunk == pytest.approx(
        [(20 * mean + 5) / 21, (20 * mean + 4700) / 1020, (20 * mean + 1000) / 520, mean]
    )
    assert shrunk[1] > shrunk[0] > shrunk[2]


def test_z_scores_have_mean_zero_and_deviation_one() -> None:
    products = [make(n, price=p) for n, p in enumerate((1, 10, 100))]
    price = numeric_features(products, scale="z").log_price
    assert price.mean() == pytest.approx(0)
    assert price.std() == pytest.approx(1)


def test_what_is_missing_stands_in_the_middle_and_what_is_equal_is_nothing() -> None:
    products = [make(1), make(2, price=10), make(3, price=1000)]
    features = numeric_features(products)
    assert 0 < features.log_price[0] < 1
    assert not features.rating.any()
    assert numeric_features([]).ids == ()


@settings(deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "price": st.integers(0, 10**8),
                "rating": st.floats(0, 5),
                "rating_count": st.integers(0, 10**6),
                "sales": st.integers(0, 10**9),
            },
        ),
        max_size=8,
    )
)
def test_unit_features_are_in_range_and_never_nan(rows: list[dict[str, Any]]) -> None:
    features = numeric_features([make(n, **row) for n, row in enumerate(rows)])
    for values in (features.log_price, features.rating, features.log_sales):
        assert ((values >= 0) & (values <= 1)).all()


@pytest.mark.parametrize(
    ("value", "twin"),
    [
        ("15.6 inch", {"a_mm": 396.24}),
        ('43.2 cm (17")', {"a_mm": 432.0}),
        ("1,5 kg", {"a_g": 1500.0}),
        ("500 毫升", {"a_ml": 500.0}),
        ("8 fl oz", {"a_ml": 236.588}),
        ("2.4 GHz, 10 m", {}),
        ("12", {}),
    ],
)
def test_measures_get_a_numeric_twin(value: str, twin: dict[str, float]) -> None:
    assert measures({"a": value}) == twin
