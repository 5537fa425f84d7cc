"""A message that asks for two things."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.agent.parts import parts_of
from assistant.rules.vocabulary import Vocabulary

WORDS = Vocabulary()


def _lines(turn):
    return {line.product_id: line.quantity for line in turn.cart.lines} if turn.cart else {}


def _ids(turn):
    return [card.product_id for card in turn.cards]


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("Add it to my cart. Do you have belts?", ["Add it to my cart", "Do you have belts?"]),
        ("remove the first one and add the third", ["remove the first one", "add the third"]),
        ("把第二个加入购物车，然后推荐一双袜子", ["把第二个加入购物车", "推荐一双袜子"]),
        ("换成黑色的，顺便看看有没有袜子", ["换成黑色的", "看看有没有袜子"]),
        ("换成黑色的，顺便看看有没有袋子", ["换成黑色的", "看看有没有袋子"]),
        ("add two of the first and also one of the third",
         ["add two of the first", "add one of the third"]),
        ("第一个要两件，第三个要一件", ["第一个要两件", "第三个要一件"]),
        ("add the first one and then tell me about the second",
         ["add the first one", "tell me about the second"]),
        ("帮我找双41码的跑鞋，然后加一件T恤到购物车", ["帮我找双41码的跑鞋", "加一件T恤到购物车"]),
        ("compare the first two and add the cheaper one",
         ["compare the first two", "add the cheaper one"]),
    ],
)  # fmt: skip
def test_wishes_that_do_not_get_in_each_others_way_fall_apart(message, parts):
    assert parts_of(message, WORDS, shown=True) == parts


@pytest.mark.parametrize(
    "message",
    ["I need a dress and show me the cheapest", "add the first and the second",
     "a shirt and trousers", "我要去爬山，推荐一双鞋", "黑色的，有没有大码",
     "I want a jacket that is warm and also I need it to be waterproof",
     "show me red shoes and also I want them in leather"],
)  # fmt: skip
def test_one_wish_stays_whole(message):
    assert parts_of(message, WORDS, shown=True) == [message]


def test_a_second_search_is_none_before_anything_was_shown():
    message = "red ones, and also show me hats"
    assert parts_of(message, WORDS, shown=False) == [message]


@given(st.text(max_size=350))
def test_nothing_is_made_up(message):
    parts = parts_of(message, WORDS, shown=True)
    assert parts
    assert all(part in message for part in parts)


def test_the_cart_is_filled_and_what_else_was_asked_for_is_shown(say):
    shown = say("headphones")
    turn = say("add the second one and show me jumpers too")
    assert _lines(turn) == {_ids(shown)[1]: 1}
    assert turn.cards
    assert not set(_ids(turn)) & {"p1", "p2", "p3"}
    assert "cart" in turn.text


def test_what_was_found_is_compared_with_nothing_and_the_cheaper_of_a_pair_is_added(say):
    shown = say("headphones")
    cheaper = min(shown.cards[:2], key=lambda card: card.price)
    turn = say("compare the first two and add the cheaper one")
    assert turn.comparison is not None
    assert _lines(turn) == {cheaper.product_id: 1}


def test_of_two_searches_the_second_is_one_tap_away_and_said_to_be_open(say):
    say("耳机")
    turn = say("要黑色的，顺便看看有没有毛衣")
    assert turn.cards
    assert set(_ids(turn)) <= {"p1", "p3"}
    assert "看看有没有毛衣" in turn.text
    assert turn.chips[0].message == "看看有没有毛衣"
    after = say(turn.chips[0].message)
    assert set(_ids(after)) <= {"p4", "p5", "p6"}


def test_the_blue_one_is_not_the_one_with_bluetooth(say):
    say("headphones")
    assert say("add the blue one to my cart").cart is None


def test_after_a_question_back_the_rest_waits(say):
    say("headphones")
    turn = say("add it to my cart and show me jumpers too")
    assert turn.cart is None
    assert not set(_ids(turn)) & {"p4", "p5", "p6"}
    assert turn.chips[0].message == "show me jumpers too"


def test_two_kinds_beside_each_other_are_two_searches_from_the_first_message_on(say):
    turn = say("黑色耳机，顺便看看毛衣")
    assert set(_ids(turn)) <= {"p1", "p3"}
    assert turn.chips[0].message == "看看毛衣"


def test_each_place_gets_its_own_number(say):
    shown = say("headphones")
    turn = say("add two of the first and also one of the third")
    assert _lines(turn) == {_ids(shown)[0]: 2, _ids(shown)[2]: 1}


def test_an_empty_cart_does_not_keep_from_the_rest(say):
    turn = say("帮我把购物车清空，然后找一个耳机")
    assert set(_ids(turn)) == {"p1", "p2", "p3"}
