"""Slot scores by hand, exact and normalised."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.intent import Intent
from eval.metrics.slots import (
    Counts,
    asks_match,
    count,
    exact,
    full_match,
    normalised,
    pairs,
    query_counts,
)

words = st.lists(st.sampled_from(["red", "blue", "black", "耳机", "x-large"]), max_size=3)
intents = st.builds(
    Intent,
    product_type=st.sampled_from([None, "shoe", "laptop"]),
    price_max=st.sampled_from([None, 50.0, 100.0]),
    colors=words,
    features=words,
    on_sale=st.booleans(),
)


def test_a_list_gives_a_pair_a_value_and_defaults_give_none():
    intent = Intent(colors=["red", "blue"], price_max=50, on_sale=True, sort="relevance")
    assert pairs(intent) == {
        ("colors", "red"),
        ("colors", "blue"),
        ("price_max", "50.0"),
        ("on_sale", "1.0"),
    }


def test_half_a_list_is_half_found():
    counts = count(Intent(colors=["red", "blue"]), Intent(colors=["red", "green"]))
    assert counts == Counts(hits=1, predicted=2, gold=2)
    assert (counts.precision, counts.recall, counts.f1) == (0.5, 0.5, 0.5)


def test_scores_are_micro_averaged():
    total = Counts(3, 4, 6) + Counts(0, 1, 0)
    assert total.precision == pytest.approx(3 / 5)
    assert total.recall == pytest.approx(1 / 2)
    assert total.f1 == pytest.approx(6 / 11)


def test_the_right_value_in_the_wrong_field_is_wrong():
    assert count(Intent(brands=["apple"]), Intent(exclude_brands=["apple"])).hits == 0


def test_normalised_forgives_case_article_width_and_number_exact_does_not():
    gold, said = Intent(product_type="running shoe"), Intent(product_type="The Running Shoes")
    assert count(gold, said, normalised).hits == 1
    assert count(gold, said, exact).hits == 0


def test_numbers_match_by_value():
    assert count(Intent(price_max=100), Intent(price_max=100.0), exact).hits == 1
    assert count(Intent(price_max=1234567), Intent(price_max=1234568), exact).hits == 0


def test_an_invalid_answer_finds_nothing():
    assert count(Intent(colors=["red"]), None) == Counts(0, 0, 1)
    assert not full_match(Intent(), None)
    assert not asks_match(Intent(), None)


def test_saying_nothing_where_nothing_is_asked_is_perfect():
    assert count(Intent(), Intent()).f1 == 1
    assert count(Intent(), Intent(colors=["red"])).f1 == 0


def test_full_match_wants_action_slots_and_ask_but_not_the_query():
    gold = Intent(action="refine", colors=["red", "blue"], ask=["price", "size"], query="red shoe")
    same = Intent(action="refine", colors=["blue", "red"], ask=["size", "price"], query="shoe")
    assert full_match(gold, same)
    assert not full_match(gold, same.model_copy(update={"action": "search"}))
    assert not full_match(gold, same.model_copy(update={"ask": []}))
    assert not full_match(gold, same.model_copy(update={"colors": ["blue"]}))


def test_queries_overlap_by_word_in_english_and_by_character_in_chinese():
    english = query_counts(Intent(query="red running shoes"), Intent(query="running shoe"))
    assert english == Counts(2, 2, 3)
    assert query_counts(Intent(query="蓝牙耳机"), Intent(query="耳机")) == Counts(2, 2, 4)


@given(intents, intents)
def test_scores_stay_between_zero_and_one_and_swap_with_their_sides(gold, said):
    there, back = count(gold, said), count(said, gold)
    assert there.precision == back.recall
    assert 0 <= there.f1 == back.f1 <= 1
    if there.f1 > 0:
        low, high = sorted((there.precision, there.recall))
        assert low - 1e-9 <= there.f1 <= high + 1e-9


@given(intents)
def test_an_intent_matches_itself_whatever_the_order_of_its_lists(intent):
    turned = intent.model_copy(update={"colors": intent.colors[::-1]})
    assert count(intent, turned).f1 == 1
    assert full_match(intent, turned)


@given(intents, intents)
def test_normalising_never_loses_a_hit(gold, said):
    hits = pairs(gold) & pairs(said)
    assert {(f, normalised(v)) for f, v in hits} <= pairs(gold, normalised) & pairs(
        said, normalised
    )
