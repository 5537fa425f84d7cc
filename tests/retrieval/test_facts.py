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


@pytest.mark.parametrize(
    ("title", "category", "whom"),
    [
        ("The Woman Who Measured Rain", "Books > Fiction > Crime", ""),
        ("Women's Voices", "Books > History", ""),
        ("女巫与灯 奇幻小说", "图书 > 小说", ""),
        ("Lady Grey tea", "Groceries > Drinks > Tea", ""),
        ("Superman mug", "Kitchen > Mugs", ""),
        ("Men's Fleece Jacket", "Clothing > Fleece", "male"),
        ("Puma Women Red Running Shoes", "Shoes", "female"),
        ("Running tights for women", "Sports", "female"),
        ("Men and Women Cap", "Clothing", "unisex"),
        ("自动机械正装男表", "Watches", "male"),
        ("软底乐福鞋 女款 黑色", "Shoes", "female"),
    ],
)
def test_a_title_says_for_whom_only_where_shops_do(title, category, whom):
    assert facts(Product(id="1", title=title, category=category)).gender == whom


def test_a_part_of_some_material_is_said_as_one():
    watch = Product(
        id="1", title="Isla", attributes={"strap": "calf leather, 20 mm", "fit": "slim"}
    )

    words = facts(watch).words

    assert " calf leather strap " in words
    assert "slim fit" not in words
