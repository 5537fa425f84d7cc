"""What the second stage sees, and what it may make of it."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.rerank import NAMES, features, shipped
from retrieval.rerank.features import MONOTONE
from retrieval.rerank.model import SHIPPED, SecondStage, SecondStageError


@pytest.fixture
def seen(index):
    def see(query: str) -> dict[str, dict[str, float]]:
        ids, table = index.second_stage_view(query)
        return {
            id_: dict(zip(NAMES, row, strict=True)) for id_, row in zip(ids, table, strict=True)
        }

    return see


def test_a_laptop_is_of_the_kind_and_a_laptop_bag_is_not(seen):
    found = seen("laptop")

    assert found["l1"]["kind"] == 1
    assert found["b1"]["kind"] == 0
    assert found["l1"]["price"] > found["b1"]["price"]


def test_a_brand_asked_for_is_seen_in_the_brand_alone(seen):
    found = seen("corvid notebook")

    assert found["l1"]["said_in_brand"] > 0
    assert found["b1"]["said_in_brand"] == 0
    assert found["l2"]["said_in_title"] == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("query", ["laptop", "red running shoe", "无线耳机", "zzzzqx", "a" * 400])
def test_nothing_is_missing_and_shares_are_shares(index, query):
    _, table = index.second_stage_view(query)

    assert np.isfinite(table).all()
    for name in ("words", "said", "said_in_title", "cosine", "fused", "phrase", "title_share"):
        assert (table[:, NAMES.index(name)] >= 0).all()
        assert (table[:, NAMES.index(name)] <= 1 + 1e-6).all()


def test_a_query_without_words_has_no_candidates(index):
    ids, table = index.second_stage_view("🎁")

    assert ids == []
    assert table.shape == (0, len(NAMES))


def test_a_stage_left_out_says_the_same_of_all(index):
    pool = index._searcher.pool(index._current(), "laptop", _none(), language="en")
    table = features(pool, ["kinds", "neighbours"])

    for name in ("kind", "kind_phrase", "near_leaders", "neighbours_score"):
        assert not table[:, NAMES.index(name)].any()
    assert table[:, NAMES.index("words")].any()


def _none():
    from retrieval.constraints import Constraints

    return Constraints()


@pytest.mark.parametrize("name", [name for name, way in MONOTONE.items() if way > 0])
def test_more_of_what_speaks_for_a_product_never_lowers_it(index, name):
    stage = shipped()
    assert stage is not None, "this version ships a model"
    _, table = index.second_stage_view("laptop")
    raised = table.copy()
    raised[:, NAMES.index(name)] += 0.3

    assert (stage.scores(raised) >= stage.scores(table) - 1e-9).all()


def test_a_model_of_other_features_is_refused(tmp_path):
    lines = SHIPPED.read_text(encoding="utf-8").replace("feature_names=words ", "feature_names=x ")
    other = tmp_path / "model.txt"
    other.write_text(lines, encoding="utf-8")

    with pytest.raises(SecondStageError, match="train it again"):
        SecondStage.load(other)
