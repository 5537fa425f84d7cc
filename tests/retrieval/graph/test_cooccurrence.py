"""Pairs bought together: the formula by hand, and the same sums in any order of arrival."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.graph import cooccurrence
from retrieval.graph.cooccurrence import MAX_MODELS, CoOccurrence

NOW = datetime(2026, 11, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def counted(events, *, apart=None, half_life=30 * DAY, reference=NOW):
    pairs = CoOccurrence(reference, half_life=half_life, apart=apart)
    for shopper, model, at in events:
        pairs.add(shopper, model, at)
    return pairs


def test_the_score_is_the_share_of_shoppers_shrunk_by_the_shoppers_behind_it():
    events = [(who, model, NOW) for who in "abc" for model in ("phone", "case")]
    events += [("d", "phone", NOW)]
    found = counted(events).neighbours("phone", now=NOW, shrinkage=2)
    assert [one.model for one in found] == ["case"]
    assert found[0].score == pytest.approx(3 / (3 + 2) * 3 / (4**0.7 * 3**0.3))
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


def test_what_is_like_a_model_lends_it_its_shoppers():
    events = [("a", "pen", NOW), ("a", "ink", NOW), ("b", "quill", NOW), ("b", "ink", NOW)]
    pairs = counted(events)
    assert pairs.neighbours("pen", now=NOW) == []  # one shopper each
    (found,) = pairs.neighbours("pen", now=NOW, alike={"quill": 0.5}, shrinkage=2)
    # c = 1 + 0.5, n_pen = 1 + 0.5 and n_ink = 2
    assert found.score == pytest.approx(1.5 / (1.5 + 2) * 1.5 / (1.5**0.7 * 2**0.3))
    assert (found.model, found.shoppers, found.own) == ("ink", 2, False)


def test_one_shopper_of_many_models_alike_is_still_no_evidence():
    events = [("a", model, NOW) for model in ("pen", "quill", "nib", "ink")]
    assert counted(events).neighbours("pen", now=NOW, alike={"quill": 0.9, "nib": 0.8}) == []


def test_pairs_of_ones_own_shoppers_say_so_and_come_before_as_many_lent():
    own = [(who, model, NOW) for who in "ab" for model in ("pen", "ink")]
    lent = [(who, model, NOW) for who in "cd" for model in ("quill", "desk")]
    found = counted(own + lent).neighbours("pen", now=NOW, alike={"quill": 0.5})
    assert [(one.model, one.own) for one in found] == [("ink", True), ("desk", False)]


def test_the_shoppers_looked_at_are_bounded_and_the_newest(monkeypatch):
    monkeypatch.setattr(cooccurrence, "MAX_LENT", 2)
    events = [(f"old{n}", model, NOW - 9 * DAY) for n in range(3) for model in ("quill", "chalk")]
    events += [(f"new{n}", model, NOW) for n in range(2) for model in ("quill", "ink")]
    found = counted(events).neighbours("pen", now=NOW, alike={"quill": 0.5})
    assert [one.model for one in found] == ["ink"]


events = st.lists(
    st.tuples(
        st.sampled_from("abcd"),
        st.sampled_from("wxyz"),
        st.integers(0, 60).map(lambda n: NOW - n * DAY),
    ),
    max_size=30,
)


@settings(deadline=None)
@given(events, st.randoms(use_true_random=False), st.sampled_from([{}, {"w": 0.8, "z": 0.4}]))
def test_any_order_of_arrival_gives_the_same_pairs(given_events, order, alike):
    other = list(given_events) + given_events[:5]  # some arrive twice
    order.shuffle(other)
    one = counted(given_events, apart=14 * DAY)
    two = counted(other, apart=14 * DAY, reference=NOW - 20 * DAY)
    for model in "wxyz":
        asked = {"now": NOW, "alike": alike, "least_shoppers": 1}
        left = {n.model: n for n in one.neighbours(model, **asked)}
        right = {n.model: n for n in two.neighbours(model, **asked)}
        assert left.keys() == right.keys()
        for name, neighbour in left.items():
            assert neighbour[1:] == pytest.approx(right[name][1:])
            assert 0 <= neighbour.score <= 1
