"""Training the second stage: nothing is scored by a model that has seen it."""

from __future__ import annotations

import numpy as np
import pytest

from eval import reranking
from eval.reranking import Judged, JudgedSet, cross_validate, ordered, train
from retrieval.rerank import NAMES


@pytest.fixture
def judged() -> JudgedSet:
    """Forty queries whose first stage is blind, and whose relevant items are of the kind."""
    draw = np.random.default_rng(0)
    queries = []
    for place in range(40):
        table = np.zeros((30, len(NAMES)))
        table[:, NAMES.index("fused")] = draw.random(30) * 0.1
        table[:10, NAMES.index("kind")] = 1
        ids = [f"{place}-{item}" for item in range(30)]
        grades = dict.fromkeys(ids[:10], 1.0)
        queries.append(Judged(f"q{place}", f"g{place // 2}", ids, table, grades))
    return JudgedSet("made", queries, pooled=False)


def test_it_learns_what_the_first_stage_cannot_see(judged):
    stage = train([judged])

    for query in judged.queries:
        assert set(ordered(query, stage)[:10]) == set(query.grades)


def test_no_query_is_ordered_by_a_model_that_saw_its_group(judged, monkeypatch):
    seen: list[set[str]] = []
    asked: list[tuple[str, set[str]]] = []
    learn = reranking.train

    def watched(sets, *, seed=0):
        sets = list(sets)
        seen.append({query.group for one in sets for query in one.queries})
        return learn(sets, seed=seed)

    def noted(query, stage):
        asked.append((query.group, seen[-1]))
        return ordered(query, stage)

    monkeypatch.setattr(reranking, "train", watched)
    monkeypatch.setattr(reranking, "ordered", noted)
    run = cross_validate(judged, [])

    assert set(run) == {query.name for query in judged.queries}
    assert len(asked) == len(judged.queries)
    assert all(group not in groups for group, groups in asked)


def test_training_is_repeatable(judged):
    assert train([judged]).booster.model_to_string() == train([judged]).booster.model_to_string()
