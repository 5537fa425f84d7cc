"""A comparison of systems: its rows, and whom ours is compared with."""

from __future__ import annotations

import pytest

from eval.metrics.judgments import Judgments
from eval.metrics.ranking import Ranked, percentiles_ms, ranking_rows

JUDGMENTS = Judgments({f"q{n}": {"good": 3, "fair": 1, "bad": 0} for n in range(8)})


def _system(name, ranking, times=()):
    return Ranked(name, dict.fromkeys(JUDGMENTS.query_ids, ranking), times)


BEST = _system("aisle", ["good", "fair"], [1.0, 3.0, 2.0])
MIDDLE = _system("middle", ["fair", "good"])
WORST = _system("worst", ["bad", "unjudged", "good"])


def test_a_row_has_every_metric_its_interval_and_its_times():
    rows, by_query = ranking_rows([BEST, WORST], JUDGMENTS, catalogue_size=8)
    best, worst = rows
    assert best["system"] == "aisle"
    assert best["ndcg@10"] == best["ndcg_exp@10"] == best["ndcg_condensed@10"] == 1
    assert best["recall@10"] == best["mrr@10"] == best["judged@10"] == 1
    assert best["coverage@10"] == 2 / 8
    assert (best["p50_ms"], best["p95_ms"]) == (2.0, 2.9)
    assert best["intervals"]["ndcg@10"] == [1, 1]
    assert worst["recall@10"] == 0.5
    assert worst["mrr@10"] == pytest.approx(1 / 3, abs=1e-4)
    assert worst["judged@10"] == pytest.approx(2 / 3, abs=1e-4)
    assert "p50_ms" not in worst
    assert by_query["worst"].keys() == set(JUDGMENTS.query_ids)


def test_ours_is_compared_with_the_best_of_the_others():
    rows, _ = ranking_rows([BEST, WORST, MIDDLE], JUDGMENTS, catalogue_size=8)
    (versus,) = rows[0]["versus"]
    assert versus["system"] == "middle"
    assert versus["difference"] == pytest.approx(1 - rows[2]["ndcg@10"], abs=1e-4)
    assert versus["p_value"] == pytest.approx(2 / 2**8, abs=1e-3)
    assert "versus" not in rows[1]


def test_the_best_of_each_named_group_is_compared():
    groups = [["worst"], ["middle", "worst"], []]
    rows, _ = ranking_rows([BEST, WORST, MIDDLE], JUDGMENTS, catalogue_size=8, against=groups)
    assert [versus["system"] for versus in rows[0]["versus"]] == ["worst", "middle"]


def test_a_single_system_is_compared_with_nobody():
    rows, _ = ranking_rows([BEST], JUDGMENTS, catalogue_size=8)
    assert rows[0]["versus"] == []


def test_the_least_relevant_grade_moves_recall_and_mrr_only():
    rows, _ = ranking_rows([MIDDLE], JUDGMENTS, catalogue_size=8, min_grade=2)
    assert (rows[0]["mrr@10"], rows[0]["recall@10"]) == (0.5, 1)


def test_no_times_give_no_percentiles():
    assert percentiles_ms([]) == {}
