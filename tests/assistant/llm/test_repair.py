"""Repair: what the shopper did not say is taken out of what the model said."""

import pytest

from assistant.intent import Intent
from assistant.llm.repair import grounded, repair
from assistant.rules import Vocabulary, read


def repaired(message, **said):
    vocabulary = Vocabulary(brands=("orvane",))
    reading = read(message, vocabulary=vocabulary, shown=["one", "two"], before="en")
    return repair(Intent(**said), reading, vocabulary)[0]


@pytest.mark.parametrize(
    ("value", "message", "expected"),
    [
        ("running shoe", "blue running shoes", True),
        ("runing shoes", "running shoes", True),
        ("nike", "blue running shoes", False),
        ("降噪", "想买降噪的耳机", True),
        ("索尼", "耳机", False),
        ("red", "incredible value", True),
        ("for my dog", "a bed for my dog", True),
    ],
)
def test_a_value_is_grounded_where_its_words_were_said(value, message, expected):
    # "red" in "incredible" passes here; colours come from the word lists, which know better.
    assert grounded(value, message) is expected


def test_an_invented_brand_feature_and_person_are_dropped():
    change = repaired(
        "a quiet fan",
        action="search",
        product_type="fan",
        brands=["dyson"],
        features=["quiet", "bluetooth"],
        recipient="father",
        occasion="birthday",
    )

    assert change.product_type == "fan"
    assert change.features == ["quiet"]
    assert change.brands == []
    assert change.recipient is None
    assert change.occasion is None


def test_an_invented_price_is_dropped_and_a_said_one_is_read_by_code():
    assert repaired("a fan", action="search", price_max=80, currency="USD").price_max is None
    change = repaired("a fan, around 100 euros", action="search", price_max=999)
    assert (change.price_min, change.price_max, change.currency) == (80, 120, "EUR")


def test_a_negated_value_never_stays_wanted():
    change = repaired(
        "shoes, no leather and not in red",
        action="search",
        product_type="shoe",
        materials=["leather"],
        colors=["red"],
        features=["leather"],
    )

    assert change.materials == []
    assert change.colors == []
    assert change.features == []
    assert change.exclude == ["leather"]
    assert change.exclude_colors == ["red"]


def test_a_model_may_add_what_no_word_list_knows():
    change = repaired(
        "need a zorbulator with flux shielding",
        action="search",
        product_type="zorbulator",
        features=["flux shielding"],
    )

    assert change.product_type == "zorbulator"
    assert "flux shielding" in change.features


def test_an_unmistakable_cue_wins_over_the_models_action():
    assert repaired("add the second one to my cart", action="search").action == "cart_add"
    assert repaired("add the second one to my cart", action="search").refers_to == [2]
