"""A shoe size of another system than the shop's."""

import pytest

from assistant.intent import Intent


def _ids(turn):
    return [card.product_id for card in turn.cards]


@pytest.mark.parametrize(
    ("message", "told"),
    [("US 9 running shoes for men", "US 9 is about EU 42 in men’s sizes"),
     ("running shoes in UK 8", "UK 8 is about EU 42,"),
     ("美码9的跑鞋", "大约相当于本店的EU 42码")],
)  # fmt: skip
def test_it_is_converted_and_said(say, message, told):
    turn = say(message)
    assert _ids(turn) == ["p10"]
    assert turn.cards[0].fits
    assert told in turn.text


def test_the_size_as_said_counts_first(say):
    turn = say("running shoes size 42")
    assert _ids(turn) == ["p10"]
    assert "EU" not in turn.text


def test_what_the_shop_has_not_near_stays_a_miss(say):
    turn = say("running shoes in US 14")
    assert not any(card.fits for card in turn.cards)


def test_clothes_are_not_converted(say):
    turn = say("a jumper in US 9")
    assert not any(card.fits for card in turn.cards)
    assert "makers differ" not in turn.text


def test_a_system_read_apart_from_its_figure_still_counts(read_with):
    def after(_state):
        read = {"product_type": "跑鞋", "query": "跑鞋", "sizes": ["9"], "features": ["美码"]}
        return Intent(**read, language="zh")

    turn = read_with("美码9的跑鞋", after)
    assert _ids(turn) == ["p10"]
    assert "US 9按男鞋尺码" in turn.text
