"""What is hot, by hand, and the Bayesian average it rests on."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.product import Product
from retrieval.trending.hot import WEIGHTS, Hot, hot
from retrieval.trending.rating import Prior, bayesian_average, prior_of


def product(id_: str, **fields: object) -> Product:
    return Product.model_validate({"id": id_, "title": id_, **fields})


def list_of(products: list[Product], interest: dict[str, float]) -> list[Hot[Product]]:
    return list(hot(products, interest))


def test_the_bayesian_average_of_a_hand_worked_case():
    assert bayesian_average(5.0, 4, Prior(3.5, 6)) == pytest.approx((6 * 3.5 + 4 * 5) / 10)
    assert bayesian_average(None, None, Prior(3.5)) == 3.5


def test_the_prior_is_the_mean_over_all_ratings_given():
    rated = [product("a", rating=5, rating_count=1), product("b", rating=4, rating_count=3)]
    assert prior_of([*rated, product("c")]).mean == pytest.approx((5 + 3 * 4) / 4)


@settings(deadline=None)
@given(st.floats(0, 5), st.integers(0, 10_000), st.floats(0, 5), st.floats(0.1, 100))
def test_the_average_lies_between_the_prior_and_the_rating(rating, count, mean, weight):
    found = bayesian_average(rating, count, Prior(mean, weight))
    assert min(rating, mean) - 1e-9 <= found <= max(rating, mean) + 1e-9


def test_a_single_five_does_not_beat_hundreds_of_good_ratings():
    listed = list_of(
        [product("one", rating=5, rating_count=1), product("many", rating=4.7, rating_count=400),
         product("poor", rating=2, rating_count=300)],
        {},
    )  # fmt: skip
    assert [one.product.id for one in listed] == ["many", "one", "poor"]


def test_the_parts_add_up_and_missing_ones_share_their_weight():
    listed = list_of([product("a", sales=100), product("b", sales=10)], {"b": 3.0})
    scores = {one.product.id: one for one in listed}
    both = WEIGHTS["sales"] + WEIGHTS["interest"]
    assert scores["a"].score == pytest.approx(WEIGHTS["sales"] / both)
    assert scores["b"].score == pytest.approx(
        (WEIGHTS["sales"] * math.log1p(10) / math.log1p(100) + WEIGHTS["interest"]) / both
    )
    for one in listed:
        assert sum(one.parts.values()) == pytest.approx(one.score)


def test_a_shop_that_knows_nothing_scores_nothing_and_keeps_an_order():
    listed = list_of([product("b"), product("a")], {})
    assert [(one.product.id, one.score) for one in listed] == [("a", 0.0), ("b", 0.0)]
    assert list_of([], {}) == []


def test_what_is_out_of_stock_comes_last():
    listed = list_of([product("gone", sales=900, availability="out_of_stock"), product("here")], {})
    assert [one.product.id for one in listed] == ["here", "gone"]
