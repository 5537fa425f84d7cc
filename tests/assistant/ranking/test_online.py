"""Weights that learn while the shop runs: towards what is taken up, within bounds, replayable."""

import itertools
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.event_log import EventLog
from assistant.event_tail import Seen
from assistant.ranking import Ranked, RankingContext, Weights, rank
from assistant.ranking.factors import FACTORS
from assistant.ranking.online import ANSWERS, RATE, ROOM, OnlineLearner, OnlineWeights
from assistant.ranking.ranker import Ranker
from assistant.ranking.served import keep, read
from assistant.settings import Settings
from assistant.storage import Database
from tests.assistant.ranking.test_rank import hit

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
HAND = Weights.load()


def seen(seq: int, kind: str, session: str, item: str | None, items: Sequence[str] = ()) -> Seen:
    return Seen(seq, NOW, kind, None, session, item, [*items], None, f"e{seq}")


def factor_row(**values: float) -> list[float]:
    return [values.get(name, 0.5) for name in FACTORS]


SHOWN = ("plain", "rated")
TABLE = np.array([factor_row(rating=0.1), factor_row(rating=0.9)])


def taught(times: int, kind: str = "view_item", **options: Any) -> OnlineLearner:
    """A learner that saw the better rated second product taken up, ``times`` times."""
    learner = OnlineLearner(HAND, **options)
    for number in range(times):
        shown = seen(2 * number, "view_item_list", f"s{number}", None, SHOWN)
        learner.fold([shown], {shown.event_id: TABLE})
        learner.fold([seen(2 * number + 1, kind, f"s{number}", "rated")], {})
    return learner


def test_a_factor_that_explains_what_is_taken_up_comes_to_count_for_more() -> None:
    weights = taught(20).weights()
    assert weights.rating > HAND.rating
    same = {name: getattr(weights, name) for name in FACTORS if name != "rating"}
    assert same == pytest.approx({name: getattr(HAND, name) for name in same})


def test_a_purchase_teaches_more_than_a_view() -> None:
    assert taught(3, "purchase").weights().rating > taught(3).weights().rating


def test_what_stood_below_says_nothing_but_the_next() -> None:
    learner = OnlineLearner(HAND)
    items = ("first", "next", "below", "last")
    table = np.array([factor_row(rating=value) for value in (0.9, 0.9, 0.1, 0.1)])
    shown = seen(0, "view_item_list", "s", None, items)
    learner.fold([shown], {shown.event_id: table})
    learner.fold([seen(1, "view_item", "s", "first")], {})
    assert learner.weights() == HAND  # the next is as well rated; those below were not looked at


def test_an_answer_counts_once_however_often_it_is_sent() -> None:
    once, often = OnlineLearner(HAND), OnlineLearner(HAND)
    shown = seen(0, "view_item_list", "s", None, SHOWN)
    clicks = [seen(number, "view_item", "s", "rated") for number in range(1, 50)]
    once.fold([shown, clicks[0]], {shown.event_id: TABLE})
    often.fold([shown, *clicks], {shown.event_id: TABLE})
    assert once.weights() == often.weights()


events = st.lists(
    st.tuples(
        st.sampled_from(["view_item_list", *ANSWERS]),
        st.sampled_from(["s", "t"]),
        st.permutations(["a", "b", "c", "d"]),
    ),
    max_size=40,
)
tables = st.lists(
    st.lists(st.floats(0, 1), min_size=len(FACTORS), max_size=len(FACTORS)),
    min_size=4,
    max_size=4,
)


def stream(rows: Any, table: list[list[float]]) -> tuple[list[Seen], dict[str, np.ndarray]]:
    made, factors = [], {}
    for seq, (kind, session, items) in enumerate(rows):
        shown = kind == "view_item_list"
        made.append(seen(seq, kind, session, None if shown else items[0], items if shown else ()))
        if shown:
            factors[f"e{seq}"] = np.array(table)
    return made, factors


@settings(deadline=None, max_examples=60)
@given(rows=events, table=tables, cuts=st.lists(st.integers(0, 40), max_size=5))
def test_however_the_log_is_cut_a_replay_comes_to_the_same_weights(
    rows: Any, table: list[list[float]], cuts: list[int]
) -> None:
    made, factors = stream(rows, table)
    whole, parts = OnlineLearner(HAND), OnlineLearner(HAND)
    whole.fold(made, factors)
    edges = [0, *sorted(cuts), len(made)]
    for start, end in itertools.pairwise(edges):
        parts.fold(made[start:end], factors)
    assert parts.weights() == whole.weights()


@settings(deadline=None, max_examples=60)
@given(rows=events, table=tables, rate=st.sampled_from([RATE, 0.5, 50.0]))
def test_no_weight_leaves_its_room_and_no_answer_moves_one_further_than_the_rate(
    rows: Any, table: list[list[float]], rate: float
) -> None:
    made, factors = stream(rows, table)
    learner = OnlineLearner(HAND, rate=rate)
    before = HAND
    for one in made:
        learner.fold([one], factors)
        after = learner.weights()
        for name in FACTORS:
            start, was, now = (getattr(w, name) for w in (HAND, before, after))
            assert (1 - ROOM) * start - 1e-12 <= now <= (1 + ROOM) * start + 1e-12
            if rate == RATE:
                # The loss moves it by the rate at most; the pull back adds next to nothing.
                assert abs(now - was) <= RATE * 1.05 + 1e-12
        before = after
        assert after.diversity == HAND.diversity


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.at(f"sqlite:///{tmp_path}/aisle.db") as opened:
        yield opened


def serve(database: Database, number: int, log: EventLog, *, user: str = "u") -> list[Ranked]:
    """A list ranked, kept and logged as the conversation does it."""
    shown = rank([hit("x", 0.9), hit("y", 0.8, rating=5, rating_count=500)],
                 RankingContext(), HAND, limit=2)  # fmt: skip
    shown = sorted(shown, key=lambda one: one.hit.product.id)
    keep(database, f"list{number}", shown)
    log.add([
        {"event_id": f"list{number}", "ts": NOW.isoformat(), "type": "view_item_list",
         "user_id": user, "session_id": f"{user}{number}", "item_ids": ["x", "y"]},
        {"event_id": f"click{number}", "ts": (NOW + timedelta(seconds=1)).isoformat(),
         "type": "view_item", "user_id": user, "session_id": f"{user}{number}", "item_id": "y"},
    ], now=NOW + timedelta(days=1))  # fmt: skip
    return shown


def test_the_next_ranking_knows_a_click_and_a_restart_comes_to_the_same(database: Database) -> None:
    log, online = EventLog(database), OnlineWeights(database, HAND)
    assert online.weights() == HAND
    serve(database, 0, log)
    first = online.weights()
    assert first.rating > HAND.rating
    for number in range(1, 6):
        serve(database, number, log)
        online.weights()
    assert online.weights().rating > first.rating
    assert OnlineWeights(database, HAND).weights() == online.weights()


def test_a_shopper_who_is_forgotten_is_forgotten_here_too(database: Database) -> None:
    log = EventLog(database)
    serve(database, 0, log, user="stays")
    without = OnlineWeights(database, HAND).weights()
    serve(database, 1, log, user="goes")
    assert OnlineWeights(database, HAND).weights() != without
    log.delete_user("goes")
    assert OnlineWeights(database, HAND).weights() == without
    assert read(database, ["list0", "list1"]).keys() == {"list0"}


def test_factors_are_kept_as_they_were_served(database: Database) -> None:
    shown = serve(database, 0, EventLog(database))
    table = read(database, ["list0"])["list0"]
    assert table == pytest.approx(
        np.array([[one.values[name] for name in FACTORS] for one in shown]), abs=1e-6
    )


def test_it_is_off_unless_switched_on(database: Database, tmp_path: Path) -> None:
    off = Ranker.open(Settings(data_dir=tmp_path), database)
    assert off.online is None
    on = Ranker.open(Settings(data_dir=tmp_path, ranking_online=True), database)
    serve(database, 0, EventLog(database))
    hits = [hit("x", 0.9), hit("y", 0.8, rating=5, rating_count=500)]
    moved = {one.hit.product.id: one for one in on.rank(hits, RankingContext(), limit=2)}
    still = {one.hit.product.id: one for one in off.rank(hits, RankingContext(), limit=2)}
    assert moved["y"].contributions["rating"] > still["y"].contributions["rating"]
