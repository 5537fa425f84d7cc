"""Near-duplicates are grouped; real variants never are."""

from __future__ import annotations

from typing import Any

import pytest

from retrieval.cleaning import NearDuplicates
from retrieval.product import Product


def grouped(first: str, second: str, *, one: dict[str, Any], other: dict[str, Any]) -> bool:
    near = NearDuplicates()
    common = {"brand": "Corvid", "price": 20}
    near.group(Product.model_validate({"id": "1", "title": first, **common, **one}))
    later = near.group(Product.model_validate({"id": "2", "title": second, **common, **other}))
    assert later.id == "2"
    assert later.attributes.get("near_duplicate_of") == (later.item_group_id or None)
    return later.item_group_id == "1"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Corvid gooseneck kettle, black", "Corvid Gooseneck Kettle - Black"),
        ("Corvid travel adaptor for europe", "Corvid travel adapter for europe"),
        ("The Corvid wooden desk organiser", "Corvid wooden desk organizer"),
        ("Corvid USB cable 2 m", "USB cable 2 m Corvid"),
    ],
)
def test_the_same_thing_in_other_words(first: str, second: str) -> None:
    assert grouped(first, second, one={}, other={})


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Corvid memory module 8GB DDR4", "Corvid memory module 16GB DDR4"),
        ("Corvid ink cartridge cyan original", "Corvid ink cartridge magenta original"),
        ("Corvid basic cotton t-shirt black M", "Corvid basic cotton t-shirt black L"),
        ("Corvid cable USB M / RCA F 2 m", "Corvid cable USB F / RCA M 2 m"),
        ("Corvid cable HDMI male plug extension", "Corvid cable HDMI female plug extension"),
        ("Corvid left glove for goalkeepers", "Corvid right glove for goalkeepers"),
        ("Corvid charger with cable included", "Corvid charger without cable included"),
        ("Corvid kettle", "Corvid toaster"),
    ],
)
def test_variants_stay_apart(first: str, second: str) -> None:
    assert not grouped(first, second, one={}, other={})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"price": 20}, {"price": 21}),
        ({"brand": "Corvid"}, {"brand": "Tarn"}),
        ({"color": "Black"}, {"color": "White"}),
        ({"sizes": ["S"]}, {"sizes": ["M"]}),
        ({"attributes": {"ram": "8 GB"}}, {"attributes": {"ram": "16 GB"}}),
    ],
)
def test_a_differing_field_makes_a_variant(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert not grouped("Gooseneck kettle", "Gooseneck kettle", one=one, other=other)


def test_numbers_of_the_listing_do_not_tell_apart() -> None:
    assert grouped(
        "Gooseneck kettle",
        "Gooseneck kettle",
        one={"attributes": {"gtin": "1", "power": 9}},
        other={"attributes": {"gtin": "2", "power": 9}},
    )


def test_a_group_the_shop_made_is_left_alone() -> None:
    near = NearDuplicates()
    near.group(Product(id="1", title="Kettle"))
    assert near.group(Product(id="2", title="Kettle", item_group_id="g")).item_group_id == "g"
