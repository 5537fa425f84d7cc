"""What an ingredient turned down goes by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.constraints import Constraints
from retrieval.facts import facts
from retrieval.filters import Columns
from retrieval.ingredients import narrower
from retrieval.product import Product


@pytest.mark.parametrize(
    ("title", "term", "fits"),
    [
        ("Roasted almonds", "nuts", False),
        ("Hazelnut milk chocolate", "nut", False),
        ("Oat cookies, nut-free", "nuts", True),
        ("Raisin cookies", "nuts", True),
        ("Greek yoghurt", "dairy", False),
        ("Oat milk", "dairy", True),
        ("Roasted almonds", "wool", True),
    ],
)
def test_what_is_of_the_ingredient_is_left_out_whatever_it_is_called(title, term, fits):
    columns = Columns(["p"], [facts(Product(id="p", title=title))])
    assert columns.mask(Constraints(exclude=(term,))).tolist() == [fits]


@given(st.text(max_size=40))
def test_any_term_can_be_asked(term):
    assert isinstance(narrower(term), tuple)
