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
        ("榛子牛奶巧克力", "坚果", False),
        ("意大利杏仁脆饼", "坚果类", False),
        ("Hazelnut milk chocolate", "坚果", False),
        ("榛子牛奶巧克力", "nuts", False),
        ("燕麦葡萄干曲奇饼干", "坚果", True),
        ("燕麦饼干 不含坚果", "坚果", True),
        ("全麦面包", "麸质", False),
        ("燕麦奶", "乳制品", True),
    ],
)
def test_what_is_of_the_ingredient_is_left_out_whatever_it_is_called(title, term, fits):
    columns = Columns(["p"], [facts(Product(id="p", title=title))])
    assert columns.mask(Constraints(exclude=(term,))).tolist() == [fits]


@given(st.text(max_size=40))
def test_any_term_can_be_asked(term):
    assert isinstance(narrower(term), tuple)
