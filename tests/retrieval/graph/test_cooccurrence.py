"""Pairs bought together: the formula by hand, and the same sums in any order of arrival."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.graph.cooccurrence import MAX_MODELS, CoOccurrence

NOW = datetime(2026, 11, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def counted(events, *, apart=None, half_life=30 * DAY, reference=NOW):
    pairs = CoOccurrence(reference, half_life=half_life, apart=apart)
    for shopper, model, at in events:
        pairs.add(shopper, model, at)
    return pairs


def test_the_score_is_the_cosine_shrunk_by_the_shoppers_behind_it():
    events = [(who, model, NOW) for who in "abc" for model in ("phone", "case")]
    events += [("d", "phone", NOW)]
    found = counted(events).neighbours("phone", now=NOW, shrinkage=2)
    assert [one.model for one in found] == ["case"]
    assert found[0].score == pytest.approx(3 / (3 + 2) * 3 / (4 * 3) ** 0.5)
    assert (found[0].together, found[0].shoppers) == (pytest.approx(3), 3)


def test_one_shopper_is_no_evidence():
    pairs = counted([("a", "phone", NOW), ("a", "case", NOW)])
    assert pairs.neighbours("phone", now=NOW) == []
    assert pairs.neighbours("phone", now=NOW, least_shoppers=1)


def test_a_pair_fades_with_the_older_of_its_two_and_with_the_time_between():
    old, new = NOW - 30 * DAY, NOW
    events = [(who, model, at) for who in "ab" for model, at in (("x", old), ("y", new))]
    assert counted(events).neighbours("x", now=NOW)[0].together == pytest.approx(2 * 0.5)
    apart = counted(events, apart=15 * DAY).neighbours("x", now=NOW)
    assert apart[0].together == pytest.approx(2 * 0.5 * 0.25)
    later = counted(events).neighbours("x", now=NOW + 30 * DAY)
    assert later[0].together == pytest.approx(2 * 0.25)


def test_a_reseller_with_everything_does_not_make_pairs_of_everything():
    events = [("r", f"m{n}", NOW) for n in range(3 * MAX_MODELS)]
    pairs = counted(events)
    assert len(pairs.neighbours("m0", now=NOW, least_shoppers=1)) == MAX_MODELS - 1
    assert pairs.neighbours(f"m{2 * MAX_MODELS}", now=NOW, least_shoppers=1) == []


events = st.lists(
    st.tuples(
        st.sampled_from("abcd"),
        st.sampled_from("wxyz"),
        st.integers(0, 60).map(lambda n: NOW - n * DAY),
    ),
    max_size=30,
)


@settings(deadline=None)
@given(events, st.randoms(use_true_random=False))
def test_any_order_of_arrival_gives_the_same_pairs(given_events, order):
    other = list(given_events) + given_events[:5]  # some arrive twice
    order.shuffle(other)
    one = counted(given_events, apart=14 * DAY)
    two = counted(other, apart=14 * DAY, reference=NOW - 20 * DAY)
    for model in "wxyz":
        left = {n.model: n for n in one.neighbours(model, now=NOW, least_shoppers=1)}
        right = {n.model: n for n in two.neighbours(model, now=NOW, least_shoppers=1)}
        assert left.keys() == right.keys()
        for name, neighbour in left.items():
            assert neighbour[1:] == pytest.approx(right[name][1:])
            assert 0 <= neighbour.score <= 1
