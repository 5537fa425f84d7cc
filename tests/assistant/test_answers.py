"""An answer is read with the question before it, in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answers import (
    answering,
    asks_for_other_than_money,
    spelled_out,
    without_preference,
)
from assistant.intent import Intent, Message
from assistant.llm.notation import Change
from assistant.parser import IntentParser
from assistant.settings import Settings
from assistant.state import State


@pytest.mark.parametrize(
    ("asked", "answer", "meant"),
    [
        ("What's your budget?", "40", "budget 40"),
        ("How much would you like to spend?", "40 or 50", "between 40 and 50"),
        ("您的预算大概是多少？", "两百", "预算两百"),
        ("What size are you?", "9", "size 9"),
        ("What size are you?", "I'm a nine and a half", "size nine and a half"),
        ("How many people is it for?", "about 4", "for about 4 people"),
        ("How old is she?", "6", "6 years old"),
        ("How long should it be?", "2", "2 long"),
        ("How many drawers do you need?", "three", "three drawers"),
        ("How much memory do you need?", "at least 16", "at least 16gb memory"),
        ("需要多大内存？", "16以上", "16g以上内存"),
        ("How much would you like to spend?", "60 at a push", "up to 60"),
        ("要多少克的？", "500", "500克"),
        ("家里几口人吃饭？", "五六个人", "五六个人用"),
        ("她平时喜欢什么？", "手账", "喜欢手账"),
        ("几个人用？", "4", "4个人用"),
        ("What will you use it for?", "uni", "for uni"),
        ("What will you use it for?", "just emails and netflix", "for emails and netflix"),
    ],
)
def test_a_bare_answer_gets_what_only_the_question_says(
    asked: str, answer: str, meant: str
) -> None:
    assert spelled_out(answer, asked) == meant


@pytest.mark.parametrize(
    ("asked", "answer", "meant"),
    [
        ("Any particular brand?", "nah", "no preference"),
        ("Which colour?", "not bothered", "no preference"),
        ("Glass or steel?", "either", "no preference"),
        ("有喜欢的品牌吗？", "没有", "都可以"),
        ("Any brand?", "not fussed, as long as it isn't Acme", "as long as it isn't Acme"),
        ("Do you prefer glass or steel?", "the latter", "steel"),
        ("Do you prefer glass or steel?", "the first one", "glass"),
        ("玻璃的还是不锈钢的？", "后面那种", "不锈钢"),
        ("Glass or steel?", "neither, plastic", "no glass, no steel, plastic"),
        ("要陶瓷的还是不锈钢的？", "都不要 木头的", "不要陶瓷, 不要不锈钢, 木头的"),
        ("With or without caffeine?", "without", "without caffeine"),
        ("Any colour?", "Oh, I really don't mind, dear.", "no preference"),
        ("您预算多少？", "这个无所谓", "都可以"),
        ("Do you like Sony?", "no had a bad pair", "not sony. had a bad pair"),
        ("Is a curved one okay?", "no, flat", "not curved. flat"),
        ("要折叠的吗？", "最好是", "要折叠的"),
        ("What type of book, like a novel?", "novel is ok.", "novel"),
        ("Do you like the brand Samsung?", "No", "not samsung"),
        ("您喜欢苹果吗？", "不喜欢", "不要苹果"),
        ("Do you need a touchscreen?", "that'd be nice", "I want a touchscreen"),
        ("需要触屏吗？", "有最好", "需要触屏"),
    ],
)
def test_a_choice_a_refusal_and_no_preference_are_spelled_out(
    asked: str, answer: str, meant: str
) -> None:
    assert spelled_out(answer, asked).lower() == meant.lower()


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("What's your budget?", "around 40"),  # a price already
        ("What size?", "uk 9 wide fit"),
        ("Which colour?", "dark"),
        ("What will you use it for?", "I need it for uni"),
        ("Do you need it waterproof?", "no"),  # no need is no preference and no dislike
        ("Glass or steel?", "the second has a nice handle"),
        ("Which one?", "that is fine"),
        ("What will you use them for?", "bird watching mostly"),
        ("Do you like it?", "no"),
        ("Do you like the blue one?", "no, the red"),
        ("Here are two.", "9"),
        ("", "40"),
    ],
)
def test_what_says_enough_is_left_as_it_was_said(asked: str, answer: str) -> None:
    assert spelled_out(answer, asked) == answer


@pytest.mark.parametrize("message", ["any red", "either the red or the blue", "都要红的", "不要"])
def test_a_wish_is_not_taken_for_no_preference(message: str) -> None:
    assert not without_preference(message)


def test_a_number_is_a_price_only_where_one_was_asked_for_or_money_is_named() -> None:
    assert asks_for_other_than_money("at least 16", "How much memory do you need?")
    assert not asks_for_other_than_money("at least 16", "What is your budget?")
    assert not asks_for_other_than_money("at least 16 euros", "How much memory do you need?")
    assert not asks_for_other_than_money("at least 16", "Anything else?")


@given(answer=st.text(max_size=40), asked=st.text(max_size=80))
def test_any_answer_to_anything_is_read(answer: str, asked: str) -> None:
    assert isinstance(spelled_out(answer, f"{asked}?"), str)
    assert asks_for_other_than_money(answer, asked) in {True, False}


def test_any_length_is_answered_at_once() -> None:
    long = "9 " * 50_000

    assert spelled_out(long, "Which size?") == long
    assert spelled_out("9", f"{long}. Which size?") == "size 9"


def read(*turns: str) -> Intent:
    """The intent after ``turns``: shopper, assistant, shopper …, by the rules."""
    messages = [
        Message(role="assistant" if place % 2 else "user", content=text)
        for place, text in enumerate(turns)
    ]
    parser = IntentParser.open(Settings(parser="rules"))
    intent = parser.parse(messages).intent
    parser.close()
    return intent


def test_a_budget_asked_for_is_a_price_and_a_memory_is_none() -> None:
    assert read("a kettle", "What's your budget?", "40").price_max == 40
    memory = read("a laptop", "How much memory do you need?", "at least 16")
    assert (memory.price_min, memory.price_max) == (None, None)
    assert read("窗帘", "需要多长的？", "两米三左右").price_max is None


def test_an_age_that_was_asked_for_does_not_replace_who_it_is_for() -> None:
    need = Intent(recipient="nephew")
    read_as = Change("refine", {"recipient": "10 year old"})

    answer = answering(read_as, "10 years old", "How old is he?", need)
    assert answer.slots == {"features": ["10 years old"]}
    assert answering(read_as, "10 years old", "Who is it for?", need) == read_as
    assert answering(read_as, "10 years old", "How old is he?", Intent()) == read_as


def test_no_preference_is_told_from_a_model_that_is_down() -> None:
    parser = IntentParser.open(Settings(parser="rules"))
    _, state = parser.parse_next("a kettle", state=State())
    parsed, _ = parser.parse_next("nah", state=state, asked="Any particular brand?")
    parser.close()

    assert (parsed.source, parsed.exact) == ("rules", True)


def test_no_preference_leaves_the_need_as_it_was() -> None:
    before = read("a blue kettle under 40")
    after = read("a blue kettle under 40", "Any particular brand?", "not fussed")

    assert after.action == "refine"
    assert after.model_dump(exclude={"action"}) == before.model_dump(exclude={"action"})


def test_the_kind_that_was_asked_for_keeps_whom_it_is_for() -> None:
    need = read("a present for my sister", "What kind of thing are you after?", "a scarf")

    assert (need.action, need.product_type, need.recipient) == ("refine", "scarf", "sister")
