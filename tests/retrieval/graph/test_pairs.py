"""The written rules: every rule is of kinds, and each finds what it is for and nothing else."""

from __future__ import annotations

import pytest

from retrieval.facts import padded
from retrieval.graph.pairs import activities, belongs_to, made_for, partners, rules
from retrieval.lexical import Vocabulary
from retrieval.product import Product
from retrieval.readings import Reading, read
from retrieval.types import kind


def reading(title: str, **fields: object) -> Reading:
    product = Product.model_validate({"id": "1", "title": title, **fields})
    return read(product, "", Vocabulary())


def names(title: str, category: str, side: str = "goes_with") -> set[str]:
    own = kind(Product(id="1", title=title, category=category))
    return {partner.name for partner in partners(own, side)}


def test_every_rule_says_something_and_every_name_has_words():
    for pair in rules():
        assert pair.of
        assert pair.accessories or pair.goes_with
        assert all(padded(name).strip() for name in (*pair.of, *pair.accessories, *pair.goes_with))


@pytest.mark.parametrize(
    ("title", "category", "side", "there", "missing"),
    [
        ("Nimbus 14", "Electronics > Laptops", "accessories", "laptop bag", "phone case"),
        ("Vela pro", "Phones > Smartphones", "accessories", "phone case", "laptop bag"),
        ("Slate", "Watches > Dress Watches", "accessories", "watch strap", "socks"),
        ("Teton", "Men > Tops > Hoodies & Sweatshirts", "goes_with", "jeans", "dress"),
        ("阿伦台灯", "家居 > 台灯", "accessories", "light bulb", "tea"),
    ],
)
def test_kinds_go_with_what_the_rules_say(title, category, side, there, missing):
    found = names(title, category, side)
    assert there in found
    assert missing not in found


def test_a_laptop_bag_is_no_laptop_and_gets_no_laptop_bags():
    assert "laptop bag" not in names("Laptop bag 15 inch", "Electronics > Bags", "accessories")


def test_a_notebook_to_write_in_is_no_laptop():
    assert "fountain pen" in names("Dotted A5", "Office > Paper > Notebooks", "accessories")
    assert "fountain pen" not in names("Nimbus 14 notebook", "Computers > Laptops", "accessories")


def test_what_says_that_it_is_for_a_thing_is_made_for_it():
    laptop = reading("Nimbus 14", category="Electronics > Laptops", brand="Corvid")
    assert made_for(reading("Sleeve for 14 inch laptops"), laptop) == "laptop"
    assert made_for(reading("Dock for Tarn laptops"), laptop, [padded("Tarn")]) is None
    brands = [padded("Tarn"), padded("Corvid")]
    assert made_for(reading("Dock for Corvid and Tarn laptops"), laptop, brands) == "laptop"
    assert made_for(reading("Phone case for pockets"), laptop) is None


def test_a_description_makes_nothing_an_accessory():
    laptop = reading("Nimbus 14", category="Electronics > Laptops")
    novel = reading("The Harbour", description="Read it in bed, good for laptops and readers. " * 4)
    assert made_for(novel, laptop) is None


def test_a_laptop_sleeve_belongs_to_a_laptop_and_a_laptop_does_not():
    laptop = reading("Nimbus 14", category="Electronics > Laptops")
    sleeve = reading("Felt", category="Bags > Laptop sleeves")
    assert belongs_to(sleeve, laptop) == "laptop"
    assert belongs_to(laptop, laptop) is None
    assert belongs_to(laptop, sleeve) is None


def test_activities_are_whole_words():
    assert activities(" light shoe for jogging | yoga mat ") == {"running", "yoga"}
    assert activities(" gymnastics ") == frozenset()
    assert activities(" 瑜伽垫 ") == {"yoga"}


def test_a_description_compares_with_other_things_and_makes_nothing_for_them():
    watch = reading("Slate dress watch", attributes={"type": "dress watch"})
    smart = reading(
        "Orbit",
        attributes={"type": "smartwatch"},
        description="A face that could pass for a dress watch.",
    )
    assert "watch" in smart.facts.words.partition("|")[0]  # a wider name of its kind stands first
    assert made_for(smart, watch) is None
