"""A fitted recommender: what it finds, what it says of it, and that a file gives it back."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.recommend import FitError, ModelFileError, Recommender, Sequence, fit
from retrieval.recommend.factors import EITHER_SIGN
from retrieval.recommend.fit import draw_cases
from retrieval.recommend.items import Items
from retrieval.recommend.settings import Settings


def _ids(found):
    return [one.id for one in found]


@pytest.mark.parametrize("number", range(9))
def test_what_follows_is_what_followed_for_others(recommender, number):
    assert _ids(recommender.recommend([f"ink{number}"], 1)) == [f"paper{number}"]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from(["ink1", "paper1", "lamp4", "tape2", "gone"]), max_size=5),
    st.integers(1, 40),
)
def test_shares_add_up_ids_are_unique_and_scores_fall(recommender, history, k):
    found = recommender.recommend(history, k)
    assert len(_ids(found)) == len(set(_ids(found))) <= k
    for one in found:
        assert one.score == pytest.approx(sum(one.shares.values()))
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_without_a_factors_share_the_score_falls_by_it(recommender):
    (first, *_) = recommender.recommend(["ink1"], 1)
    reason = max(first.shares, key=lambda name: first.shares[name])
    without = Recommender(recommender.scene, recommender.weights | {reason: 0.0})
    again = next(one for one in without.recommend(["ink1"], 40) if one.id == first.id)
    assert first.score - again.score == pytest.approx(first.shares[reason])
    assert first.shares[reason] > 0


def test_evidence_for_an_item_never_counts_against_it(recommender):
    assert all(
        weight >= 0 for name, weight in recommender.weights.items() if name not in EITHER_SIGN
    )


def test_nothing_known_is_answered_by_popularity(recommender):
    counts = recommender.scene.associations.popular
    found = recommender.recommend([], 3)
    assert len(found) == 3
    best = {recommender.scene.items.ids[row] for row in np.argsort(-counts)[:9]}
    assert set(_ids(found)) <= best
    assert _ids(recommender.recommend(["gone"], 3)) == _ids(found)


def test_excluded_items_are_left_out(recommender):
    (first, second, *_) = _ids(recommender.recommend(["ink1"], 5))
    assert _ids(recommender.recommend(["ink1"], 4, exclude=[first, "gone"]))[0] == second


def test_a_product_nobody_bought_is_found_by_what_it_says(products, sequences):
    """Given tape that nobody ever bought, when a shopper has tape, then the same brand's tape."""
    found = fit(sequences, products).recommend(["tape0"], 36)
    tape = [one for one in found if one.id.startswith("tape")]
    assert tape
    assert all(one.shares["follows"] == one.shares["together"] == 0 for one in tape)


def test_a_basket_in_the_history_has_no_order(recommender):
    one = recommender.recommend([("ink1", "lamp2")], 5)
    other = recommender.recommend([("lamp2", "ink1")], 5)
    assert _ids(one) == _ids(other)
    assert [o.score for o in one] == pytest.approx([o.score for o in other])


def test_buying_again_is_learned(products):
    """Given shoppers who always buy the same again, the history itself comes first."""
    rows = [
        Sequence(f"u{n}", tuple((f"ink{n % 9}",) for _ in range(end)), (f"ink{n % 9}",))
        for n in range(40)
        for end in (1, 2, 3)
    ]
    (first, *_) = fit(rows, products).recommend(["ink4", "ink4"], 3)
    assert first.id == "ink4"


def test_a_file_gives_the_same_recommender_back(recommender, tmp_path):
    path = tmp_path / "recommender.npz"
    recommender.save(path)
    again = Recommender.load(path)
    assert again.recommend(["ink1", "lamp3"], 10) == recommender.recommend(["ink1", "lamp3"], 10)
    assert again.scene.settings == recommender.scene.settings


@pytest.mark.parametrize("content", [b"", b"nothing", b"PK\x03\x04broken"])
def test_a_file_that_is_none_is_refused_with_what_to_do(tmp_path, content):
    path = tmp_path / "broken.npz"
    path.write_bytes(content)
    with pytest.raises(ModelFileError, match="fit it again"):
        Recommender.load(path)


def test_a_pickle_in_a_file_is_never_opened(tmp_path):
    path = tmp_path / "pickled.npz"
    np.savez(path, about=np.array([{"format": 1}], dtype=object))
    with pytest.raises(ModelFileError, match="fit it again"):
        Recommender.load(path)


def test_the_same_seed_gives_the_same_weights(products, sequences, recommender):
    assert fit(sequences, products).weights == recommender.weights


def test_a_cases_own_answer_is_not_in_its_factors(products):
    """Given one shopper alone with a pair, when its cases are drawn, then the pair is unknown."""
    pair = [Sequence("only", (("ink0",),), ("lamp0",))]
    rest = [Sequence(f"u{n}", (("ink1",),), ("paper1",)) for n in range(12)]
    rest += [Sequence(f"v{n}", (("lamp0",),), ("tape0",)) for n in range(12)]
    cases = draw_cases([*pair, *rest], Items.of(products), Settings(), seed=0)
    starts = np.concatenate([[0], np.cumsum(cases.sizes)])
    follows = [
        cases.features[start:end][cases.taken[start:end], 0].max()
        for start, end in pairwise(starts)
    ]
    assert min(follows) == 0
    assert max(follows) > 0


def test_cases_are_drawn_only_where_there_are_more_than_wanted(products, sequences):
    """Given 126 sequences, when the default is drawn, then each is a case; else as many as said."""
    items, most = Items.of(products), Settings()
    assert len(sequences) < most.cases
    every = len(draw_cases(sequences, items, most, seed=0).sizes)
    assert every == len(sequences)
    assert len(draw_cases(sequences, items, replace(most, cases=50), seed=0).sizes) == 50


def test_too_little_to_learn_from_says_what_is_missing(products, sequences):
    with pytest.raises(FitError, match="at least two shoppers"):
        fit([replace(one, user_id="u") for one in sequences], products)
    with pytest.raises(FitError, match="no product"):
        fit(sequences, [])


def test_k_has_to_be_positive(recommender):
    with pytest.raises(ValueError, match="at least 1"):
        recommender.recommend([], 0)


def test_a_list_for_everyone_does_not_rest_on_one_shopper(products):
    odd = Sequence("odd", (("ink0",),), ("tape8",))
    usual = [Sequence(f"u{n}", (("ink0",),), ("lamp4",)) for n in range(9)]
    fitted = fit([odd, *usual], products)

    def follows(**options):
        found = fitted.recommend(["ink0"], len(products), exclude=["ink0"], **options)
        return {one.id: one.shares["follows"] + one.shares["together"] for one in found}

    assert follows()["tape8"] > 0
    told = follows(for_everyone=True)
    assert told.get("tape8", 0.0) == 0
    assert told["lamp4"] > 0
