"""Levels and gains: how fractional grades reach a library that reads whole numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics.judgments import Judgments


def test_grades_become_places_on_a_ladder():
    judgments = Judgments({"q": {"a": 0.5, "b": 2, "c": 1, "d": 0, "e": -1}})
    assert judgments.ladder == (0.5, 1, 2)
    assert judgments.levels == {"q": {"a": 1, "b": 3, "c": 2, "d": 0, "e": 0}}


def test_gains_with_a_common_denominator_are_exact():
    judgments = Judgments({"q": {"a": 0.5, "b": 2, "c": 1}})
    assert judgments.gains(lambda grade: grade) == {1: 1, 2: 2, 3: 4}
    assert Judgments({"q": {"a": 1, "b": 3}}).gains(lambda g: 2**g - 1) == {1: 1, 2: 7}


def test_the_lowest_level_of_a_grade_is_found():
    judgments = Judgments({"q": {"a": 0.5, "b": 2, "c": 1}})
    assert [judgments.level_from(grade) for grade in (0, 0.5, 1, 1.5, 2, 3)] == [1, 1, 2, 3, 3, 4]


@given(st.sets(st.floats(0.01, 10), min_size=1, max_size=6))
def test_scaled_gains_keep_their_proportions(grades):
    judgments = Judgments({"q": {str(grade): grade for grade in grades}})
    gains = judgments.gains(lambda grade: 2**grade - 1)
    top = 2 ** max(grades) - 1
    for level, grade in enumerate(judgments.ladder, start=1):
        share = gains[level] / gains[len(judgments.ladder)]
        assert share == pytest.approx((2**grade - 1) / top, abs=1e-5)
