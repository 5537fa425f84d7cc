"""Intra-list diversity, by hand."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from eval.metrics.diversity import diversity

ROW = {"a": 0, "b": 1, "ab": 2, "nothing": 3}
VECTORS = sparse.csr_array(np.array([[1, 0], [0, 1], [1 / sqrt(2), 1 / sqrt(2)], [0, 0]]))


def test_it_is_one_less_the_mean_cosine_of_pairs():
    found = diversity({"q": ["a", "b", "ab"]}, VECTORS, ROW)
    assert found["q"] == pytest.approx(1 - (0 + 1 / sqrt(2) + 1 / sqrt(2)) / 3)


def test_only_the_top_counts():
    assert diversity({"q": ["a", "b", "ab"]}, VECTORS, ROW, k=2)["q"] == pytest.approx(1)


def test_an_item_without_words_is_unlike_all():
    assert diversity({"q": ["a", "nothing"]}, VECTORS, ROW)["q"] == pytest.approx(1)


def test_one_item_has_no_diversity():
    assert diversity({"q": ["a"], "none": []}, VECTORS, ROW) == {}


@given(st.permutations(list(ROW)), st.integers(2, 4))
def test_it_stays_between_zero_and_one_whatever_the_order(ranking, k):
    found = diversity({"q": ranking}, VECTORS, ROW, k=k)["q"]
    assert 0 <= found <= 1
    turned = diversity({"q": ranking[:k][::-1]}, VECTORS, ROW, k=k)["q"]
    assert turned == pytest.approx(found)
