"""Haggling, and amounts that are no prices."""

import pytest

from assistant.intent import Intent
from assistant.llm.check import checked
from assistant.llm.notation import Change
from assistant.rules import Vocabulary, read
from assistant.rules.bargaining import bargains

NEED = Intent(product_type="coffee machine")


def change_of(message):
    return read(message, vocabulary=Vocabulary(), shown=["A lamp"], before="en").change


@pytest.mark.parametrize(
    ("message", "haggles"),
    [
        ("can you do 20% off?", True),
        ("Come on, just $5 off", True),
        ("could you give me a discount", True),
        ("what's your best price?", True),
        ("give me a discount", True),
        ("what is 20% off?", False),
        ("something cheaper", False),
        ("can you make it 5?", False),
    ],
)
def test_asking_for_a_price_of_ones_own_is_told_from_asking_for_a_cheap_thing(message, haggles):
    assert bargains(message) is haggles


@pytest.mark.parametrize("message", ["come on, just 5 dollars off", "knock $20 off", "10% off?"])
def test_what_is_to_be_taken_off_is_no_cap(message):
    change = change_of(message)
    assert (change.price_min, change.price_max) == (None, None)


def test_a_model_s_cap_of_an_amount_off_is_no_wish_but_a_question_about_deals():
    read_as = Change("refine", {"price_max": 5.0, "currency": "USD"})
    assert checked(read_as, "come on, just 5 dollars off", NEED, ()) == Change("promotions")
    under = Change("refine", {"price_max": 5.0})
    assert checked(under, "under 5 dollars", NEED, ()) == under


def test_an_order_that_is_turned_down_is_none():
    read_as = Change("refine", {"price_max": 100.0, "sort": "price_asc"})
    left = checked(read_as, "under 100 but not the cheapest", NEED, ())
    assert left == Change("refine", {"price_max": 100.0})
    assert checked(read_as, "under 100, cheapest first", NEED, ()) == read_as


@pytest.mark.parametrize(
    ("message", "slots"),
    [
        ("tv bigger than 50 inches", {"sizes": ["bigger than 50 inches"]}),
        ("a monitor at least 27 inches", {"sizes": ["at least 27 inches"]}),
        ("a bag, leather-free", {"features": ["leather-free"], "materials": []}),
        ("nothing under 4 stars", {"min_rating": 4.0, "exclude": []}),
        ("headphones, 5 stars only", {"min_rating": 5.0}),
        ("a leather bag", {"materials": ["leather"]}),
    ],
)
def test_bounds_stay_bounds_and_what_a_thing_is_free_of_is_not_its_material(message, slots):
    change = change_of(message)
    assert {name: getattr(change, name) for name in slots} == slots
