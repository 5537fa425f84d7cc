"""Shoe sizes from one system to another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.values.shoe_sizes import ShoeSize, converted, shoe_size, system_of

EU = [str(size) for size in range(34, 50)]


@pytest.mark.parametrize(
    ("said", "women", "eu"),
    [("UK 6", False, ["39"]), ("UK 8", False, ["42"]), ("UK 9", False, ["43"]),
     ("US 10", False, ["43"]), ("US 8", True, ["39"]), ("uk 11", False, ["46"])],
)  # fmt: skip
def test_what_the_usual_charts_say(said, women, eu):
    assert converted(shoe_size(said), EU, "eu", women=women) == eu


@pytest.mark.parametrize("said", ["XL", "9", "EU 8", "us 44", "27 inch", "36x34", ""])
def test_other_sizes_are_no_shoes(said):
    assert shoe_size(said) is None


def test_the_shops_system_is_that_of_most_of_its_sizes():
    assert system_of(["UK 5", "UK 6", "42"]) == "uk"
    assert system_of(["S", "M"]) is None


@given(st.integers(4, 12), st.booleans())
def test_there_and_back_is_the_same_size(figure, women):
    american = [f"US {size}" for size in range(2, 16)]
    for size in converted(
        ShoeSize("us", figure), [f"{n / 2:g}" for n in range(68, 101)], "eu", women=women
    )[:1]:
        back = converted(shoe_size(size), american, "us", women=women)
        assert f"US {figure}" in back
