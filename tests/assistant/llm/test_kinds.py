"""The kind that the model wrote, held to the kinds that were said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.intent import Intent
from assistant.llm.check import checked
from assistant.llm.kinds import spoken_kind
from assistant.llm.notation import Change


@pytest.mark.parametrize(
    ("written", "message", "kind"),
    [
        ("sink", "drinks", "drink"),
        ("panel truck", "pallet truck 2500kg, narrow forks", "pallet truck"),
        ("headlamp bulb", "xenon headlight bulbs pair", "headlight bulb"),
        ("lamps", "lamps", "lamp"),
        ("kettles", "kettles under 40", "kettle"),
    ],
)
def test_a_word_that_was_said_is_not_read_as_another(written, message, kind):
    assert (
        checked(Change("search", {"product_type": written}), message, Intent(), ()).slots[
            "product_type"
        ]
        == kind
    )


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("headphones", "hedphones"),
        ("jeans", "blue jeans"),
        ("waders", "waders size 10"),
        ("chest of drawers", "a chest of drawers"),
        ("coffee maker", "something that makes coffee"),
        ("crocs", "crocs size 8"),
        ("fairy lights", "fairy lights"),
        ("rain boots", "rain boots for women"),
        ("耳机", "有没有ear机"),
    ],
)
def test_what_was_said_otherwise_is_left(written, message):
    assert spoken_kind(written, message, "") == written


def test_a_kind_of_the_need_may_be_written_again():
    assert spoken_kind("running shoe", "the blue shirts", "running shoe") == "running shoe"


@given(kind=st.text(max_size=30), message=st.text(max_size=60), known=st.text(max_size=30))
def test_any_text_can_be_asked(kind, message, known):
    assert isinstance(spoken_kind(kind, message, known), str)


def test_back_to_a_kind_is_a_search_for_it_and_no_reset():
    need = Intent(product_type="tablet", colors=["black"])
    said = checked(Change("reset"), "back to the laptops", need, ())
    assert said == Change("search", {"product_type": "laptop"})
    assert checked(Change("reset"), "start over", need, ()) == Change("reset")


def test_another_kind_that_the_model_passed_over_is_searched_for():
    need = Intent(product_type="tv", sizes=["bigger than 50 inches"])
    change = Change("refine", {"sizes": ["bigger than 24 inches"]})
    said = checked(change, "monitor bigger than 24 inches", need, ())
    assert (said.action, said.slots["product_type"]) == ("search", "monitor")


@pytest.mark.parametrize(
    ("slots", "message", "left"),
    [
        ({"exclude_colors": ["black"], "exclude": ["polyester"]},
         "not black, not short and definitely not polyester",
         {"exclude_colors": ["black"], "exclude": ["polyester", "short"]}),
        ({"colors": ["red"]}, "red, not now", {"colors": ["red"]}),
        ({"price_max": 40.0}, "under 40, not cheap", {"price_max": 40.0}),
    ],
)  # fmt: skip
def test_every_word_of_a_list_of_denials_is_left_out(slots, message, left):
    need = Intent(product_type="dress")
    assert checked(Change("refine", slots), message, need, ()).slots == left


def test_another_kind_in_the_plural_alone_is_a_new_need():
    need = Intent(product_type="laptop", colors=["silver"])
    said = checked(Change("refine", {"features": ["tablets"]}), "tablets", need, ())
    assert said == Change("search", {"product_type": "tablet"})


def test_a_property_alone_is_no_kind():
    said = checked(
        Change("search", {"product_type": "noise cancelling"}), "noise cancelling", Intent(), ()
    )
    assert said.slots == {"features": ["noise cancelling"]}


def test_what_somebody_has_already_is_no_wish():
    need = Intent(features=["coffee"], recipient="boyfriend")
    said = checked(
        Change("refine", {"features": ["grinder"]}), "he has a grinder already", need, ()
    )
    assert said.slots == {"exclude": ["grinder"]}


def test_the_colour_that_a_second_thought_ends_at_is_wanted():
    read = Change("search", {"product_type": "dress", "exclude_colors": ["red", "green"]})
    said = checked(read, "i want a dress no red no actually green", Intent(), ())
    assert said.slots == {"product_type": "dress", "colors": ["green"]}
    kept = checked(read, "i want a dress, no red, no green", Intent(), ())
    assert kept.slots["exclude_colors"] == ["red", "green"]


@pytest.mark.parametrize("message", ["back to the start", "start with a clean slate", "start over"])
def test_a_new_beginning_is_no_kind(message):
    assert checked(Change("reset"), message, Intent(product_type="tv"), ()) == Change("reset")


def test_to_start_with_a_thing_is_no_new_beginning():
    said = checked(Change("reset"), "start with bedding", Intent(price_max=150), ())
    assert said == Change("search", {"product_type": "bedding"})
