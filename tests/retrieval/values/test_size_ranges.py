"""Sizes that are bounds: "over 50 inches", 50寸以上."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.values import size_key
from retrieval.values.size_ranges import size_range


@pytest.mark.parametrize(
    ("wanted", "size", "holds"),
    [
        ("bigger than 50 inches", "55 inch", True),
        ("bigger than 50 inches", "50 inch", False),
        ("over 50 inch", '65"', True),
        ("at least 10l", "22 l", True),
        ("at least 10l", "10 litres", True),
        ("at least 10l", "500 ml", False),
        ("50寸以上", "50英寸", True),
        ("50寸以上", "43 inch", False),
        ("比50寸大的", "50 inch", False),
        ("大于50寸", "139 cm", True),
        ("500ml or less", "0.5 l", True),
        ("under 500 ml", "500 ml", False),
        ("不超过1.5kg", "1500 g", True),
        ("10-20 l", "15 l", True),
        ("between 10 and 20 litres", "22 l", False),
        ("50+ inch", "55 inch", True),
        ("over 42", "43", True),
        ("over 42", "43 mm", False),
        ("size 42 or larger", "44", True),
        ("at least 10 l", "10 kg", False),
    ],
)
def test_a_bound_is_compared_in_one_unit(wanted, size, holds):
    bound = size_range(wanted)

    assert bound is not None
    assert bound.holds(size_key(size)) is holds


@pytest.mark.parametrize("size", ["M", "42", "EU 42", "50 inches", "32x34", "one size", "", "S-M"])
def test_a_size_is_no_bound(size):
    assert size_range(size) is None


@given(st.integers(1, 500), st.integers(1, 500))
def test_over_holds_what_is_more_and_nothing_else(bound, size):
    over, upward = size_range(f"over {bound} cm"), size_range(f"at least {bound} cm")
    assert over is not None
    assert upward is not None
    keys = size_key(f"{size} cm")
    assert over.holds(keys) is (size > bound)
    assert upward.holds(keys) is (size >= bound)


@given(st.text(max_size=20))
def test_any_text_is_read(text):
    size_range(text)
