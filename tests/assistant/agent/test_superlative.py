"""The cheapest, lightest, best rated of a list, from the values of its products."""

import pytest

from assistant.agent.phrases import Phrases
from assistant.agent.superlative import best_of, superlative, told
from retrieval.product import Product


def _one(name, **fields):
    return Product(id=name, title=name, **fields)


def _best(message, *products):
    best = best_of(superlative(message), products)
    return [one.id for one in best.winners], best.one.id if best.one else None


@pytest.mark.parametrize(
    ("message", "name"),
    [("which is the cheapest?", "cheapest"), ("the lightest", "lightest"),
     ("which has the best rating?", "best_rated"), ("最便宜的是哪个", "cheapest"),
     ("add the cheaper one", "cheapest"), ("the most expensive", "dearest"),
     ("which is the most popular", "most_bought"), ("哪个评分最高", "best_rated"),
     ("the biggest discount", "most_reduced"), ("哪款最轻", "lightest")],
)  # fmt: skip
def test_superlatives_are_read(message, name):
    assert superlative(message).name == name


@pytest.mark.parametrize(
    "message",
    ["something cheaper", "the lightest blue", "the best one", "最重要的是什么", "add it"],
)
def test_other_words_are_none(message):
    assert superlative(message) is None


def test_the_value_decides_and_not_the_order():
    a, b = _one("a", price="20", rating=4.9), _one("b", price="30", sale_price="10", rating=4.1)
    assert _best("the cheapest", a, b) == (["b"], "b")
    assert _best("the best rated", b, a) == (["a"], "a")


def test_a_tie_has_no_one_and_says_so():
    a, b, c = _one("a", price="9"), _one("b", price="9"), _one("c", price="10")
    best = best_of(superlative("the cheapest"), [a, b, c])
    assert best.one is None
    assert "a and b" in told(best, Phrases("en"))


def test_what_is_not_stated_is_not_guessed():
    a, b = _one("a", attributes={"weight": "1 kg", "weight_g": 1000.0}), _one("b")
    unknown = best_of(superlative("the lightest"), [b, _one("c")])
    assert not unknown.winners
    assert "does not state the weight" in told(unknown, Phrases("en"))
    partly = best_of(superlative("the lightest"), [a, b])
    assert partly.one is None
    assert "1 kg" in told(partly, Phrases("en"))
    assert "1件没有写明" in told(partly, Phrases("zh"))


def test_the_two_ends_of_a_list_are_compared(say):
    say("headphones")
    turn = say("compare the cheapest and the most expensive")
    assert turn.comparison.columns == [
        "Pikko Loop Bluetooth Headphones",
        "Halden Hush Wireless Headphones",
    ]


def test_two_ends_asked_for_at_once_are_both_told(say):
    say("headphones")
    turn = say("which is the cheapest and which is the most expensive?")
    assert "$29.00" in turn.text
    assert "$180.00" in turn.text
