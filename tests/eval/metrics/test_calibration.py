"""Calibration by hand, and what must hold for any confidences."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics.calibration import (
    Calibration,
    brier,
    expected_error,
    fall_back,
    fit,
    hold_back,
    reliability,
)

probabilities = st.floats(0, 1)
outcomes = st.lists(st.tuples(probabilities, st.booleans()), min_size=1, max_size=60)


def test_brier_and_expected_error_by_hand():
    sure, right = [0.9, 0.9, 0.2, 0.2], [True, False, False, False]
    assert brier(sure, right) == pytest.approx((0.01 + 0.81 + 0.04 + 0.04) / 4)
    assert expected_error(sure, right, bins=2) == pytest.approx((0.4 + 0.2) / 2)


def test_bins_hold_as_many_answers_each_and_rise():
    bins = reliability([0.1, 0.9, 0.5, 0.7], [False, True, True, True], bins=2)
    assert [(each.n, each.confidence, each.accuracy) for each in bins] == [
        (2, pytest.approx(0.3), 0.5),
        (2, pytest.approx(0.8), 1.0),
    ]


def test_an_overconfident_model_is_mended_by_fitting():
    rng = random.Random(3)
    truth = [rng.random() for _ in range(2000)]
    right = [rng.random() < p for p in truth]
    wrong_way = Calibration(a=2.5, b=1.0)
    sure = [wrong_way(p) for p in truth]
    found = fit(sure, right)
    mended = [found(p) for p in sure]
    assert found.a == pytest.approx(1 / 2.5, abs=0.06)
    assert expected_error(mended, right) < 0.04 < expected_error(sure, right)


def test_a_confidence_that_points_the_wrong_way_becomes_the_mean():
    found = fit([0.9, 0.8, 0.2, 0.1], [False, False, True, False])
    assert found(0.9) == found(0.1) == pytest.approx(0.25, abs=1e-4)


@pytest.mark.parametrize("right", [[True, True], [False, False]])
def test_without_both_outcomes_nothing_can_be_learnt(right):
    with pytest.raises(ValueError, match="right and wrong"):
        fit([0.5, 0.6], right)


def test_the_other_system_is_taken_where_it_does_better():
    cut = fall_back([0.1, 0.2, 0.8, 0.9], [False, False, True, True], [True, True, False, False])
    assert 0.2 < cut.threshold <= 0.8
    assert (cut.held, cut.before, cut.after, cut.wrong_held) == (0.5, 0.5, 1, 1)


def test_the_other_system_is_never_taken_where_it_is_worse():
    cut = fall_back([0.1, 0.9], [True, True], [False, False])
    assert (cut.threshold, cut.held, cut.after) == (0, 0, 1)


def test_holding_back_leaves_the_surer_answers():
    cut = hold_back([0.2, 0.4, 0.6, 0.8], [False, True, False, True])
    assert (cut.held, cut.before, cut.after, cut.wrong_held) == (0.5, 0.5, 0.5, 0.5)


@given(outcomes)
def test_measures_stay_in_range_and_bins_count_everybody(pairs):
    sure, right = [p for p, _ in pairs], [hit for _, hit in pairs]
    assert 0 <= brier(sure, right) <= 1
    assert 0 <= expected_error(sure, right) <= 1
    assert sum(each.n for each in reliability(sure, right)) == len(pairs)


@given(probabilities, probabilities, st.floats(0.01, 5), st.floats(-5, 5))
def test_a_calibration_keeps_the_order(one, other, a, b):
    found = Calibration(a, b)
    low, high = sorted((one, other))
    assert 0 <= found(low) <= found(high) <= 1
