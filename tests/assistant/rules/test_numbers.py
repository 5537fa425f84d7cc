"""Amounts in digits and in Chinese."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rules.numbers import spoken_range, value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,299.50", 1299.5),
        ("2k", 2000),
        ("1.5k", 1500),
        ("两千五", 2500),
        ("一万二", 12000),
        ("3百", 300),
        ("十五", 15),
        ("二十", 20),
        ("一百零五", 105),
        ("三万", 30000),
        ("两千零五十", 2050),
        ("abc", None),
        ("", None),
    ],
)
def test_an_amount_is_read(text, expected):
    assert value(text) == expected


@given(st.integers(0, 9_999_999))
def test_digits_read_as_themselves_with_or_without_separators(number):
    assert value(str(number)) == number
    assert value(f"{number:,}") == number


def test_two_digits_in_a_row_are_a_span():
    assert spoken_range("两三百") == (200, 300)
    assert spoken_range("七八十") == (70, 80)
    assert spoken_range("三五百") is None
