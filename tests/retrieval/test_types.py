"""What kind of thing a product is: a laptop bag is no laptop."""

from __future__ import annotations

import pytest

from retrieval.product import Product
from retrieval.types import is_type, kind, type_counts


def of(title: str, **fields: object) -> object:
    return kind(Product.model_validate({"id": "1", "title": title, **fields}))


@pytest.mark.parametrize(
    ("title", "wanted", "is_one"),
    [
        ("Corvid Swift 14 laptop, silver", "laptop", True),
        ("Corvid Swift 14 Notebook Silver 8 GB", "laptops", True),
        ("Laptop bag 15.6 inch", "laptop", False),
        ("Laptop bag 15.6 inch", "laptop bag", True),
        ("Sleeve for laptop", "laptop", False),
        ("Leather case compatible with phones", "phone", False),
        ("Men's running shoes", "running shoe", True),
        ("Men's running shoes", "shoe", True),
        ("Cleaning kit for running shoes", "running shoe", False),
        ("无线蓝牙耳机 黑色", "耳机", True),
        ("无线蓝牙耳机 黑色", "headphones", True),
        ("耳机保护套", "耳机", False),
        ("适用苹果手机 充电线", "手机", False),
        ("Wireless headphones", "耳机", True),
        ("Wireless headphones", "kettle", False),
    ],
)
def test_the_title_tells_the_kind(title, wanted, is_one):
    assert is_type(of(title), wanted) is is_one


def test_the_stated_type_is_believed_where_the_title_names_none():
    assert is_type(of("Hush 700", attributes={"type": "headphones"}), "headphones")
    assert is_type(of("Hush 700", category="Audio > Headphones & Earbuds"), "earbud")
    assert is_type(of("Hush 700", attributes={"type_zh": "耳机"}), "耳机")


def test_a_category_above_the_leaf_says_nothing():
    assert not is_type(of("Cork laces", category="Shoes > Laces"), "shoe")


@pytest.mark.parametrize("wanted", ["", " ", "!!", "😀"])
def test_an_empty_kind_is_nothing(wanted):
    assert not is_type(of("Anything"), wanted)


def test_kinds_are_counted_once_a_product():
    counts = type_counts(
        [of("A", attributes={"type": "kettle"}), of("B", category="Home > Kettles"), of("C")]
    )

    assert counts == {"kettle": 2}
