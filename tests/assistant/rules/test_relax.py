"""Wishes that a message takes back, and questions that only sound like it."""

import pytest

from assistant.rules.relax import lifted


@pytest.mark.parametrize(
    ("message", "field"),
    [
        ("any colour is fine", "colors"), ("颜色随便", "colors"),
        ("price doesn't matter", "price_max"), ("a bit more expensive is fine", "price_max"),
        ("slightly over is ok", "price_max"), ("贵点没事", "price_max"),
        ("贵一点也可以", "price_max"),
    ],
)  # fmt: skip
def test_a_wish_is_taken_back(message: str, field: str) -> None:
    assert field in lifted(message)


@pytest.mark.parametrize("message", ["a bit more blue", "is it a bit more expensive?", "太贵了"])
def test_nothing_is_taken_back(message: str) -> None:
    assert lifted(message) == frozenset()
