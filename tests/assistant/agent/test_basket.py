"""The cart takes what was meant and said, and nothing else, whatever the model made of it."""

import pytest

from assistant.intent import Intent


@pytest.fixture
def read_as(read_with):
    """Say something that the model reads as the intent given."""
    return lambda message, **fields: read_with(message, lambda _state: Intent(**fields))


def _lines(turn):
    return {line.product_id: line.quantity for line in turn.cart.lines} if turn.cart else {}


def _ids(turn):
    return [card.product_id for card in turn.cards]


def test_a_product_named_at_once_is_the_one_added(read_as):
    turn = read_as("add the Pikko Loop headphones", action="cart_add", query="headphones")
    assert _lines(turn) == {"p2": 1}


def test_a_kind_alone_is_offered_and_the_answer_adds_as_many_as_were_asked_for(read_as):
    asked = read_as(
        "add two of the jumpers",
        action="cart_add",
        product_type="jumper",
        query="jumper",
        quantity=2,
    )
    assert not _lines(asked)
    assert {"p4", "p5", "p6"} == set(_ids(asked))
    assert "Which of these" in asked.text
    second = _ids(asked)[1]
    assert _lines(read_as("the second", action="cart_add", refers_to=[2])) == {second: 2}


def test_of_several_shown_that_fit_none_is_picked_unasked(say, read_as):
    shown = say("jumper")
    turn = read_as("add one of the jumpers", action="cart_add", refers_to=[1], query="jumper")
    assert not _lines(turn)
    assert len(turn.chips) == len(shown.cards)
    tapped = say(turn.chips[1].message)
    assert _lines(tapped) == {_ids(shown)[1]: 1}


def test_a_name_that_several_bear_is_asked_about(say, read_as):
    say("headphones")
    turn = read_as("buy the Skarv jumper", action="cart_add", refers_to=[1], query="headphones")
    assert not _lines(turn)
    assert set(_ids(turn)) == {"p4", "p5"}


def test_a_pick_is_told_about_and_bought_only_on_a_yes(say, read_as):
    shown = say("headphones")
    picked = read_as("the second one", action="cart_add", refers_to=[2], quantity=5)
    assert picked.intent.action == "details"
    assert picked.cart is None
    assert shown.cards[1].title in picked.text
    assert _lines(read_as("yes", action="cart_add")) == {_ids(shown)[1]: 1}


def test_a_number_said_for_something_else_is_no_quantity(say, read_as):
    shown = say("headphones")
    turn = read_as("add the last one", action="cart_add", refers_to=[3], quantity=5)
    assert _lines(turn) == {_ids(shown)[2]: 1}


def test_none_of_it_adds_nothing(say, read_as):
    say("headphones")
    turn = read_as("add 0 of the second", action="cart_add", refers_to=[2])
    assert not _lines(turn)
    assert "Nothing was added" in turn.text


def test_make_it_two_sets_the_line_whichever_place_was_read(say, read_as):
    shown = say("headphones")
    read_as("add 3 of the first", action="cart_add", refers_to=[1], quantity=3)
    turn = read_as("make it 2", action="cart_add", refers_to=[2], quantity=2)
    assert _lines(turn) == {_ids(shown)[0]: 2}
    assert "now 2" in turn.text
    assert not _lines(read_as("make it 0", action="cart_remove"))


@pytest.mark.parametrize("action", ["cart_show", "cart_remove"])
def test_the_cart_is_emptied_and_what_was_in_it_said(say, read_as, action):
    shown = say("headphones")
    for place in (1, 2):
        read_as(f"add number {place}", action="cart_add", refers_to=[place])
    turn = read_as("clear my cart", action=action, refers_to=[1])
    assert turn.cart is not None
    assert not turn.cart.lines
    assert all(card.title in turn.text for card in shown.cards[:2])


def test_the_cheaper_one_is_by_price_whichever_place_was_read(say, read_as, price_of):
    shown = say("headphones")
    cheapest = min(_ids(shown), key=price_of)
    wrong = next(place for place, one in enumerate(_ids(shown), 1) if one != cheapest)
    turn = read_as("add the cheapest one", action="cart_add", refers_to=[wrong])
    assert _lines(turn) == {cheapest: 1}


def test_of_two_just_compared_the_cheaper_one_is_one_of_them(say, read_as, price_of):
    shown = say("headphones")
    cheapest = min(_ids(shown), key=price_of)
    places = [place for place, one in enumerate(_ids(shown), 1) if one != cheapest]
    read_as(f"compare {places[0]} and {places[1]}", action="compare", refers_to=places)
    turn = read_as("add the cheaper one", action="cart_add", refers_to=[places[0]])
    pair = [_ids(shown)[place - 1] for place in places]
    assert _lines(turn) == {min(pair, key=price_of): 1}


def test_which_is_the_cheapest_is_answered_and_a_tie_told(say, read_as, price_of):
    shown = say("headphones")
    cheapest = min(shown.cards, key=lambda card: price_of(card.product_id))
    turn = read_as("which is the cheapest?", action="details")
    assert cheapest.title in turn.text
    assert "$29.00" in turn.text
    assert _lines(read_as("add it", action="cart_add")) == {cheapest.product_id: 1}
    tied = read_as("which has the best rating?", action="details", refers_to=[1, 2])
    assert all(card.title in tied.text for card in shown.cards)
    assert "does not state the weight" in read_as("the lightest", action="details").text


def test_three_places_are_compared_where_the_reader_kept_two(say, read_as):
    shown = say("headphones")
    turn = read_as("compare 1 and 2 and 3", action="compare", refers_to=[1, 2])
    assert turn.comparison is not None
    assert turn.comparison.columns == [card.title for card in shown.cards]


def test_named_products_are_compared_and_not_the_first_of_the_list(say, read_as):
    say("laptop")
    turn = read_as("compare the Halden Hush and the Pikko headphones", action="compare")
    assert turn.comparison is not None
    assert [title.split()[0] for title in turn.comparison.columns] == ["Halden", "Pikko"]
    unclear = read_as("Halden headphones or the Skarv jumper?", action="compare")
    assert unclear.comparison is None
    assert set(_ids(unclear)) == {"p1", "p4", "p5"}


def test_a_named_product_is_told_about_without_a_list(read_as):
    turn = read_as("does the Halden Hush have noise cancelling?", action="details")
    assert "Halden Hush" in turn.text


def test_only_what_was_named_is_taken_out(say, read_as):
    shown = say("jumper")
    for place in (1, 2):
        read_as(f"add 3 of number {place}", action="cart_add", refers_to=[place], quantity=3)
    unclear = read_as("remove the jumper from my cart", action="cart_remove")
    assert set(_lines(unclear).values()) == {3}
    assert len(unclear.chips) == 2
    assert len(_lines(read_as("remove the laptop from my cart", action="cart_remove"))) == 2
    left = read_as(unclear.chips[1].message, action="cart_remove", refers_to=[2], quantity=2)
    assert list(_lines(left)) == [_ids(shown)[0]]


def test_another_kind_is_not_the_product_talked_about(say, read_as):
    say("laptop")
    read_as("tell me about the first", action="details", refers_to=[1])
    turn = read_as("add the jumper", action="cart_add")
    assert not _lines(turn)


def test_that_one_is_never_both_of_two_just_compared(say, read_as):
    say("headphones")
    say("compare 1 and 3")
    turn = read_as("I'll take that one", action="cart_add", refers_to=[1, 3])
    assert turn.cart is None
    assert "Which" in turn.text


def test_make_that_three_is_of_what_was_just_added(say):
    say("headphones")
    say("add the second one to my cart")
    turn = say("make that 3")
    assert [line.quantity for line in turn.cart.lines] == [3]


def test_which_has_more_is_answered_for_the_two_just_compared(say, read_as):
    say("headphones")
    say("tell me about the first one")
    two = read_as("compare 1 and 3", action="compare", refers_to=[1, 3]).comparison.columns
    turn = read_as("which has the longer battery life?", action="details")
    assert turn.comparison.columns == two


def test_remove_everything_empties_a_cart_with_something_in_it(say):
    say("headphones")
    say("add the second one to my cart")
    assert say("remove everything").cart.lines == []


def test_actually_one_set_is_of_what_was_just_added(say):
    say("headphones")
    say("add two of the second one to my cart")
    turn = say("actually one set")
    assert [line.quantity for line in turn.cart.lines] == [1]


def test_both_of_more_than_two_is_asked_about(read_as):
    read_as("headphones", action="search", product_type="headphones", query="headphones")
    turn = read_as("put both in the basket", action="cart_add", refers_to=[1, 2])
    assert turn.cart is None
    assert len(turn.chips) == 3


def test_both_of_a_pair_compared_are_those(read_as):
    shown = read_as("headphones", action="search", product_type="headphones", query="headphones")
    read_as("compare 1 and 3", action="compare", refers_to=[1, 3])
    turn = read_as("I'll take both", action="cart_add", refers_to=[1, 2])
    assert _lines(turn) == {_ids(shown)[0]: 1, _ids(shown)[2]: 1}


def test_twice_is_two(read_as):
    shown = read_as("headphones", action="search", product_type="headphones", query="headphones")
    turn = read_as("add the first, twice", action="cart_add", refers_to=[1], quantity=2)
    assert _lines(turn) == {_ids(shown)[0]: 2}
