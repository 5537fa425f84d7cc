"""Wishes are met by the product's own words, and not by their denial."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.intent import Intent
from assistant.ranking.carriers import outright
from assistant.ranking.wishes import credit, met, stated, wishes_of
from retrieval.product import Product


@pytest.mark.parametrize(
    ("text", "term", "value"),
    [
        ("A Waterproof jacket", "waterproof", 1.0),
        ("Noise-cancelling headphones", "noise cancelling", 1.0),
        ("cancelling all noise", "noise cancelling", 0.7),
        ("not waterproof", "waterproof", 0.0),
        ("It is not fully waterproof", "waterproof", 0.0),
        ("not cheap, but good and waterproof", "waterproof", 1.0),
        ("incredible", "red", 0.0),
        ("防水夹克", "防水", 1.0),
        ("不防水", "防水", 0.0),
        ("无线蓝牙耳机", "无线", 1.0),
        ("anything", "!", 0.0),
    ],
)
def test_words_must_stand_in_the_text_and_not_be_denied(text: str, term: str, value: float) -> None:
    assert credit(text, term) == value


@pytest.mark.parametrize(
    ("value", "share"), [(True, 1), (False, 0), ("yes", 1), ("no", 0), ("waterproof", 1), (3, 0)]
)
def test_an_attribute_speaks_by_its_value(value: Any, share: float) -> None:
    product = Product(id="p", title="Coat", price=Decimal(1), attributes={"is_waterproof": value})
    assert met(product, ["waterproof"]).value == share


def test_occasion_and_recipient_are_wishes_too() -> None:
    intent = Intent(features=["light"], occasion="wedding", recipient="father")
    product = Product(id="p", title="Light wedding shoes")
    factor = met(product, wishes_of(intent), intent.recipient)
    assert factor.value == pytest.approx(1.8 / 2.5)
    assert factor.evidence == {"terms": "light, wedding"}


def value_of(product: Product, *wanted: str, recipient: str | None = None) -> float:
    terms = [*wanted, *filter(None, [recipient])]
    return met(product, terms, recipient).value


@pytest.mark.parametrize(
    ("wish", "product"),
    [
        ("warm", Product(id="p", title="Lagom Fleece Jacket")),
        ("warm", Product(id="p", title="Crew Neck", material="merino wool")),
        ("暖和", Product(id="p", title="x", attributes={"title_zh": "男款抓绒外套"})),
        ("保暖一点的", Product(id="p", title="x", attributes={"type_zh": "围巾"})),
        ("for a rainy day", Product(id="p", title="Folding Umbrella")),
    ],
)
def test_what_carries_a_quality_meets_the_wish_for_it(wish: str, product: Product) -> None:
    assert value_of(product, wish) == pytest.approx(0.8)
    assert met(product, [wish]).evidence == {"terms": wish}


def test_a_material_spoken_of_in_passing_carries_nothing() -> None:
    assert (
        value_of(Product(id="p", title="Tea", description="Goes with wool and fleece"), "warm") == 0
    )


def test_what_is_for_warm_weather_is_not_warm() -> None:
    shorts = Product(id="p", title="Shorts", attributes={"climate": ["Warm", "Hot"]})
    hoodie = Product(id="h", title="Pullover", attributes={"climate": ["Cold", "Windy"]})
    assert value_of(shorts, "warm") == 0 < value_of(hoodie, "warm")
    assert value_of(shorts, "for summer") > 0 == value_of(hoodie, "for summer")
    assert value_of(hoodie, "windy") == 1


def test_the_description_counts_less_than_the_title() -> None:
    title = Product(id="p", title="Warm socks")
    told = Product(id="p", title="Cashews", description="Chilli for a warm glow")
    assert value_of(told, "warm") == pytest.approx(0.7 * value_of(title, "warm"))


def test_a_warm_thing_for_men_goes_before_a_mug_that_says_dad() -> None:
    mug = Product(id="m", title="World's Okayest Father Mug")
    fleece = Product(id="f", title="Fleece Jacket", gender="male")
    ladies = Product(id="l", title="Fleece Jacket", gender="female")
    wish = {"recipient": "father"}
    assert value_of(fleece, "warm", **wish) > value_of(ladies, "warm", **wish)
    assert value_of(ladies, "warm", **wish) > value_of(mug, "warm", **wish) > 0


@given(text=st.text(max_size=40), term=st.text(max_size=10))
def test_any_text_gives_a_share(text: str, term: str) -> None:
    assert credit(text, term) in {0.0, 0.7, 1.0}


@pytest.mark.parametrize(
    ("title", "meets"),
    [
        ("Bunny Night Light", False),
        ("Scarf, Light Grey", False),
        ("Light grey scarf", False),
        ("Light wedding shoes", True),
        ("Lightweight Travel Umbrella", True),
        ("Packable Rain Jacket", True),
    ],
)
def test_a_light_thing_is_no_lamp_and_no_pale_colour(title: str, meets: bool) -> None:
    product = Product(id="p", title=title)
    assert stated(product, "light") is meets
    assert (met(product, ["something light"]).value > 0) is meets


def test_a_wish_that_means_something_else_is_searched_for_outright() -> None:
    assert outright("light bag for travelling", ["light"]) == "lightweight bag for travelling"
    assert outright("night light", ["soft"]) == "night light"


def test_a_figure_is_stated_as_shops_write_it() -> None:
    laptop = Product(id="p", title="Vela 14 Laptop, 32 GB / 1 TB")
    assert stated(laptop, "32gb ram")
    assert stated(laptop, "at least 32gb ram")
    assert not stated(laptop, "16gb ram")
