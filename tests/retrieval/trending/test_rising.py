"""What rises: much more of late than before, beyond doubt; two views are no trend."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import gamma

from retrieval.trending.decay import DecayedSums
from retrieval.trending.rising import LEAST_RISE, LONGER, NO_CHANGE, RECENT, Pace, gamma_low, rises

NOW = datetime(2026, 11, 1, tzinfo=UTC)
OBSERVED = timedelta(days=120)


def pace(days_ago: list[float]) -> Pace:
    sums = [DecayedSums(NOW, half_life) for half_life in (RECENT, LONGER)]
    for one in sums:
        for ago in days_ago:
            one.add("x", NOW - timedelta(days=ago))
    return Pace(*(one.at(NOW).get("x", 0.0) for one in sums))


def steady(a_day: float) -> list[float]:
    return [at / a_day for at in range(int(a_day * OBSERVED.days))]


def test_two_views_of_a_new_item_are_no_trend_and_twenty_are():
    shop = {f"steady-{n}": pace(steady(0.3)) for n in range(20)}
    found = rises(
        {**shop, "two": pace([0.2, 0.9]), "twenty": pace([n / 10 for n in range(20)])},
        observed=OBSERVED,
    )
    assert found["two"].low < LEAST_RISE
    assert found["twenty"].low > LEAST_RISE


def test_a_bestseller_with_its_usual_sales_does_not_rise():
    found = rises({"best": pace(steady(40)), "slow": pace(steady(0.1))}, observed=OBSERVED)
    assert found["best"].mean == pytest.approx(1.0, abs=0.1)
    assert found["best"].low < LEAST_RISE


def test_a_rise_of_the_whole_shop_is_no_ones_rise():
    holiday = [*steady(2), *(n / 20 for n in range(60))]
    found = rises({f"item-{n}": pace(holiday) for n in range(30)}, observed=OBSERVED)
    assert all(one.low < LEAST_RISE for one in found.values())


def test_a_rise_is_measured_against_the_items_own_past():
    burst = [n / 10 for n in range(30)]
    shop = {f"steady-{n}": pace(steady(1)) for n in range(30)}
    found = rises(
        {**shop, "was slow": pace([*steady(0.1), *burst]), "was fast": pace([*steady(8), *burst])},
        observed=OBSERVED,
    )
    assert found["was slow"].low > found["was fast"].low > 0


def test_a_day_old_log_does_not_divide_by_nothing():
    found = rises({"a": pace([0.1, 0.2]), "b": pace([0.3])}, observed=timedelta(hours=12))
    assert all(0 < one.low < LEAST_RISE for one in found.values())
    assert rises({}, observed=OBSERVED) == {}


@settings(deadline=None)
@given(st.floats(NO_CHANGE, 500), st.floats(0.1, 500))
def test_the_lower_end_is_the_gamma_quantile(shape, rate):
    assert gamma_low(shape, rate) == pytest.approx(gamma.ppf(0.05, shape, scale=1 / rate), rel=0.01)


@settings(deadline=None)
@given(st.lists(st.floats(0, 100), max_size=40))
def test_a_rise_is_positive_and_its_lower_end_is_lower(days_ago):
    found = rises({"x": pace(days_ago), "y": pace([1, 5, 50])}, observed=OBSERVED)
    for one in found.values():
        assert 0 <= one.low < one.mean
