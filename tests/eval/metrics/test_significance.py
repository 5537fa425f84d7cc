"""Intervals and the paired test, on cases whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from eval.metrics.significance import interval, paired_p, ratio_interval


def _named(values):
    return {str(place): float(value) for place, value in enumerate(values)}


def test_the_interval_agrees_with_the_normal_one_on_many_normal_values():
    values = np.random.default_rng(1).normal(0.5, 0.1, 400)
    half = norm.ppf(0.975) * values.std(ddof=1) / np.sqrt(400)
    low, high = interval(_named(values))
    assert low == pytest.approx(values.mean() - half, abs=0.002)
    assert high == pytest.approx(values.mean() + half, abs=0.002)


def test_the_same_seed_gives_the_same_interval():
    values = _named([0, 0.2, 0.9, 1, 0.4])
    assert interval(values, seed=3) == interval(values, seed=3)


def test_equal_values_have_an_interval_of_no_width():
    for values in ([0.7, 0.7, 0.7], [0.7]):
        low, high = interval(_named(values))
        assert low == high == pytest.approx(0.7)


def test_cases_of_one_session_are_drawn_together():
    """Ten copies of each value are no more evidence than one: the interval must not shrink."""
    values = [0.1, 0.9, 0.4, 0.6, 0.2, 0.8]
    copies = {f"{s}#{c}": value for s, value in enumerate(values) for c in range(10)}
    sessions = {case: case.split("#")[0] for case in copies}
    alone = interval(_named(values))
    together = interval(copies, sessions)
    assert together == pytest.approx(alone, abs=0.02)
    assert np.ptp(interval(copies)) < np.ptp(together) / 2


def test_an_interval_of_nothing_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        interval({})


def test_a_ratio_draws_its_two_sides_together():
    hits, both = np.array([2.0, 0, 4, 2]), np.array([4.0, 4, 4, 4])
    low, high = ratio_interval(hits, both)
    assert low < 0.5 < high
    assert ratio_interval(np.zeros(3), np.zeros(3)) == (1.0, 1.0)


def test_a_system_is_not_different_from_itself():
    values = _named([0.1, 0.5, 0.9])
    assert paired_p(values, values) == 1


def test_the_p_value_of_a_small_case_is_the_share_of_sign_flips():
    """Five differences of the same sign: 2 of the 32 sign patterns are as extreme."""
    ours, theirs = _named([0.5, 0.6, 0.7, 0.8, 0.9]), _named([0.4, 0.4, 0.4, 0.4, 0.4])
    assert paired_p(ours, theirs) == pytest.approx(2 / 32)


def test_one_session_alone_proves_nothing():
    cases = {"s#1": 0.9, "s#2": 0.8}
    assert paired_p(cases, dict.fromkeys(cases, 0.1), dict.fromkeys(cases, "s")) == 1


def test_a_pairing_of_different_cases_is_refused():
    with pytest.raises(ValueError, match="the same cases"):
        paired_p({"a": 1.0}, {"b": 1.0})


@settings(max_examples=20, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=2, max_size=12))
def test_the_interval_is_ordered_and_within_the_range_of_the_values(values):
    low, high = interval(_named(values))
    assert min(values) - 1e-9 <= low <= high <= max(values) + 1e-9
