"""The tables of associations, by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import exp, log, sqrt

import numpy as np
import pytest

from retrieval.recommend import Journey, Settings
from retrieval.recommend.associations import Associations

ROW = {"a": 0, "b": 1, "c": 2}
SETTINGS = Settings(gap_decay=0.5, backward=0.25, shrinkage=1.0)


def _journey(user, *baskets, at=None):
    count = len(baskets)
    heads = (False, *[True] * (count - 1))
    return Journey(user, baskets, heads, tuple(at) if at else (None,) * count)


def _tables(*found):
    return Associations.of(found, ROW, SETTINGS)


def test_a_pair_counts_by_its_distance_and_less_backwards():
    tables = _tables(_journey("u", ("a",), ("b",), ("c",)))
    shrunk = 1 + 1  # each was bought once: 1^0.7 * 1^0.3 + shrinkage
    assert tables.follows[0, 1] == pytest.approx(1 / shrunk)
    assert tables.follows[0, 2] == pytest.approx(0.5 / shrunk)
    assert tables.follows[1, 0] == pytest.approx(0.25 / shrunk)
    assert tables.follows[2, 0] == pytest.approx(0.125 / shrunk)


def test_items_of_one_basket_go_both_ways_in_full():
    tables = _tables(_journey("u", ("a", "b")))
    assert tables.follows[0, 1] == tables.follows[1, 0] == pytest.approx(0.5)


def test_associations_are_divided_by_how_often_both_are_bought():
    tables = _tables(_journey("u", ("a",), ("b",)), _journey("v", ("b",)), _journey("w", ("b",)))
    assert tables.follows[0, 1] == pytest.approx(1 / (1 * 3**0.3 + 1))


def test_nothing_follows_itself():
    tables = _tables(_journey("u", ("a",), ("a",), ("b",)))
    assert tables.follows.diagonal().sum() == tables.together.diagonal().sum() == 0


def test_together_is_weaker_for_shoppers_who_buy_everything():
    tables = _tables(_journey("u", ("a",), ("b",)), *(_journey(f"o{n}", ("c",)) for n in range(6)))
    assert tables.together[0, 1] == pytest.approx(log(7) / sqrt(2))
    assert tables.together[0, 2] == 0


def test_popularity_is_a_log_share_of_purchases():
    tables = _tables(_journey("u", ("a",), ("a",), ("b",)))
    assert exp(tables.popular[0]) == pytest.approx(3 / 4)
    assert exp(tables.popular[2]) == pytest.approx(1 / 4)


def test_a_purchase_two_half_lives_ago_counts_a_quarter():
    now = datetime(2026, 1, 1, tzinfo=UTC)
    old = now - timedelta(days=2 * SETTINGS.half_life_days)
    tables = _tables(_journey("u", ("a",), ("b",), at=(old, now)))
    assert exp(tables.recent[0]) == pytest.approx(1.25 / 2.25)
    assert exp(tables.recent[1]) == pytest.approx(2 / 2.25)


def test_without_times_the_answers_are_the_recent_purchases():
    tables = _tables(_journey("u", ("a",), ("b",)))
    assert tables.recent[1] > tables.recent[0] == tables.recent[2]


def test_items_that_the_catalogue_does_not_have_are_passed_over():
    tables = _tables(_journey("u", ("gone",), ("b",)))
    assert tables.follows.nnz == 0


def test_what_is_bought_again_oftener_than_others_is_regular():
    path = (("a",), ("a",), ("a",), ("b",))
    tables = _tables(_journey("u", *path), _journey("v", ("a",), ("b",)))
    # 2 of 6 purchases were repeats, both of a: 2 of its 4, and none of b's 2.
    assert exp(tables.regular[0]) == pytest.approx((2 + 5 / 3) / (4 + 5) * 3)
    assert exp(tables.regular[1]) == pytest.approx((0 + 5 / 3) / (2 + 5) * 3)


def test_where_nobody_buys_again_nothing_is_regular():
    assert not _tables(_journey("u", ("a",), ("b",))).regular.any()


def test_pairs_of_one_shopper_are_told_from_those_of_two():
    tables = _tables(
        _journey("u", ("a",), ("b",)), _journey("v", ("b",), ("a",)), _journey("w", ("c",), ("a",))
    )
    assert tables.shared[0, 1] == tables.shared[1, 0] == 1
    assert tables.shared[0, 2] == tables.shared[2, 0] == 0
    assert tables.shared.diagonal().sum() == 0
    after = tables.between_all(tables.follows, np.array([0]))
    assert after[0, 1] == tables.follows[0, 1] > 0
    assert after[0, 2] == 0 < tables.follows[0, 2]


def test_buying_a_pair_twice_does_not_make_a_second_shopper():
    tables = _tables(_journey("u", ("a",), ("b",), ("a",), ("b",)))
    assert tables.shared[0, 1] == 0
