"""Lines of a sequence file put together into journeys, each purchase once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from retrieval.recommend import Sequence, journeys


def _rows(user, path, keep):
    """Every prefix of ``path`` as a line, with at most ``keep`` items of history."""
    baskets = [(item,) for item in path]
    return [
        Sequence(user, tuple(baskets[max(0, end - keep) : end]), baskets[end])
        for end in range(1, len(path))
    ]


@given(st.lists(st.sampled_from("abcdefgh"), min_size=2, max_size=12, unique=True))
def test_prefixes_with_cut_histories_give_the_journey_back(path):
    (journey,) = journeys(_rows("u", path, keep=3))
    assert [item for (item,) in journey.baskets] == path
    assert journey.heads == (False, *[True] * (len(path) - 1))


def test_the_same_item_twice_in_a_row_stays_twice():
    (journey,) = journeys(_rows("u", ["a", "b", "b", "c"], keep=10))
    assert journey.baskets == (("a",), ("b",), ("b",), ("c",))


def test_lines_that_do_not_meet_are_put_one_after_the_other():
    lines = [Sequence("u", (("a",),), ("b",)), Sequence("u", (("x",),), ("y",))]
    assert [one.baskets for one in journeys(lines)] == [(("a",), ("b",), ("x",), ("y",))]


def test_a_line_given_twice_adds_nothing():
    lines = [Sequence("u", (("a",), ("b",)), ("c",))] * 2
    assert [one.baskets for one in journeys(lines)] == [(("a",), ("b",), ("c",))]


def test_shoppers_are_kept_apart():
    lines = [Sequence("u", (("a",),), ("b",)), Sequence("v", (("b",),), ("c",))]
    assert [one.user_id for one in journeys(lines)] == ["u", "v"]
