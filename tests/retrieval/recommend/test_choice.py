"""The conditional logit finds the weights that made the choices."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.recommend.choice import Cases, learn_weights


def _choices(weights, cases=1500, offered=8, seed=0):
    rng = np.random.default_rng(seed)
    features = rng.normal(size=(cases, offered, len(weights))) * [1.0, 5.0, 0.2]
    utility = features @ np.array(weights) + rng.gumbel(size=(cases, offered))
    taken = np.zeros((cases, offered), dtype=bool)
    taken[np.arange(cases), utility.argmax(axis=1)] = True
    return Cases(features.reshape(-1, len(weights)), taken.ravel(), np.full(cases, offered))


def test_the_weights_behind_the_choices_are_found():
    found = learn_weights(_choices([1.0, -0.3, 4.0]), penalty=1.0)
    assert found == pytest.approx([1.0, -0.3, 4.0], rel=0.12)


def test_a_part_of_the_alternatives_gives_the_same_weights():
    whole = _choices([0.8, 0.2, 3.0], cases=3000, offered=12)
    rng = np.random.default_rng(1)
    kept = []
    for start in range(0, len(whole.taken), 12):
        own = np.arange(start, start + 12)
        right = own[whole.taken[own]]
        kept += [right, rng.permutation(own[~whole.taken[own]])[:5]]
    rows = np.concatenate(kept)
    part = Cases(whole.features[rows], whole.taken[rows], np.full(3000, 6))
    one, other = learn_weights(whole, 1.0), learn_weights(part, 1.0)
    assert other == pytest.approx(one, rel=0.15)


def test_a_factor_that_is_the_same_everywhere_weighs_nothing():
    cases = _choices([1.0, 0.0, 0.0], cases=50)
    constant = np.hstack([cases.features, np.ones((len(cases.features), 1))])
    assert learn_weights(Cases(constant, cases.taken, cases.sizes), 1.0)[3] == 0


def test_a_larger_penalty_gives_smaller_weights():
    cases = _choices([1.0, 1.0, 1.0], cases=200)
    assert abs(learn_weights(cases, 1000.0)).sum() < abs(learn_weights(cases, 1.0)).sum()


def test_a_case_in_which_nothing_was_taken_is_refused():
    nothing = Cases(np.zeros((2, 1)), np.zeros(2, dtype=bool), np.array([2]))
    with pytest.raises(ValueError, match="nothing was taken"):
        learn_weights(nothing, 1.0)


def test_a_weight_that_may_not_be_negative_is_nothing_instead():
    cases = _choices([1.0, -0.3, 4.0])
    found = learn_weights(cases, 1.0, np.array([False, False, True]))
    assert found[1] == 0
    assert found[0] > 0 < found[2]
