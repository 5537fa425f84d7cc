"""A yes or no to the assistant's question is read with what the question proposes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.intent import Message
from assistant.parser import IntentParser
from assistant.proposals import spelled_out
from assistant.settings import Settings


@pytest.mark.parametrize(
    ("asked", "message", "meant"),
    [
        ("What will you use them for? Is it for running?", "without doubt", "It is for running"),
        ("Do you want it waterproof?", "Yes please!", "I want it waterproof"),
        ("Does it have to fold flat?", "yep", "It has to fold flat"),
        ("Should it be washable?", "yes, and blue", "It should be washable. and blue"),
        ("Are you looking for a gift?", "right", "I am looking for a gift"),
        ("Would you like me to add it to your cart?", "sure", "add it to my cart"),
        ("您需要蓝牙的吗？", "是的，要白色", "需要蓝牙的，要白色"),
        ("好的，是给孩子用的吗？", "对", "是给孩子用的"),
        ("Would leather be okay?", "no", "no leather"),
        ("真皮的可以吗？", "不行", "不要真皮的"),
    ],
)
def test_a_yes_or_no_says_what_was_proposed(asked: str, message: str, meant: str) -> None:
    assert spelled_out(message, asked) == meant


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("Which colour would you like?", "yes"),
        ("Do you want leather or fabric?", "yes"),
        ("Do you have any brand in mind?", "yes, sony"),
        ("Is it a laptop?", "sure, laptop for gaming"),  # says it itself
        ("Do you need it waterproof?", "no"),  # no need is no dislike
        ("Here are some.", "ok"),
        ("您想要什么颜色的？", "好的"),
        ("您需要蓝牙的吗？", "可以便宜点吗"),  # begins like a yes and is none
        ("", "yes"),
    ],
)
def test_anything_else_is_left_as_it_was_said(asked: str, message: str) -> None:
    assert spelled_out(message, asked) == message


@given(message=st.text(), asked=st.text())
def test_a_statement_of_the_assistant_changes_no_message(message: str, asked: str) -> None:
    assert spelled_out(message, asked.replace("?", "").replace("？", "") + ".") == message


def test_only_the_end_of_a_long_text_is_looked_at_for_a_question() -> None:
    told = "word " * 40_000  # a caller may send any length as the assistant's words

    assert spelled_out("yes", told) == "yes"
    assert spelled_out("yes", f"{told}. Is it for running?") == "It is for running"


def test_the_intent_of_a_bare_yes_has_the_proposal() -> None:
    with_question = [
        Message(role="user", content="headphones"),
        Message(role="assistant", content="Do you want them in black?"),
        Message(role="user", content="yes"),
    ]
    parser = IntentParser.open(Settings(parser="rules"))
    intent = parser.parse(with_question).intent
    parser.close()
    assert intent.product_type == "headphones"
    assert intent.colors == ["black"]
