"""nDCG by hand: each convention is told from the others by one small case."""

from __future__ import annotations

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics.judgments import Judgments
from eval.metrics.ndcg import ndcg, ndcg_condensed, ndcg_exp

GRADED = Judgments({"q": {"good": 3, "fair": 1, "bad": 0}})
RUN = {"q": ["stranger", "fair", "good"]}
ITEMS = [f"i{n}" for n in range(12)]


@st.composite
def judged_rankings(draw):
    grades = draw(
        st.dictionaries(st.sampled_from(ITEMS), st.sampled_from([0, 0.5, 1, 2, 3]), min_size=1)
    )
    grades[draw(st.sampled_from(ITEMS))] = 2
    return Judgments({"q": grades}), {"q": draw(st.permutations(ITEMS))}


def test_linear_gain_is_the_grade_itself():
    dcg = 1 / log2(3) + 3 / log2(4)
    ideal = 3 / log2(2) + 1 / log2(3)
    assert ndcg(GRADED, RUN)["q"] == pytest.approx(dcg / ideal)


def test_exponential_gain_is_two_to_the_grade_minus_one():
    dcg = 1 / log2(3) + 7 / log2(4)
    ideal = 7 / log2(2) + 1 / log2(3)
    assert ndcg_exp(GRADED, RUN)["q"] == pytest.approx(dcg / ideal)


def test_condensed_takes_the_unjudged_out_before_ranks_are_counted():
    dcg = 1 / log2(2) + 3 / log2(3)
    ideal = 3 / log2(2) + 1 / log2(3)
    assert ndcg_condensed(GRADED, RUN)["q"] == pytest.approx(dcg / ideal)


def test_condensed_reaches_below_the_cutoff_for_judged_items():
    run = {"q": [f"stranger{n}" for n in range(20)] + ["good", "fair"]}
    assert ndcg(GRADED, run)["q"] == 0
    assert ndcg_condensed(GRADED, run)["q"] == 1


def test_fractional_grades_of_the_session_log_count_as_written():
    judgments = Judgments({"case": {"liked": 2, "neutral": 1, "disliked": 0.5}})
    run = {"case": ["disliked", "other", "liked"]}
    ideal = 2 + 1 / log2(3) + 0.5 / log2(4)
    assert ndcg(judgments, run)["case"] == pytest.approx((0.5 + 2 / log2(4)) / ideal)
    gain = 2**0.5 - 1
    ideal = 3 + 1 / log2(3) + gain / log2(4)
    assert ndcg_exp(judgments, run)["case"] == pytest.approx((gain + 3 / log2(4)) / ideal, abs=1e-5)


def test_only_the_first_k_ranks_count():
    run = {"q": ["x", "y", "good"]}
    assert ndcg(GRADED, run, k=2)["q"] == 0
    assert ndcg(GRADED, run, k=3)["q"] > 0


def test_a_query_that_was_answered_with_nothing_counts_as_zero():
    judgments = Judgments({"q": {"a": 1}, "silent": {"b": 1}})
    assert ndcg(judgments, {"q": ["a"], "silent": []}) == {"q": 1.0, "silent": 0.0}
    assert ndcg(judgments, {"q": ["a"]}) == {"q": 1.0, "silent": 0.0}


def test_a_query_without_a_relevant_item_is_left_out():
    judgments = Judgments({"q": {"a": 1}, "hopeless": {"b": 0}})
    assert ndcg(judgments, {"q": ["a"], "hopeless": ["b"]}) == {"q": 1.0}


def test_judgments_without_any_relevant_item_are_refused():
    with pytest.raises(ValueError, match="no query has a relevant item"):
        Judgments({"q": {"a": 0}})


def test_an_item_ranked_twice_is_refused():
    with pytest.raises(ValueError, match="names an item twice"):
        ndcg(GRADED, {"q": ["good", "good"]})


@given(judged_rankings())
def test_every_convention_stays_between_zero_and_one(case):
    for metric in (ndcg, ndcg_exp, ndcg_condensed):
        assert 0 <= metric(*case)["q"] <= 1 + 1e-9


@given(judged_rankings())
def test_the_ideal_order_scores_one(case):
    judgments, run = case
    best = sorted(run["q"], key=lambda item: -judgments.grades["q"].get(item, 0))
    for metric in (ndcg, ndcg_exp, ndcg_condensed):
        assert metric(judgments, {"q": best})["q"] == pytest.approx(1)


@given(judged_rankings(), st.integers(2, 9))
def test_linear_gain_does_not_mind_the_scale_of_the_grades(case, factor):
    judgments, run = case
    scaled = Judgments({"q": {i: g * factor for i, g in judgments.grades["q"].items()}})
    assert ndcg(scaled, run)["q"] == pytest.approx(ndcg(judgments, run)["q"])


@given(judged_rankings(), st.data())
def test_condensed_does_not_mind_where_the_unjudged_stand(case, data):
    judgments, run = case
    moved = [item for item in run["q"] if item in judgments.grades["q"]]
    for stranger in ("s1", "s2", "s3"):
        moved.insert(data.draw(st.integers(0, len(moved))), stranger)
    before = ndcg_condensed(judgments, run)["q"]
    assert ndcg_condensed(judgments, {"q": moved})["q"] == pytest.approx(before)


@given(judged_rankings(), st.integers(0, 10))
def test_moving_a_better_item_up_never_lowers_ndcg(case, place):
    judgments, run = case
    grade = judgments.grades["q"].get
    above, below = run["q"][place], run["q"][place + 1]
    if grade(below, 0) > grade(above, 0):
        swapped = [*run["q"]]
        swapped[place], swapped[place + 1] = below, above
        for metric in (ndcg, ndcg_exp):
            assert metric(judgments, {"q": swapped})["q"] >= metric(judgments, run)["q"] - 1e-12
