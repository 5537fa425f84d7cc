"""Learning from a log whose truth is known."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.profiles import Profile
from assistant.ranking import RankingContext, Weights, rank
from assistant.ranking.factors import FACTORS, NEGATIVE
from assistant.ranking.importance import drawn, importance
from assistant.ranking.learned import BASE, LearnedModel, LearnedModelError
from assistant.ranking.reasons import reasons
from assistant.ranking.scoring import total
from assistant.ranking.training.calibration import calibrate
from assistant.ranking.training.fit import Options, TooLittleToLearnError, grow, raw_scores, train
from assistant.ranking.training.heldout import compare
from tests.assistant.ranking.test_rank import PROFILE, by_id, candidates, half_price, hit
from tests.assistant.ranking.training.conftest import made_log

WEIGHTS = Weights.load()
RELEVANCE = FACTORS.index("relevance")


@pytest.fixture(scope="session")
def model(taste) -> LearnedModel:
    return train(made_log(600, taste, look=0.8), WEIGHTS)


def test_it_learns_what_the_shoppers_like_and_beats_weights_that_do_not_know(taste) -> None:
    verdict = compare(made_log(600, taste, look=0.8), WEIGHTS)
    assert verdict.learned > verdict.hand + 0.02
    assert verdict.better


def test_it_is_no_better_where_there_is_nothing_to_learn() -> None:
    log = made_log(600, lambda values: np.full(len(values), -1.0))
    verdict = compare(log, WEIGHTS)
    assert abs(verdict.learned - verdict.hand) < 0.06


def test_what_stands_first_is_not_mistaken_for_what_is_liked(taste) -> None:
    # Given a log that was ordered by relevance, which nobody cares for, and looked at from the top,
    log = made_log(1500, taste, look=0.6, sorted_by=RELEVANCE)
    fresh = made_log(200, taste)

    def credit(options: Options) -> float:
        """How far the scores of fresh lists follow relevance, beside what is really liked."""
        scores = np.concatenate(raw_scores(grow(log, options), fresh))
        column = np.concatenate([one.values[:, RELEVANCE] for one in fresh])
        return float(np.corrcoef(scores, column)[0, 1])

    # When the place is told apart, then relevance gets less of the credit.
    assert credit(Options()) < credit(Options(unbiased=False)) - 0.05


def test_the_calibration_finds_the_curve_and_what_each_place_takes_off() -> None:
    draw = np.random.default_rng(0)
    scores, places = draw.normal(0, 2, 40_000), draw.integers(0, 3, 40_000)
    offsets = np.array([0.0, -0.5, -1.0])
    opened = draw.random(40_000) < 1 / (1 + np.exp(-(0.7 * scores - 1 + offsets[places])))
    found = calibrate(scores, places, opened)
    assert found.slope == pytest.approx(0.7, abs=0.05)
    assert found.intercept == pytest.approx(-1.0, abs=0.08)
    assert found.places == pytest.approx(offsets.tolist(), abs=0.1)
    chance = found.probability(scores, places)
    assert chance.mean() == pytest.approx(opened.mean(), abs=0.01)


def test_a_calibration_needs_both_kinds() -> None:
    with pytest.raises(ValueError, match="opened and some"):
        calibrate(np.zeros(3), np.zeros(3, dtype=np.int64), np.zeros(3, dtype=bool))


def test_a_chance_is_as_true_as_it_says(model: LearnedModel, taste) -> None:
    fresh = made_log(800, taste, look=0.8, seed=5)
    chances = model.probability(
        np.concatenate([one.values[:1] for one in fresh]), np.zeros(len(fresh), dtype=np.int64)
    )
    opened = np.array([one.grades[0] > 0 for one in fresh])
    assert chances.mean() == pytest.approx(opened.mean(), abs=0.06)
    upper = chances > np.median(chances)
    assert chances[upper].mean() == pytest.approx(opened[upper].mean(), abs=0.1)


@settings(deadline=None, max_examples=100)
@given(
    row=st.lists(st.floats(0, 1), min_size=len(FACTORS), max_size=len(FACTORS)),
    name=st.sampled_from(FACTORS),
)
def test_taking_a_factor_away_costs_exactly_what_it_claimed(
    model: LearnedModel, row: list[float], name: str
) -> None:
    values = np.array([row])
    claimed = model.contributions(values)[0]
    without = values.copy()
    without[0, FACTORS.index(name)] = 0.0
    left = total(model.contributions(without))[0]
    assert total(model.contributions(values))[0] - left == pytest.approx(
        claimed[FACTORS.index(name)], abs=1e-9
    )
    sign = -1 if name in NEGATIVE else 1
    assert sign * claimed[FACTORS.index(name)] >= -1e-9  # a factor speaks one way


def test_a_score_is_the_trees_own_but_for_the_bounds(model: LearnedModel) -> None:
    values = np.random.default_rng(1).random((50, len(FACTORS)))
    values[:, [FACTORS.index(name) for name in ("promotion", "relevance", "wishes")]] = 0.0
    raw = np.asarray(model.booster.predict(values, raw_score=True))
    expected = (raw * model.file.slope + model.file.intercept) / model.file.unit
    assert total(model.contributions(values)) == pytest.approx(expected, abs=1e-9)
    assert model.names == (*FACTORS, BASE)


def test_relevance_never_counts_for_less_than_by_hand(model: LearnedModel) -> None:
    # Given a log that taught that relevance does not matter, since all of it was relevant,
    values = np.zeros((2, len(FACTORS)))
    values[:, RELEVANCE] = [0.2, 1.0]
    # Then what does not fit is still behind by what the hand-set weights say, or more.
    low, high = total(model.contributions(values))
    assert high - low >= 0.8 * WEIGHTS.relevance - 1e-9


def test_a_promotion_adds_no_more_than_its_weight_whatever_was_learned() -> None:
    column = np.array([5.0 if name == "promotion" else 0.0 for name in FACTORS])
    greedy = train(made_log(400, lambda values: values @ column - 2.5), WEIGHTS)
    values = np.zeros((1, len(FACTORS)))
    values[0, FACTORS.index("promotion")] = 1.0
    added = greedy.contributions(values)[0, FACTORS.index("promotion")]
    assert added == pytest.approx(WEIGHTS.promotion)


@settings(deadline=None, max_examples=40)
@given(hits=candidates(), limit=st.integers(1, 12))
def test_a_learned_order_adds_up_is_in_order_and_has_what_is_sold_out_last(
    model: LearnedModel, hits, limit: int
) -> None:
    context = RankingContext(profile=PROFILE, popularity={"p1": 3.0}, offers=half_price)
    found = rank(hits, context, WEIGHTS, limit=limit, scorer=model)
    for one in found:
        assert sum(one.contributions.values()) == pytest.approx(one.score, abs=1e-9)
    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True)
    gone = [one.hit.product.availability == "out_of_stock" for one in found]
    assert gone == sorted(gone)


def test_a_learned_order_follows_what_was_learned(model: LearnedModel) -> None:
    hits = [hit("relevant", 0.6), hit("mine", 0.4, brand="A", category="C > D", color="red")]
    found = rank(hits, RankingContext(profile=PROFILE), WEIGHTS, limit=2, scorer=model)
    assert [one.hit.product.id for one in found] == ["mine", "relevant"]
    assert by_id(found)["mine"].contributions["profile"] > 0


def test_without_the_taste_it_names_a_card_falls_by_what_the_card_claimed(
    model: LearnedModel,
) -> None:
    # Given a card that says it is there for the shopper's taste, by the learned ranking,
    liked = hit("mine", 0.4, brand="A", rating=4.5, rating_count=90)
    knows = RankingContext(profile=Profile(tags=PROFILE.tags))
    card = by_id(rank([liked, hit("x")], knows, WEIGHTS, limit=2, scorer=model))["mine"]
    parts, sentence = reasons(card, knows, "en")
    claimed = {one.factor: one.contribution for one in parts}["profile"]
    assert "A" in sentence
    # When nothing is known of the shopper, then it is worth exactly that much less.
    plain = rank([liked, hit("x")], RankingContext(), WEIGHTS, limit=2, scorer=model)
    assert card.score - by_id(plain)["mine"].score == pytest.approx(claimed, abs=1e-9)
    assert claimed > 0


def test_a_model_file_is_read_as_it_was_written(model: LearnedModel, tmp_path: Path) -> None:
    path = tmp_path / "ranking.json"
    path.write_text(model.file.model_dump_json())
    again = LearnedModel.load(path, WEIGHTS)
    values = np.random.default_rng(2).random((20, len(FACTORS)))
    assert (again.contributions(values) == model.contributions(values)).all()


@pytest.mark.parametrize("damage", ["missing", "text", "other factors", "deep trees", "cut trees"])
def test_a_file_that_cannot_be_used_says_what_to_do(
    model: LearnedModel, tmp_path: Path, damage: str, taste
) -> None:
    path = tmp_path / "ranking.json"
    file = model.file
    if damage == "text":
        path.write_text("no json")
    elif damage == "other factors":
        path.write_text(file.model_copy(update={"factors": ("a",)}).model_dump_json())
    elif damage == "deep trees":
        deep = grow(made_log(300, taste), Options(leaves=6))
        path.write_text(file.model_copy(update={"trees": deep}).model_dump_json())
    elif damage == "cut trees":
        path.write_text(file.model_copy(update={"trees": file.trees[:40]}).model_dump_json())
    with pytest.raises(LearnedModelError, match=r"ranking\.json"):
        LearnedModel.load(path, WEIGHTS)


def test_a_short_log_is_refused_with_what_is_missing(taste) -> None:
    with pytest.raises(TooLittleToLearnError, match="200 are needed"):
        train(made_log(20, taste), WEIGHTS)


def test_importance_puts_what_moves_the_order_first(model: LearnedModel, taste) -> None:
    rows = importance(model, [one.values for one in made_log(50, taste)])
    assert [one.spread for one in rows] == sorted((one.spread for one in rows), reverse=True)
    learned = [one.factor for one in rows if one.factor not in {"relevance", "wishes"}]
    assert set(learned[:2]) == {"profile", "dislikes"}
    assert learned[2] == "rating"
    picture = drawn(rows, "What <moves> the order")
    assert picture.count("<rect") == len(FACTORS) + 1
    assert "&lt;moves&gt;" in picture
