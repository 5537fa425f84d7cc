"""Closed forms that the rules read win over the model; understanding stays the model's."""

import pytest

from assistant.intent import Intent
from assistant.llm.agree import agreed
from assistant.llm.notation import Change


def settle(change: Change, *, started: bool = False, **rules: object) -> Change:
    return agreed(change, Intent.model_validate(rules), started=started)


def test_a_price_of_the_rules_replaces_the_models() -> None:
    change = Change(slots={"product_type": "lamp", "price_min": 18.0, "price_max": 22.0})

    assert settle(change, price_max=20).slots == {"product_type": "lamp", "price_max": 20}


def test_a_price_the_rules_do_not_see_stays_the_models() -> None:
    change = Change(slots={"price_max": 1500.0})

    assert settle(change).slots == {"price_max": 1500.0}


@pytest.mark.parametrize(("started", "action"), [(True, "refine"), (False, "search")])
def test_small_talk_with_a_price_is_a_wish(started: bool, action: str) -> None:
    settled = settle(Change("smalltalk"), started=started, price_min=30, price_max=40)

    assert settled.action == action
    assert settled.slots == {"price_min": 30, "price_max": 40}


def test_a_brand_taken_for_a_feature_moves() -> None:
    change = Change(slots={"product_type": "grinder", "features": ["baratza", "conical"]})

    assert settle(change, brands=["baratza"]).slots == {
        "product_type": "grinder",
        "features": ["conical"],
        "brands": ["baratza"],
    }


def test_whether_a_brand_is_wanted_is_the_models_to_say() -> None:
    change = Change(slots={"exclude_brands": ["nike"]})

    assert settle(change, brands=["nike"]).slots == change.slots


def test_a_brand_the_model_has_in_more_words_is_not_added_again() -> None:
    change = Change(slots={"brands": ["tommy hilfiger"]})

    assert settle(change, brands=["tommy"]).slots == change.slots


def test_a_brand_within_a_colour_is_none() -> None:
    change = Change(slots={"product_type": "sofa", "colors": ["hunter green"]})

    assert settle(change, brands=["hunter"]).slots == change.slots


def test_colours_materials_and_counts_are_the_models() -> None:
    change = Change(slots={"features": ["warm white light"], "brands": ["silk"]})

    settled = settle(change, colors=["white"], materials=["silk"], quantity=12)

    assert settled.slots == change.slots


def test_the_product_type_is_the_models() -> None:
    for own in ({"product_type": "backpack"}, {"features": ["spooky"]}):
        change = Change(slots=own)

        assert settle(change, product_type="laptop").slots == change.slots


def test_an_aside_takes_no_wishes() -> None:
    change = Change("details", refs=("2",))

    settled = settle(change, colors=["red"], sort="price_asc", product_type="lamp")

    assert settled == change


def test_what_a_thing_fits_is_no_brand_asked_for() -> None:
    change = Change(slots={"product_type": "vinyl", "features": ["for cricut"]})

    assert settle(change, brands=["cricut"]).slots == dict(change.slots)


def test_a_brand_misspelt_beside_itself_is_one() -> None:
    change = Change(slots={"brands": ["redell", "jackson"]})

    assert settle(change, brands=["jackson", "riedell"]).slots["brands"] == ["jackson", "riedell"]


def test_a_kind_asked_about_in_a_deals_question_is_taken_from_the_rules() -> None:
    assert settle(Change("promotions"), product_type="sweater").slots == {"product_type": "sweater"}
    assert settle(Change("promotions", refs=(1,)), product_type="sweater").slots == {}


def test_what_the_rules_find_taken_back_is_dropped() -> None:
    need = Intent(product_type="dress", colors=["red"], price_max=50)

    settled = agreed(
        Change("refine"), Intent(), started=True, need=need, lifted=("colors", "brands")
    )
    assert settled.drop == ("color",)  # no brand was wanted


def test_what_is_said_anew_is_not_taken_back() -> None:
    need = Intent(product_type="dress", colors=["red"])
    change = Change("refine", {"exclude_colors": ["green"]})

    settled = agreed(change, Intent(), started=True, need=need, lifted=("colors",))
    assert settled.drop == ()


def test_a_little_more_money_is_no_wish_for_something_dear() -> None:
    need = Intent(product_type="lamp", price_max=50)
    change = Change("refine", {"sort": "price_desc"})

    settled = agreed(change, Intent(), started=True, need=need, lifted=("price_max",))
    assert settled == Change("refine", {}, drop=("price",))
