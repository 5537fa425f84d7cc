"""Going back to the list before."""

import pytest

from assistant.agent.going_back import goes_back


@pytest.mark.parametrize(
    ("message", "back"),
    [
        ("the ones before", True), ("show me the previous ones", True), ("go back please", True),
        ("ok, back to the earlier results", True), ("the list you showed me before", True),
        ("the second one", False), ("a backpack", False), ("i need it before friday", False),
        ("cheaper than before", False), ("back to the laptops", False), ("", False),
    ],
)  # fmt: skip
def test_only_a_message_that_asks_for_the_list_before_goes_back(message, back):
    assert goes_back(message) is back


def test_the_list_before_is_shown_again_with_its_need_and_its_order(say):
    first = say("headphones under 100")
    second = say("only by Orvane")
    assert [card.product_id for card in second.cards] != [card.product_id for card in first.cards]
    again = say("the ones before")
    assert again.text == "The list before:"
    assert [card.product_id for card in again.cards] == [card.product_id for card in first.cards]
    assert again.intent.brands == []
    assert again.intent.price_max == 100
    forth = say("go back")
    assert [card.product_id for card in forth.cards] == [card.product_id for card in second.cards]
    assert forth.intent.brands == ["orvane"]


def test_places_count_in_the_list_that_is_shown_again(say):
    first = say("headphones")
    say("jumpers")
    say("the previous ones")
    turn = say("add the second one to my cart")
    assert [line.product_id for line in turn.cart.lines] == [first.cards[1].product_id]


def test_near_misses_are_shown_again_as_such(say):
    near = say("running shoes size 45")
    say("headphones")
    again = say("the ones before")
    assert [card.misses for card in again.cards] == [card.misses for card in near.cards]


def test_without_a_list_before_the_parser_reads_the_message(say):
    assert say("the ones before").text != "The list before:"
