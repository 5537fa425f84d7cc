"""Likeness costs as much beside what is known of the shopper as it does for a stranger."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.ranking.diversity import MOST_WIDENING, widening

SCORES = st.lists(st.floats(0, 3), min_size=0, max_size=30)


def test_the_weight_grows_as_the_scores_are_moved_apart() -> None:
    plain = np.array([0.0, 0.2, 0.4, 0.6])
    assert widening(1.5 * plain, 0.5 * plain) == pytest.approx(1.5)
    assert widening(10 * plain, 9 * plain) == MOST_WIDENING


def test_a_taste_that_brings_the_scores_together_takes_no_variety_away() -> None:
    plain = np.array([0.0, 0.2, 0.4, 0.6])
    assert widening(0.5 * plain, -0.5 * plain) == 1.0


def test_where_all_is_alike_but_for_the_taste_the_weight_is_bounded() -> None:
    taste = np.array([0.3, 0.0, 0.0])
    assert widening(0.5 + taste, taste) == MOST_WIDENING


@given(scores=SCORES, same=st.floats(-1, 1))
def test_nothing_known_changes_nothing(scores: list[float], same: float) -> None:
    values = np.array(scores)
    assert widening(values, np.full(len(values), same)) == 1.0


@given(scores=SCORES, data=st.data())
def test_it_lies_between_one_and_two(scores: list[float], data: st.DataObject) -> None:
    size = len(scores)
    personal = data.draw(st.lists(st.floats(-1, 1), min_size=size, max_size=size))
    assert 1.0 <= widening(np.array(scores), np.array(personal)) <= MOST_WIDENING
