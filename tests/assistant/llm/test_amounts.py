"""Which of the rules' amounts are a price, by what the model says that they are of."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.intent import Intent
from assistant.llm.amounts import set_prices


def priced(slots: dict[str, Any], **rules: float | str) -> dict[str, Any]:
    own = dict(slots)
    set_prices(own, Intent.model_validate(rules))
    return own


@pytest.mark.parametrize(
    ("slots", "rules"),
    [
        ({"product_type": "pyjamas", "sizes": ["5-6"]}, {"price_min": 5, "price_max": 6}),
        ({"features": ["100+ stitches"]}, {"price_min": 100}),
        ({"sizes": ["sixty centimetres"]}, {"price_min": 48, "price_max": 72}),
        ({"sizes": ["120以上"]}, {"price_min": 120}),
        ({"product_type": "socks", "quantity": 40}, {"price_min": 40}),
        ({"exclude": ["over 50"]}, {"price_min": 50}),
    ],
)
def test_an_amount_that_is_of_something_else_is_no_price(slots, rules):
    assert priced(slots, **rules) == slots


def test_only_the_bound_that_is_of_something_else_goes():
    slots = {"features": ["6 sockets"], "price_max": 1500.0}
    assert priced(slots, price_min=6, price_max=1500) == slots


def test_what_the_model_too_has_for_a_price_stays_one():
    slots = {"features": ["for 30 people"], "price_max": 30.0}
    assert priced(slots, price_max=30)["price_max"] == 30


def test_the_rules_calculate():
    slots = {"features": ["wireless"], "price_max": 15.0}
    assert priced(slots, price_max=1500) == {"features": ["wireless"], "price_max": 1500}
    assert priced({"price_max": 20.0}, price_min=16, price_max=24) == {
        "price_min": 16,
        "price_max": 24,
    }


def test_a_property_that_is_only_a_span_of_large_amounts_is_the_price():
    slots = {"features": ["2k to 2.5k", "dual boiler"]}
    assert priced(slots, price_min=2000, price_max=2500) == {
        "features": ["dual boiler"],
        "price_min": 2000,
        "price_max": 2500,
    }


@given(
    st.floats(1, 1e5, allow_nan=False).map(lambda one: round(one, 2)),
    st.sampled_from(["price_min", "price_max"]),
)
def test_an_amount_that_nothing_else_is_of_is_the_rules(amount, bound):
    slots = {"product_type": "lamp", "colors": ["red"], "features": ["dimmable"]}
    assert priced(slots, **{bound: amount}) == {**slots, bound: amount}


def test_an_amount_of_money_is_a_price_whatever_the_model_took_it_for():
    slots = {"features": ["nylon", "under 20"], "quantity": 20}
    assert priced(slots, price_max=20, currency="USD") == {
        "features": ["nylon"],
        "quantity": 20,
        "price_max": 20,
    }


def test_years_are_no_price():
    slots = {"features": ["2022 to 2025", "grade 5"]}
    assert priced(slots, price_min=2022, price_max=2025) == slots
