"""Values written in many ways meet; values that are not the same stay apart."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.values import (
    FAMILIES,
    color_families,
    color_mentions,
    color_name,
    contains_term,
    fold,
    gender,
    material_mentions,
    material_name,
    materials,
    same_size,
    singular,
    size_key,
)
from retrieval.values.phrases import word_table
from retrieval.values.sizes import convert


@pytest.mark.parametrize(
    ("text", "families"),
    [
        ("Gray", {"grey"}),
        ("grey", {"grey"}),
        ("灰色", {"grey"}),
        ("Black,Silver", {"black", "silver"}),
        ("Navy/White", {"blue", "white"}),
        ("rose gold", {"gold"}),
        ("藏青", {"blue"}),
        ("黑白", {"black", "white"}),
        ("酒红色连衣裙", {"red"}),
        ("in light blue, please", {"blue"}),
        ("Cream", {"beige"}),
        ("Stainless steel", {"silver"}),
        ("Assorted colours", {"multicolour"}),
        ("Transparent", {"transparent"}),
        ("透明色", {"transparent"}),
        ("Clear", {"transparent"}),
        ("", set()),
    ],
)
def test_colour_words_go_to_their_family(text: str, families: set[str]) -> None:
    assert color_families(text) == families


@pytest.mark.parametrize(
    "text", ["ice cream maker", "口红", "红酒", "infrared", "wine glass", "绿茶"]
)
def test_words_with_a_colour_inside_are_no_colour(text: str) -> None:
    assert color_families(text) == frozenset()


def test_a_colour_mention_says_where_it_stands() -> None:
    (mention,) = color_mentions("A Dark BLUE dress")
    assert fold("A Dark BLUE dress")[mention.start : mention.end] == mention.text == "dark blue"


def test_a_colour_in_traditional_characters_is_said_as_it_was() -> None:
    text = "深藍連衣裙"
    mentions = color_mentions(text)

    assert [mention.text for mention in mentions] == ["深藍"]
    assert color_families(text) == color_families("深蓝连衣裙")


def test_families_have_names_in_both_languages() -> None:
    assert [color_name(family) for family in FAMILIES] == list(FAMILIES)
    assert color_name("red", "zh") == "红色"
    assert color_name("mauve-ish", "zh") == "mauve-ish"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("XL", "x-large"),
        ("大号", "L"),
        ("42码", "EU 42"),
        ("size 8", "US 8"),
        ("8½", "8.5"),
        ('27"', "68.6 cm"),
        ("27寸", "27 inch"),
        ("0.5 L", "500ml"),
        ("W32 L34", "32x34"),
        ("US 8 / EU 39", "EU 39"),
        ("均码", "One Size"),
        ("16GB", "16 gb"),
    ],
)
def test_one_size_in_two_spellings(one: str, other: str) -> None:
    assert same_size(one, other)
    assert same_size(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("EU 8", "US 8"), ("M", "L"), ("8", "8.5"), ("8GB", "16GB"), ("500ml", "500g"), ("", "M")],
)
def test_different_sizes_stay_apart(one: str, other: str) -> None:
    assert not same_size(one, other)


def test_units_convert_to_the_base_unit_of_their_dimension() -> None:
    assert convert(2, "inches") == (50.8, "mm")
    assert convert(1.5, "公斤") == (1500.0, "g")
    assert convert(1, "parsec") is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("80% Cotton, 20% Polyester", {"cotton", "polyester"}),
        ("纯棉", {"cotton"}),
        ("faux-leather bag", {"faux leather"}),
        ("真皮", {"leather"}),
        ("不鏽鋼", {"stainless steel", "steel"}),
        ("merino wool", {"merino wool", "wool"}),
        ("304不锈钢保温杯", {"stainless steel", "steel"}),
        ("steam iron", set()),
        ("reading glasses", set()),
        ("", set()),
    ],
)
def test_materials_by_one_name(text: str, names: set[str]) -> None:
    assert materials(text) == names


def test_a_material_mention_says_where_it_stands() -> None:
    text = fold("A Cashmere scarf")
    assert [text[m.start : m.end] for m in material_mentions("A Cashmere scarf")] == ["cashmere"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Women's", "female"),
        ("men", "male"),
        ("送女朋友", "female"),
        ("男鞋", "male"),
        ("Men & Women", "unisex"),
        ("男女通用", "unisex"),
        ("desk lamp", ""),
        ("omen", ""),
    ],
)
def test_gender(text: str, expected: str) -> None:
    assert gender(text) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("shoes", "shoe"),
        ("Watches", "watch"),
        ("berries", "berry"),
        ("headphones", "headphones"),
        ("dress", "dress"),
        ("lenses", "lens"),
        ("women's", "woman"),
        ("耳机", "耳机"),
        ("bus", "bus"),
    ],
)
def test_singular(word: str, expected: str) -> None:
    assert singular(word) == expected


def test_terms_match_whole_words_in_english_and_substrings_in_chinese() -> None:
    assert contains_term("Men's Running-Shoes, blue", "running shoe")
    assert not contains_term("incredible", "red")
    assert contains_term("无线蓝牙耳机", "蓝牙 耳机")
    assert contains_term("無線藍牙耳機", "蓝牙 耳机")
    assert not contains_term("anything", "")


@settings(deadline=None)
@given(st.text())
def test_every_reading_is_total(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert color_families(text) <= set(FAMILIES)
    assert gender(text) in ("male", "female", "unisex", "")
    materials(text)
    contains_term(text, text)
    singular(text)
    assert size_key(text) or not fold(text)


@settings(deadline=None)
@given(st.sampled_from(["Red", "navy", "深灰", "Gold"]), st.sampled_from(["", "  ", "\t"]))
def test_space_and_case_do_not_matter_to_a_colour(color: str, space: str) -> None:
    assert color_families(space + color.upper() + space) == color_families(color)


def test_every_material_has_a_chinese_name_that_means_it():
    """Given the name said to a shopper, saying it back is understood."""
    words = word_table("materials")["words"]
    for name in words:
        assert name in materials(material_name(name, "zh")), name
        assert material_name(name) == name
