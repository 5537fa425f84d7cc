"""From a row to a product: a bad field costs the field, a missing id or title the row."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.cleaning import clean_product
from retrieval.product import Product


def product(**fields: Any) -> Product:
    cleaned = clean_product({"id": "1", "title": "Kettle", **fields})
    assert cleaned.product is not None
    return cleaned.product


def repairs(**fields: Any) -> list[str]:
    return clean_product({"id": "1", "title": "Kettle", **fields}).repairs


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"title": "Kettle"}, "no id"),
        ({"id": "  ", "title": "Kettle"}, "no id"),
        ({"id": "1"}, "no title"),
        ({"id": "1", "title": "<br>"}, "no title"),
        ({"id": "x" * 201, "title": "Kettle"}, "id longer than 200 characters"),
        ({}, "no id"),
    ],
)
def test_rows_without_identity_are_rejected(row: dict[str, Any], reason: str) -> None:
    cleaned = clean_product(row)
    assert cleaned.product is None
    assert cleaned.rejection == reason


def test_a_clean_row_needs_no_repair() -> None:
    row = {
        "id": 7,
        "title": "Trail shoe",
        "price": 80,
        "sale_price": 60,
        "currency": "EUR",
        "color": "Navy",
        "sizes": ["42", "43"],
        "released": "2024-05-01",
        "attributes": {"weight": "300 g", "waterproof": True},
    }
    cleaned = clean_product(row)
    assert cleaned.repairs == []
    assert cleaned.product == Product(
        id="7",
        title="Trail shoe",
        price=Decimal(80),
        sale_price=Decimal(60),
        currency="EUR",
        color="Navy",
        sizes=["42", "43"],
        released="2024-05-01",
        attributes={
            "weight": "300 g",
            "waterproof": True,
            "weight_g": 300.0,
            "color_family": ["blue"],
        },
    )


def test_the_currency_comes_from_the_sign() -> None:
    assert product(price="1.299,00 €").currency == "EUR"
    assert product(price="￥299").currency == "CNY"


def test_a_sign_many_share_does_not_override_the_feed() -> None:
    assert product(price="$5", currency="CAD").currency == "CAD"
    assert product(price="5 €", currency="USD").currency == "EUR"
    assert "currency: disagrees with the price, the price's taken" in repairs(
        price="5 €", currency="USD"
    )


def test_prices_that_cannot_be_are_repaired() -> None:
    assert product(price=-3).price is None
    assert repairs(price=-3) == ["price: negative, cleared"]
    assert product(price=10, sale_price=12).sale_price is None
    assert repairs(price=10, sale_price=12) == ["sale_price: above the price, dropped"]
    assert product(sale_price=12).price == 12
    assert repairs(price=float("nan")) == ["price: not a finite number, cleared"]


def test_what_a_shopper_could_be_led_to_is_safe() -> None:
    assert product(link="javascript:alert(1)").link == ""
    assert product(image="../../etc/passwd").image == ""
    assert product(image="/etc/passwd").image == ""
    assert product(image="data:image/png;base64,AAAA").image == ""
    assert product(image="images/a b.webp").image == "images/a b.webp"
    assert product(link="https://shop.example/a?b=1&copy=2").link == (
        "https://shop.example/a?b=1&copy=2"
    )
    assert repairs(link="javascript:alert(1)") == ["link: not a safe address, dropped"]


@pytest.mark.parametrize(
    ("category", "expected"),
    [
        ("Home > Kitchen", "Home > Kitchen"),
        ("Home &gt; Kitchen", "Home > Kitchen"),
        ("Home>Kitchen", "Home > Kitchen"),
        ("Home / Kitchen", "Home > Kitchen"),
        ("Home|Kitchen", "Home > Kitchen"),
        (["Home", "Kitchen"], "Home > Kitchen"),
        ("Audio/Video", "Audio/Video"),
        ("2271", ""),
    ],
)
def test_category_paths(category: object, expected: str) -> None:
    assert product(category=category).category == expected


def test_sizes_come_as_a_list_or_as_text() -> None:
    assert product(sizes="S, M; L").sizes == ["S", "M", "L"]
    assert product(sizes=[42, "43", "42"]).sizes == ["42", "43"]


def test_attributes_keep_only_plain_values() -> None:
    cleaned = product(
        attributes={
            "ram": 8,
            "note": "<b>x</b>",
            "bad": float("inf"),
            "none": None,
            "ports": ["a", ""],
            "size": {"width": 2},
        }
    )
    assert cleaned.attributes == {"ram": 8, "note": "x", "ports": ["a"], "size width": 2}


def test_every_damage_at_once_is_named() -> None:
    assert repairs(
        price="-1",
        rating=9,
        rating_count=-2,
        sales="lots",
        released="2023-02-30",
        availability="ask",
        description="x" * 30_000,
        brand="Caf\u200b",
    ) == [
        "price: negative, cleared",
        "rating: scaled from 0-10",
        "rating_count: out of range, dropped",
        "sales: not a number, dropped",
        "availability: not understood, taken as out of stock",
        "released: no such date, dropped",
        "description: cut",
        "brand: invisible characters removed",
    ]


_VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=30),
        st.sampled_from(
            [
                "$1,299.00",
                "-5",
                "4.5/5",
                "86%",
                "Navy/White",
                "15.6 inch",
                "<b>x</b>",
                "A > B|C",
                "https://a.b/c d?e=1&amp;f",
                "in stock",
                "2020-02-31",
                "S, M",
                "&lt;i&gt;",
                "Ã©",
                "a/b",
            ]
        ),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)
_NAMES = st.one_of(
    st.sampled_from([*Product.model_fields, "image_link", "sku", "offers", "colour", "size"]),
    st.text(max_size=8),
)


@settings(deadline=None)
@given(st.dictionaries(_NAMES, _VALUES, max_size=12), st.text(max_size=20), st.text(max_size=20))
def test_cleaning_a_cleaned_product_changes_nothing(
    row: dict[str, Any], product_id: str, title: str
) -> None:
    once = clean_product({**row, "id": product_id, "title": title})
    assert (once.product is None) == (once.rejection is not None)
    if once.product is not None:
        again = clean_product(once.product.model_dump(mode="json", exclude_defaults=True))
        assert again.product == once.product
        assert again.repairs == []


@pytest.mark.parametrize("nothing", [False, " ", float("nan"), {"x": 1}, "<b></b>"])
def test_a_field_that_says_nothing_hides_no_other_name_for_it(nothing: Any) -> None:
    product = clean_product({"id": "1", "title": "Mug", "color": nothing, "colour": "red"}).product

    assert product is not None
    assert product.color == "red"
