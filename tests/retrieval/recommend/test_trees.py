"""When trees are used, and that what they say of a score is the score."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.recommend import Recommender, Settings
from retrieval.recommend.choice import Cases
from retrieval.recommend.factors import FACTORS
from retrieval.recommend.fit import draw_cases
from retrieval.recommend.items import Items
from retrieval.recommend.trees import grow, mean_ndcg

EITHER = np.array([True, True])


def _cases(utility, cases=600, offered=12, seed=0):
    """Choices among items with two factors, by ``utility`` of both and a little luck."""
    rng = np.random.default_rng(seed)
    features = rng.uniform(-1, 1, size=(cases, offered, 2))
    scores = utility(features[..., 0], features[..., 1]) + 0.2 * rng.gumbel(size=(cases, offered))
    taken = np.zeros((cases, offered), dtype=bool)
    taken[np.arange(cases), scores.argmax(axis=1)] = True
    held = np.arange(cases) % 4 == 0
    return Cases(features.reshape(-1, 2), taken.ravel(), np.full(cases, offered), held)


def test_trees_are_grown_where_two_factors_matter_together():
    trees = grow(_cases(lambda one, other: 3 * one * other), 1.0, EITHER)
    assert trees is not None
    both, one = trees.scores(np.array([[0.9, 0.9], [0.9, -0.9]]))
    assert both > one


def test_a_linear_habit_needs_no_trees():
    assert grow(_cases(lambda one, other: 3 * one + 2 * other), 1.0, EITHER) is None


def test_few_cases_grow_no_trees():
    assert grow(_cases(lambda one, other: one * other, cases=100), 1.0, EITHER) is None


def test_evidence_for_an_item_never_lowers_its_score():
    cases = _cases(lambda one, other: -np.abs(one) + 3 * one * other)
    trees = grow(cases, 1.0, np.array([False, True]))
    assert trees is not None
    rising = np.column_stack([np.linspace(-1, 1, 40), np.full(40, 0.5)])
    assert (np.diff(trees.scores(rising)) >= 0).all()


def test_shares_add_up_to_the_score():
    cases = _cases(lambda one, other: 3 * one * other)
    trees = grow(cases, 1.0, EITHER)
    assert trees is not None
    assert trees.shares(cases.features).sum(axis=1) == pytest.approx(trees.scores(cases.features))
    assert trees.shares(np.zeros((0, 2))).shape == (0, 3)


def test_ndcg_of_a_ranking_computed_by_hand():
    taken = np.array([False, True, False, False, True])
    cases = Cases(np.zeros((5, 1)), taken, np.array([3, 2]))
    scores = np.array([0.9, 0.5, 0.1, 0.2, 0.7])
    assert mean_ndcg(cases, scores) == pytest.approx((1 / np.log2(3) + 1) / 2)


def test_a_recommender_with_trees_ranks_explains_and_is_kept(products, sequences, tmp_path):
    items = Items.of(products)
    many = [one for _ in range(12) for one in sequences]
    cases = draw_cases(many, items, Settings(), seed=0)
    free = np.ones(len(FACTORS), dtype=bool)
    plain = Recommender.load(_saved(tmp_path, items, many))
    trees = grow(Cases(cases.features, cases.taken, cases.sizes, cases.held), 1e9, free)
    assert trees is not None
    found = Recommender(plain.scene, plain.weights, trees).recommend(["ink1"], 5)
    assert found[0].id == "paper1"
    for one in found:
        assert set(one.shares) == {*FACTORS, "base"}
        assert sum(one.shares.values()) == pytest.approx(one.score)
    path = tmp_path / "trees.npz"
    Recommender(plain.scene, plain.weights, trees).save(path)
    assert Recommender.load(path).recommend(["ink1"], 5) == found


def _saved(folder, items, sequences):
    from retrieval.recommend import fit

    path = folder / "plain.npz"
    fit(sequences, items, Settings(cases=50)).save(path)
    return path
