"""Recall, reciprocal rank, judged and coverage, by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics.coverage import coverage
from eval.metrics.judged import judged
from eval.metrics.judgments import Judgments
from eval.metrics.mrr import reciprocal_rank
from eval.metrics.recall import recall

GRADED = Judgments({"q": {"good": 3, "fair": 1, "poor": 0.5, "bad": 0}})


def test_recall_divides_by_all_relevant_items():
    assert recall(GRADED, {"q": ["x", "good", "bad"]})["q"] == pytest.approx(1 / 3)


def test_recall_counts_from_the_least_grade_asked_for():
    run = {"q": ["fair", "good"]}
    assert recall(GRADED, run)["q"] == pytest.approx(2 / 3)
    assert recall(GRADED, run, min_grade=1)["q"] == 1
    assert recall(GRADED, run, k=1, min_grade=2)["q"] == 0


def test_recall_cannot_be_full_with_more_relevant_items_than_ranks():
    many = Judgments({"q": {f"i{n}": 1 for n in range(15)}})
    assert recall(many, {"q": [f"i{n}" for n in range(15)]})["q"] == pytest.approx(10 / 15)


def test_the_first_relevant_item_sets_the_reciprocal_rank():
    assert reciprocal_rank(GRADED, {"q": ["x", "bad", "poor", "good"]})["q"] == pytest.approx(1 / 3)
    assert reciprocal_rank(GRADED, {"q": ["poor", "good"]}, min_grade=1)["q"] == 0.5


def test_a_first_relevant_item_below_the_cutoff_counts_as_none():
    run = {"q": [*(f"x{n}" for n in range(10)), "good"]}
    assert reciprocal_rank(GRADED, run)["q"] == 0


def test_judged_is_the_share_of_the_top_that_someone_judged():
    assert judged(GRADED, {"q": ["x", "good", "bad", "y"]})["q"] == 0.5
    assert judged(GRADED, {"q": []})["q"] == 0


def test_coverage_counts_each_shown_item_once():
    run = {"q1": ["a", "b"], "q2": ["b", "c"], "q3": [*"defghijklm", "beyond"]}
    assert coverage(run, 26) == 13 / 26


def test_coverage_of_an_empty_catalogue_is_refused():
    with pytest.raises(ValueError, match="has to be positive"):
        coverage({}, 0)


@given(st.permutations(["good", "fair", "poor", "bad", "x", "y"]), st.integers(1, 8))
def test_all_stay_between_zero_and_one_and_recall_grows_with_depth(ranking, k):
    run = {"q": ranking}
    for metric in (recall, reciprocal_rank, judged):
        assert 0 <= metric(GRADED, run, k)["q"] <= 1
    assert recall(GRADED, run, k)["q"] <= recall(GRADED, run, k + 1)["q"]
    assert reciprocal_rank(GRADED, run, k)["q"] <= reciprocal_rank(GRADED, run, k + 1)["q"]
