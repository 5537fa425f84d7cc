"""What a product is: facts from fields, attributes and titles."""

from __future__ import annotations

import pytest

from retrieval.facts import facts
from retrieval.product import Product
from retrieval.values import size_key


def sizes(title: str, **attributes: object) -> frozenset[str]:
    return facts(
        Product.model_validate({"id": "1", "title": title, "attributes": attributes})
    ).sizes


def test_a_capacity_without_a_unit_is_no_size():
    """Feeds write 2 for 2 GB: a wish for a shoe's size 2 must not bring memory cards."""
    found = sizes("SD card 2GB", capacity=2.0)

    assert found == size_key("2 gb")
    assert found.isdisjoint(size_key("2"))


@pytest.mark.parametrize(
    ("name", "value", "means"),
    [
        ("capacity", "1.5 l", "1500 ml"),
        ("display_diagonal", 17.0, "17 inch"),
        ("size", 42, "eu 42"),
    ],
)
def test_a_stated_size_is_read(name, value, means):
    assert sizes("Thing", **{name: value}) & size_key(means)
