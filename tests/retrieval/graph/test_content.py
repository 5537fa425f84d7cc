"""Feature distance and min-overlap: the worked examples of docs/similarity.md, and their bounds."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.graph.content import feature_likeness, min_overlap
from retrieval.graph.table import Table
from retrieval.lexical import Vocabulary
from retrieval.product import Product
from retrieval.readings import read


def table(*products: dict[str, object]) -> Table:
    vocabulary = Vocabulary()
    made = [
        Product.model_validate({"id": str(at), "title": "thing", **fields})
        for at, fields in enumerate(products)
    ]
    return Table([one.id for one in made], [read(one, "", vocabulary) for one in made])


def test_feature_likeness_of_the_worked_example():
    shoes = table(
        {"category": "Shoes > Running", "brand": "Skarn", "price": 80, "color": "Blue"},
        {"category": "Shoes > Running", "brand": "Brook", "price": 160, "color": "Blue"},
        {"category": "Shoes > Hiking", "brand": "Skarn", "price": 80},
    )
    found = feature_likeness(shoes, 0, np.array([1, 2]))
    # type 3 + category 2 + half of price 2 + colour 0.5, of 8; no gender or material known
    assert found[0] == pytest.approx((3 + 2 + 2 * (1 - math.log(2) / math.log(4)) + 0.5) / 8)
    # half the category, the price and the brand, of 7.5; its colour is not known
    assert found[1] == pytest.approx((2 * 0.5 + 2 + 0.5) / 7.5)


def test_what_is_not_known_of_both_does_not_count():
    both = table({"brand": "Skarn"}, {"color": "Red"}, {"brand": "skarn", "price": 3})
    assert feature_likeness(both, 0, np.array([1, 2])).tolist() == [0.0, 1.0]


def test_prices_in_other_currencies_are_not_compared():
    both = table({"price": 10, "brand": "a"}, {"price": 10, "brand": "b", "currency": "EUR"})
    assert feature_likeness(both, 0, np.array([1])).tolist() == [0.0]


def test_min_overlap_of_the_worked_example():
    # three products; "red" in two, "lamp" in two, "desk" in one: ln(1 + 3/2) and ln(1 + 3/1)
    vocabulary = Vocabulary()
    said = [["red", "lamp"] * 3, ["red", "desk"] * 3, ["lamp"] * 3]
    plain = read(Product(id="x", title="x"), "", vocabulary)
    lamps = Table(list("abc"), [plain._replace(words=vocabulary.number(one)) for one in said])
    common, rare = math.log(1 + 3 / 2), math.log(1 + 3)
    found = min_overlap(lamps, 0, np.array([1, 2]))
    assert found[0] == pytest.approx(3 * common / min(6 * common, 3 * common + 3 * rare))
    assert found[1] == pytest.approx(1.0)  # all that is said of the third is said of the first


products = st.lists(
    st.fixed_dictionaries(
        {"title": st.text(st.sampled_from("abc "), min_size=1).filter(str.strip)},
        optional={
            "brand": st.sampled_from(["", "A", "B"]),
            "category": st.sampled_from(["X", "X > Y", "X > Z", ""]),
            "price": st.one_of(st.none(), st.integers(0, 500)),
            "color": st.sampled_from(["", "red", "blue"]),
            "gender": st.sampled_from(["", "male", "female", "unisex"]),
        },
    ),
    min_size=2,
    max_size=6,
)


@settings(deadline=None)
@given(products)
def test_both_lie_between_0_and_1_and_are_symmetric(made):
    shop = table(*made)
    rows = np.arange(len(made))
    for measure in (feature_likeness, min_overlap):
        matrix = np.array([measure(shop, row, rows) for row in rows])
        assert ((matrix >= 0) & (matrix <= 1)).all()
        assert matrix == pytest.approx(matrix.T)


@settings(deadline=None)
@given(products)
def test_a_product_is_as_like_itself_as_can_be(made):
    shop = table(*made)
    for row in range(len(made)):
        itself = np.array([row])
        assert min_overlap(shop, row, itself)[0] in (pytest.approx(0), pytest.approx(1))
        assert feature_likeness(shop, row, itself)[0] in (0.0, pytest.approx(1.0))
