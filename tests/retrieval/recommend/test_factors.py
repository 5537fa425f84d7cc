"""What the factors say of a candidate, where it can be reckoned."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.recommend.factors import FACTORS

KIND, POPULAR, REGULAR = (FACTORS.index(name) for name in ("kind", "popular", "regular"))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(["ink1", "ink2", "lamp4", "tape2", "gone"]), max_size=6))
def test_popularity_lifted_by_kind_is_a_share_again(recommender, history):
    """Given any history, when shares of purchases are lifted by kind, then they still sum to 1."""
    rows, factors = recommender.scene.offer([(item,) for item in history])
    assert len(rows) == len(recommender.scene.items)
    shares = np.exp(factors[:, POPULAR])
    lifted = shares * np.exp(factors[:, KIND])
    assert lifted.sum() / shares.sum() == pytest.approx(1)


def test_a_kind_that_the_shopper_takes_is_lifted_and_the_others_fall(recommender):
    rows, factors = recommender.scene.offer([("ink1",), ("ink2",)])
    ids = [recommender.scene.items.ids[row] for row in rows.tolist()]
    lift = dict(zip(ids, factors[:, KIND].tolist(), strict=True))
    assert lift["ink8"] > 0 > lift["lamp0"]


def test_only_what_was_bought_before_can_be_regular(recommender):
    rows, factors = recommender.scene.offer([("ink1",)])
    own = rows == recommender.scene.items.row["ink1"]
    assert not factors[~own, REGULAR].any()
