"""The nDCG that learned parts judge themselves by: by hand, and beside the report's library."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.metrics.judgments import Judgments
from eval.metrics.ndcg import ndcg as reported
from retrieval.ndcg import ndcg


def test_by_hand():
    # Gains 1 and 3 in the places 1 and 2: (1 + 3 / log2 3) / (3 + 1 / log2 3).
    assert ndcg([1.0, 3.0]) == pytest.approx((1 + 3 / math.log2(3)) / (3 + 1 / math.log2(3)))


def test_what_the_ranking_does_not_hold_is_missed():
    assert ndcg([1, 0], best=[1, 1]) == pytest.approx(1 / (1 + 1 / math.log2(3)))
    assert ndcg([0, 0], best=[1]) == 0.0


def test_nothing_to_gain_is_nothing_gained():
    assert ndcg([]) == ndcg([0.0]) == ndcg([], best=[]) == 0.0


def test_places_below_the_depth_do_not_count():
    assert ndcg([0] * 10 + [1]) == 0.0
    assert ndcg([0, 1], depth=1) == 0.0


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=30).filter(any), st.data())
def test_it_is_what_the_report_prints(grades, data):
    order = data.draw(st.permutations(range(len(grades))))
    judgments = Judgments({"q": {f"d{at}": grade for at, grade in enumerate(grades)}})
    run = {"q": [f"d{at}" for at in order]}
    assert ndcg([grades[at] for at in order]) == pytest.approx(reported(judgments, run)["q"])
