"""Experiments in a real shop: what an arm changes, what is logged, what is forgotten."""

import json
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from assistant.experiments import Experiment, ExperimentLog
from assistant.experiments.assignment import arm_of
from assistant.experiments.definition import Arm
from assistant.experiments.records import records
from assistant.experiments.trial import Trial
from assistant.service import Assistant
from assistant.settings import Settings

FEED = [
    {
        "id": f"l{number}", "title": f"Lumo Lamp {number}", "category": "Home > Lamps",
        "price": 10 * number, "rating": 3 + number / 4, "rating_count": 100,
        "sales": 1000 // number, "attributes": {"type": "lamp"}, "sale_price": 9 * number,
    }
    for number in range(1, 8)
]  # fmt: skip
EXPERIMENTS = """
[[experiment]]
name = "stars"
[[experiment.arm]]
name = "control"
[[experiment.arm]]
name = "stars"
weights = { rating = 10.0, popularity = 0.0, diversity = 0.0 }
[[experiment]]
name = "reader"
[[experiment.arm]]
name = "as-it-is"
[[experiment.arm]]
name = "uncached"
parser = { parser = "rules", llm_checks = false }
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    folder = tmp_path_factory.mktemp("trial")
    (folder / "feed.jsonl").write_text("\n".join(map(json.dumps, FEED)))
    (folder / "experiments.toml").write_text(EXPERIMENTS)
    settings = Settings(
        data_dir=folder / "data", parser="rules", experiments=folder / "experiments.toml"
    )
    with Assistant.open(settings, catalog=folder / "feed.jsonl") as opened:
        yield opened


def unit_in(experiment: Experiment, arm: str) -> str:
    return next(
        unit
        for unit in (f"{experiment.name}-{arm}-{number}" for number in range(100))
        if arm_of(experiment, unit).name == arm
    )


def shown(shop: Assistant, user: str, conversation: str) -> list[str]:
    turn = shop.turn("lamps", conversation_id=conversation, user_id=user)
    return [card.product_id for card in turn.cards]


@contextmanager
def trial_of(shop: Assistant, trial: Trial | None):
    before = shop.shop.trial
    object.__setattr__(shop.shop, "trial", trial)
    try:
        yield
    finally:
        object.__setattr__(shop.shop, "trial", before)


def without_experiments(shop: Assistant) -> list[str]:
    with trial_of(shop, None):
        return shown(shop, "nobody", "c-nobody")


def test_each_arm_is_shown_its_own_ranking_and_meeting_it_is_logged_once(shop: Assistant) -> None:
    stars = shop.shop.trial.experiments[0]
    plain, starred = unit_in(stars, "control"), unit_in(stars, "stars")
    assert shown(shop, starred, "c-stars")[0] == "l7"
    assert shown(shop, plain, "c-plain") == without_experiments(shop)
    assert without_experiments(shop)[0] != "l7"
    shown(shop, starred, "c-stars")
    logged = [
        (one.unit, one.arm, one.session_id)
        for one in shop.shop.trial.log.exposures("stars")
        if one.unit in {plain, starred}
    ]
    assert sorted(logged) == sorted([(plain, "control", "c-plain"), (starred, "stars", "c-stars")])


def test_an_arm_may_have_its_own_reader(shop: Assistant) -> None:
    reader = shop.shop.trial.experiments[1]
    own = shop.shop.trial.parser(shop.parser, unit_in(reader, "uncached"), session_id="c-own")
    assert own is not shop.parser
    assert (
        shop.shop.trial.parser(shop.parser, unit_in(reader, "as-it-is"), session_id="c-as")
        is shop.parser
    )


def test_who_met_an_arm_stays_in_it_when_the_shares_change(shop: Assistant) -> None:
    log = ExperimentLog(shop.database)
    before = Experiment(name="moved", arm=[Arm(name="a"), Arm(name="b")])
    unit = unit_in(before, "a")
    log.expose(before, unit, session_id="s", arm=log.arm(before, unit))
    after = Experiment(name="moved", arm=[Arm(name="a", share=1e-9), Arm(name="b")])
    assert arm_of(after, unit).name == "b"
    assert log.arm(after, unit).name == "a"


def test_two_rankings_are_mixed_and_a_click_can_be_credited(shop: Assistant) -> None:
    arms = [Arm(name="plain"), Arm(name="stars", weights={"rating": 10.0, "popularity": 0.0})]
    mixed = Experiment(name="mix", kind="interleave", arm=arms)
    log = shop.shop.trial.log
    with trial_of(shop, Trial([mixed], log, {})):
        items = shown(shop, "mixed", "c-mixed")
    (exposure,) = log.exposures("mix")
    assert list(exposure.teams) == items
    assert sorted(set(exposure.teams.values())) == ["plain", "stars"]
    assert {items[0], items[1]} == {without_experiments(shop)[0], "l7"}
    shop.shop.record("view_item", user_id="mixed", conversation_id="c-mixed", item_id=items[0])
    rows = list(records(mixed, [exposure], shop.events))
    assert [row["record"] for row in rows] == ["experiment", "exposure", "event"]
    assert rows[2]["item_id"] == items[0]


def rated_best(cards) -> bool:
    """Whether the cards stand in the order of the arm that goes by stars."""
    return [card.rating for card in cards] == sorted((card.rating for card in cards), reverse=True)


@pytest.mark.parametrize("said", ["any deals on lamps?", "lamps by Lumo rated 5 or better"])
def test_deals_and_near_misses_are_ranked_by_the_arm_and_logged(shop: Assistant, said: str) -> None:
    stars = shop.shop.trial.experiments[0]
    seen = {}
    for arm in ("control", "stars"):
        unit = unit_in(stars, arm)
        conversation = f"c-{arm}-{said}"
        turn = shop.turn(said, conversation_id=conversation, user_id=unit)
        seen[arm] = [card.product_id for card in turn.cards]
        assert len(seen[arm]) > 2
        assert all(card.fits for card in turn.cards) == ("deals" in said)
        assert rated_best(turn.cards) == (arm == "stars")
        met = shop.shop.trial.log.exposures("stars")
        assert (arm, conversation) in {(one.arm, one.session_id) for one in met}
    assert seen["control"] != seen["stars"]


def test_a_forgotten_shopper_leaves_no_assignment_and_no_exposure(shop: Assistant) -> None:
    shown(shop, "to-be-forgotten", "c-forget")
    shop.forget_shopper("to-be-forgotten")
    with shop.database.read() as connection:
        for table in ("experiment_assignments", "experiment_exposures"):
            rows = connection.execute(text(f"SELECT * FROM {table}")).all()  # noqa: S608
            assert not any("to-be-forgotten" in row or "c-forget" in row for row in rows)
    for path in Path(shop.settings.data_dir).rglob("*"):
        assert not path.is_file() or b"to-be-forgotten" not in path.read_bytes(), path
    assert shown(shop, "to-be-forgotten", "c-forget")
