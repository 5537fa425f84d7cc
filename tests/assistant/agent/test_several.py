"""Several kinds, or several people, in one wish."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.agent.several import Group, kinds_wanted, people_named, shared_out
from assistant.intent import Intent
from assistant.rules.vocabulary import Vocabulary
from retrieval.hit import Hit
from retrieval.product import Product

WORDS = Vocabulary(product_types=("bath mat", "towel"))


def _ids(turn):
    return {card.product_id for card in turn.cards}


@pytest.mark.parametrize(
    ("message", "head", "kinds"),
    [
        ("3 towels, 2 bath mats", "towel", ["towel", "bath mat"]),
        ("a red dress, a belt and shoes", "dress", ["dress", "belt", "shoe"]),
        ("想买耳机和一个键盘", "耳机", ["耳机", "键盘"]),
        ("cheaper ones", "shirt and trousers", ["shirt", "trousers"]),
        ("a shirt but no trousers", "shirt", []),
        ("a case for my phone and tablet", "case", []),
        ("keyboard and mouse set", "keyboard", []),
        ("a black and white dress", "dress", []),
        ("a coffee table", "coffee table", []),
    ],
)
def test_kinds_that_stand_side_by_side(message, head, kinds):
    assert kinds_wanted(message, Intent(product_type=head), WORDS) == kinds


def test_a_question_about_two_kinds_is_no_wish():
    read = Intent(action="compare", product_type="shirt and trousers")
    assert kinds_wanted("a shirt and trousers", read, WORDS) == []


@pytest.mark.parametrize(
    ("message", "people"),
    [
        ("gifts for my sister, my boss and grandpa", ["sister", "boss", "grandpa"]),
        ("送给外婆和同事的礼物", ["外婆", "同事"]),
        ("an anniversary gift for mum and dad", []),
        ("给我爸妈和岳父母买茶叶", []),
        ("shoes for men and women", []),
        ("a gift for my sister", []),
    ],
)
def test_people_that_stand_side_by_side(message, people):
    assert people_named(message) == people


prices = st.lists(st.integers(1, 90), min_size=1, max_size=6)


@given(st.lists(prices, min_size=2, max_size=3), st.integers(1, 200))
def test_whatever_is_shown_leaves_room_for_the_cheapest_of_the_others(lists, total):
    groups = [
        Group(str(n), [Hit(product=Product(id=f"{n}-{i}", title="x", price=p), relevance=1.0)
                       for i, p in enumerate(row)])
        for n, row in enumerate(lists)
    ]  # fmt: skip
    shared = shared_out(groups, total)
    least = [min(row) for row in lists]
    assert bool(shared) == (sum(least) <= total)
    for own, group in zip(least, shared, strict=False):
        assert all(float(hit.product.charged) + sum(least) - own <= total for hit in group.hits)


def test_two_kinds_are_shown_together_within_what_both_may_cost(say):
    turn = say("a laptop and headphones under 1400 together")
    assert _ids(turn) == {"p7", "p2", "p3"}  # the headphones at 180 would leave too little
    assert "together up to $1,400.00" in turn.text
    assert "from $1,328.00" in turn.text
    assert "hold each product" not in turn.text


def test_both_kinds_stay_in_the_turns_after(say):
    say("毛衣和耳机一共100以内")
    turn = say("便宜一点的")
    assert {"p2", "p6"} <= _ids(turn)
    assert "p1" not in _ids(turn)


def test_a_sum_too_small_is_said(say):
    turn = say("a laptop and headphones under 1310 together")
    assert "above $1,310.00" in turn.text
    assert "p7" in _ids(turn)


def test_of_a_kind_that_the_shop_does_not_have_that_is_said(say):
    turn = say("headphones and a kettle")
    assert _ids(turn) == {"p1", "p2", "p3"}
    assert "does not seem to have “kettle”" in turn.text


def test_gifts_for_two_are_one_person_at_a_time_with_an_equal_share(say):
    turn = say("something for my mum and my nephew, 60 altogether")
    assert turn.intent.recipient == "mum"
    assert turn.intent.price_max == 30
    assert "up to $30.00 each" in turn.text
    assert turn.chips[0].message == "Something for my nephew, up to $30.00"
    after = say(turn.chips[0].message)
    assert after.intent.recipient == "nephew"
    assert after.intent.price_max == 30


def test_a_limit_not_said_of_both_is_taken_for_each_and_said(say):
    turn = say("送给妈妈和侄子的礼物，100以内")
    assert turn.intent.price_max == 100
    assert "每份不超过" in turn.text
    assert any("侄子" in chip.message for chip in turn.chips)


def test_what_is_to_be_compared_before_anything_was_shown_is_shown_first(say):
    turn = say("compare headphones and a laptop")
    assert {"p7", "p2"} <= _ids(turn)
    after = say("compare 1 and 4")
    assert after.comparison is not None


def test_several_kinds_for_the_cart_are_shown_where_none_was_before(say):
    turn = say("put headphones and a laptop into my cart")
    assert turn.cart is None
    assert {"p7", "p2"} <= _ids(turn)


def test_more_of_several_kinds_ends_where_they_do(say):
    say("a laptop and headphones, total 1400")
    turn = say("show me more")
    assert not turn.cards
    assert "everything" in turn.text


def test_one_of_the_kinds_turned_down_leaves_the_other(say, read_with):
    say("a laptop and headphones")
    turn = read_with(
        "without the laptop",
        lambda state: state.need.model_copy(update={"action": "refine", "exclude": ["laptop"]}),
    )
    assert _ids(turn) == {"p1", "p2", "p3"}
    assert turn.intent.product_type == "headphones"


def test_a_sum_for_the_one_kind_that_there_is_is_a_limit_as_any(say):
    turn = say("headphones and a kettle, 100 in total")
    assert _ids(turn) == {"p2", "p3"}
    assert "leaves room" not in turn.text
