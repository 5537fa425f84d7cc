"""A bare yes or no, by what was said before it; and what is said to rudeness."""

import pytest

from assistant.agent.brief import action_of, short_answer
from assistant.agent.talk import _said
from assistant.intent import Intent, ParsedIntent


@pytest.mark.parametrize(
    ("message", "answer"),
    [
        ("yes", "yes"), ("Yes please!", "yes"), ("ok, sure", "yes"), ("好的", "yes"),
        ("no", "no"), ("No, thanks.", "no"), ("不用了", "no"),
        ("no leather", None), ("yes the red one", None), ("not black", None), ("", None),
    ],
)  # fmt: skip
def test_only_a_yes_or_no_and_nothing_else_is_one(message, answer):
    assert short_answer(message) == answer


@pytest.mark.parametrize(
    ("last", "answer", "action"),
    [
        ("A red lamp. Shall I put it into your cart?", "yes", "cart_add"),
        ("A red lamp. Shall I put it into your cart?", "no", "smalltalk"),
        ("I found 6 products.", "yes", "smalltalk"),
        ("What is the occasion? Or have a look at these:", "no", None),
        ("", "yes", None),
    ],
)
def test_it_is_read_by_what_was_said_before_it(last, answer, action):
    state = {"messages": [{"role": "assistant", "content": last}]} if last else {}
    assert action_of(answer, state) == action


def test_no_to_a_list_asks_what_should_be_different(say):
    first = say("headphones under 100")
    no = say("no")
    assert "What should be different" in no.text
    assert no.cards == []
    assert no.intent.price_max == first.intent.price_max


def test_yes_to_a_list_asks_which_one(say):
    say("headphones")
    assert say("yes").text.startswith("Which one")


@pytest.mark.parametrize(
    ("message", "phrase"),
    [
        ("are you a robot?", "program"),
        ("who are you", "program"),
        ("are you chatgpt", "program"),
        ("you are useless", "sorry"),
        ("这个机器人真没用", "sorry"),
        ("thank you", "thanks"),
        ("lovely weather", "smalltalk"),
    ],
)
def test_small_talk_is_answered_to_the_point(message, phrase):
    parsed = ParsedIntent(intent=Intent(action="smalltalk"), source="rules", ms=0.0)
    assert _said({"parsed": parsed, "message": message}) == phrase


def test_a_bare_number_is_the_budget_that_was_asked_for(say):
    """Alone, 40 is a size or nothing; behind "How much would you like to spend?" it is a price."""
    asked = say("a present for my sister")
    for _ in range(3):
        if "spend" in asked.text:
            break
        asked = say("not bothered")  # each question is put once
    answered = say("40")

    assert "spend" in asked.text
    assert answered.intent.price_max == 40
    assert answered.intent.recipient == "sister"
    assert not answered.intent.sizes
