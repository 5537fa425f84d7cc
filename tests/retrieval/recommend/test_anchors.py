"""The item of the history that a recommendation goes back to is the one that matters to it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.recommend.anchors import ANCHORED, anchor
from retrieval.recommend.factors import FACTORS
from tests.retrieval.recommend.conftest import KINDS

IDS = [f"{kind}{number}" for kind in KINDS for number in range(9)]
HISTORIES = st.lists(st.sampled_from(IDS), min_size=1, max_size=5, unique=True)


def test_what_follows_goes_back_to_what_it_follows(recommender):
    history = [("tape4",), ("ink2",), ("lamp7",)]
    assert anchor(recommender.scene, history, "follows", "paper2") == "ink2"
    assert anchor(recommender.scene, history, "together", "paper2") == "ink2"


def test_what_is_alike_goes_back_to_what_it_is_most_like(recommender):
    assert anchor(recommender.scene, [("tape0",), ("ink3",)], "nearest", "ink6") == "ink3"


def test_an_item_is_no_reason_for_itself(recommender):
    assert anchor(recommender.scene, [("ink2",)], "nearest", "ink2") is None


def test_nothing_known_is_no_anchor(recommender):
    assert anchor(recommender.scene, [], "follows", "paper2") is None
    assert anchor(recommender.scene, [("delisted",)], "follows", "paper2") is None
    assert anchor(recommender.scene, [("ink2",)], "follows", "delisted") is None


def test_a_factor_of_groups_has_no_anchor(recommender):
    with pytest.raises(ValueError, match="no single item"):
        anchor(recommender.scene, [("ink2",)], "brand", "paper2")


@settings(deadline=None, max_examples=40)
@given(history=HISTORIES, factor=st.sampled_from(sorted(ANCHORED)))
def test_whatever_such_a_factor_says_goes_back_to_something(recommender, history, factor):
    baskets = [(item,) for item in history]
    offered, values = recommender.scene.offer(baskets)
    column = values[:, FACTORS.index(factor)]
    for row in offered[np.argsort(-column)[:5]][: int((column > 0).sum())]:
        item = recommender.scene.items.ids[row]
        found = anchor(recommender.scene, baskets, factor, item)
        if item not in history:
            assert found in history
        assert found != item
