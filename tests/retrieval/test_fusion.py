"""Two rankings to one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.fusion import min_max, reciprocal_rank, weighted

scores = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30).map(np.array)


@given(scores)
def test_min_max_stays_in_range_and_keeps_the_order(values):
    scaled = min_max(values)

    assert scaled.min() >= 0
    assert scaled.max() == 1
    order = np.argsort(values, kind="stable")
    assert (np.diff(scaled[order]) >= 0).all()


def test_weighted_is_the_sum_of_scaled_scores():
    fused = weighted([np.array([0.0, 5.0, 10.0]), np.array([0.9, 0.8, 0.7])], [0.7, 0.3])

    assert fused == pytest.approx([0.3, 0.7 * 0.5 + 0.3 * 0.5, 0.7])


def test_a_list_that_tells_no_difference_adds_nothing():
    fused = weighted([np.array([0.0, 0.0]), np.array([0.2, 0.4])], [0.7, 0.3])

    assert fused == pytest.approx([0.0, 0.3])


def test_reciprocal_ranks_by_hand():
    fused = reciprocal_rank([np.array([9.0, 8.0, 7.0]), np.array([0.1, 0.3, 0.2])], k=60)

    assert fused == pytest.approx([1 / 61 + 1 / 63, 1 / 62 + 1 / 61, 1 / 63 + 1 / 62])


def test_ranks_below_the_depth_add_nothing():
    fused = reciprocal_rank([np.array([9.0, 8.0, 7.0])], k=60, depth=1)

    assert fused == pytest.approx([1 / 61, 0, 0])
