"""The event log: counted once, by when it happened, refused with a reason, forgotten on request."""

import random
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.event_log import EventLog
from assistant.events import Event
from assistant.settings import Settings
from assistant.storage import Database

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.fixture
def log(tmp_path: Path) -> Iterator[EventLog]:
    with Database.open(Settings(data_dir=tmp_path)) as database:
        yield EventLog(database)


def event(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "event_id": f"e{number}",
        "ts": (NOW - timedelta(hours=number)).isoformat(),
        "user_id": "ada",
        "type": "view_item",
        "item_id": f"p{number % 3}",
        **changes,
    }


def test_the_same_event_counts_once_in_one_batch_and_across_batches(log: EventLog) -> None:
    first = log.add([event(1), event(2), event(1)], now=NOW)
    again = log.add([event(2), event(3)], now=NOW)
    assert (first.accepted, first.duplicates) == (2, 1)
    assert (again.accepted, again.duplicates) == (1, 1)
    assert log.count() == 3


def test_a_malformed_event_is_refused_with_its_reason_and_the_rest_goes_in(log: EventLog) -> None:
    added = log.add(
        [
            event(1),
            event(2, ts="yesterday"),
            event(3, type="sneeze"),
            {"event_id": "e4"},
            event(5, item_id=None),
            event(6, type="search", item_id=None),
            event(7, type="rate", value=9),
            event(8, quantity=10**30),
            event(9, ts="2026-01-01T00:00:00"),
            event(10, item_id="a\0b"),
            event(11, color="red"),
            event(12, value=float("nan")),
            "not an object",
            None,
        ],  # type: ignore[list-item]
        now=NOW,
    )
    assert (added.accepted, added.refused) == (1, 13)
    assert all(rejected.reason for rejected in added.rejected)
    assert [rejected.index for rejected in added.rejected] == list(range(1, 14))
    assert added.rejected[3].reason == "item_id: view_item needs an item"
    assert added.rejected[1].event_id == "e3"


@pytest.mark.parametrize(
    "ts",
    [1_700_000_000, 1_700_000_000_000, 1.5, 0, True, None, "", "1700000000", "2026-01-01",
     "2026-01-01T00:00:00", "2026-01-01 00:00", "20260101T000000Z", "01/02/2026 10:00:00Z"],
)  # fmt: skip
def test_a_time_that_does_not_say_its_moment_is_refused(log: EventLog, ts: object) -> None:
    added = log.add([event(1, ts=ts)], now=NOW)
    assert added.accepted == 0
    assert added.rejected[0].reason.startswith("ts: give an RFC 3339 date and time")


@pytest.mark.parametrize(
    "ts", ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "1970-01-01T00:00:00Z"]
)
def test_an_empty_time_is_refused(log: EventLog, ts: str) -> None:
    added = log.add([event(1, ts=ts)], now=NOW)
    assert added.accepted == 0
    assert added.rejected[0].reason.startswith("ts: before 1990")


@pytest.mark.parametrize(
    ("ts", "utc"),
    [
        ("2026-01-01T10:15:30Z", "2026-01-01T10:15:30+00:00"),
        ("2026-01-01t10:15:30.123456789z", "2026-01-01T10:15:30.123456+00:00"),
        ("2026-01-01 10:15:30+08:00", "2026-01-01T02:15:30+00:00"),
        ("2026-01-01T10:15:30-05:30", "2026-01-01T15:45:30+00:00"),
    ],
)
def test_any_rfc_3339_time_is_read(log: EventLog, ts: str, utc: str) -> None:
    assert log.add([event(1, ts=ts)], now=NOW).accepted == 1
    (one,) = log.for_user("ada")
    assert one.ts == datetime.fromisoformat(utc)


def test_a_clock_may_be_a_day_ahead_and_no_more(log: EventLog) -> None:
    ahead = event(1, ts=(NOW + timedelta(hours=23)).isoformat())
    beyond = event(2, ts=(NOW + timedelta(hours=25)).isoformat())
    added = log.add([ahead, beyond], now=NOW)
    assert added.accepted == 1
    assert added.rejected[0].reason.startswith("ts: more than a day in the future")


def test_events_come_back_by_time_whatever_the_order_of_arrival(log: EventLog) -> None:
    numbers = list(range(1, 40))
    random.Random(3).shuffle(numbers)
    log.add([event(number, session_id="s1") for number in numbers], now=NOW)
    times = [one.ts for one in log.for_user("ada")]
    assert times == sorted(times)
    assert len(times) == 39
    assert log.for_session("s1") == log.for_user("ada")
    newest = log.for_user("ada", limit=2)
    assert [one.event_id for one in newest] == ["e2", "e1"]
    since = log.for_user("ada", since=NOW - timedelta(hours=3), until=NOW - timedelta(hours=2))
    assert [one.event_id for one in since] == ["e3", "e2"]


def test_what_is_read_back_is_what_was_sent(log: EventLog) -> None:
    sent = Event(
        event_id="e",
        ts=NOW,
        user_id="ada",
        session_id="s",
        type="purchase",
        item_ids=["p1", "p2"],
        quantity=2,
        value=19.99,
        position=3,
        promotion_id="x",
        query="鞋",
    )
    log.add([sent], now=NOW)
    assert log.for_user("ada") == [sent]


def test_two_threads_with_the_same_events_store_them_once(log: EventLog) -> None:
    batches = [[event(number) for number in range(400)] for _ in range(4)]
    counts: list[int] = []

    def send(batch: list[dict[str, Any]]) -> None:
        counts.append(log.add(batch, now=NOW).accepted)

    threads = [threading.Thread(target=send, args=(batch,)) for batch in batches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == 400
    assert log.count() == 400


def test_a_deleted_shopper_is_gone_and_others_stay(log: EventLog) -> None:
    log.add([event(1), event(2, user_id="bo"), event(3, user_id=None, session_id="s")], now=NOW)
    assert log.delete_user("ada", session_ids=["s"]) == 2
    assert log.for_user("ada") == []
    assert log.for_session("s") == []
    assert len(log.for_user("bo")) == 1


def test_popularity_halves_in_thirty_days_and_knows_a_purchase_from_a_view(log: EventLog) -> None:
    old = (NOW - timedelta(days=30)).isoformat()
    log.add(
        [
            event(1, item_id="new", ts=NOW.isoformat()),
            event(2, item_id="old", ts=old),
            event(3, item_id="bought", type="purchase", ts=NOW.isoformat()),
            event(4, item_id="shown", type="view_item_list", ts=NOW.isoformat()),
            event(5, item_id="hated", type="dislike", ts=NOW.isoformat()),
        ],
        now=NOW,
    )
    scores = log.popularity(now=NOW)
    assert scores == pytest.approx({"new": 1.0, "old": 0.5, "bought": 6.0})


def test_popularity_follows_new_events_as_if_counted_afresh(log: EventLog) -> None:
    now = datetime.now(UTC)
    for number in range(30):
        at = (now - timedelta(days=(number * 7) % 50)).isoformat()
        log.add([event(number, ts=at)])
        kept, fresh = log.popularity(), log.popularity(now=datetime.now(UTC))
        assert kept == pytest.approx(fresh, rel=1e-4)
    log.delete_user("ada")
    assert log.popularity() == {}


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    changes=st.dictionaries(
        st.sampled_from([*Event.model_fields, "extra"]), _JSON, min_size=1, max_size=3
    )
)
def test_no_json_breaks_a_batch(log: EventLog, changes: dict[str, Any]) -> None:
    before = log.count()
    added = log.add([{**event(0), **changes}, event(10_000_001, item_id="p")], now=NOW)
    assert added.accepted + added.duplicates + added.refused == 2
    assert log.count() == before + added.accepted


@pytest.mark.parametrize("given", [2, 2.0])
def test_a_whole_number_may_be_written_as_a_float(given: float) -> None:
    """As exports do where a column has gaps."""
    assert Event.model_validate(event(1, quantity=given)).quantity == 2


@pytest.mark.parametrize("given", ["2", True, 2.5])
def test_what_is_no_whole_number_is_refused(log: EventLog, given: object) -> None:
    added = log.add([event(1, quantity=given)], now=NOW)

    assert added.accepted == 0
    assert "quantity" in str(added)
