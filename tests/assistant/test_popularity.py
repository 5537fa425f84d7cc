"""Popularity and trends over a real event log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant import event_tail
from assistant.event_log import EventLog
from assistant.popularity import MOST_LIFT, Popularity
from assistant.settings import Settings
from assistant.storage import Database

NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database.open(Settings(data_dir=tmp_path))
    yield opened
    opened.engine.dispose()


def views(
    item: str, count: int, *, shopper: str = "u", days: float = 0.0
) -> list[dict[str, object]]:
    return [
        {
            "event_id": f"{item}-{shopper}-{days}-{n}",
            "ts": (NOW - timedelta(days=days, minutes=n)).isoformat(),
            "user_id": f"{shopper}{n}",
            "type": "view_item",
            "item_id": item,
        }
        for n in range(count)
    ]


def test_what_rises_beyond_doubt_is_lifted_and_nothing_else(database: Database) -> None:
    log = EventLog(database)
    for day in range(10, 70, 2):
        log.add([*views("steady", 3, days=day), *views("other", 3, days=day)], now=NOW)
    for day in (0.0, 1.0, 2.0):
        log.add(
            [*views("new", 20, days=day), *views("two", 1, days=day), *views("steady", 1, days=day)]
        )
    popularity = Popularity(database)
    rises = popularity.rises(now=NOW)
    assert rises["new"].low > 1.2
    assert all(rises[item].low < 1.2 for item in ("two", "steady", "other"))
    plain = 20 * sum(2 ** (-day / 30) for day in (0, 1, 2))
    scores = popularity.scores(now=NOW)
    assert scores["new"] == pytest.approx(plain * min(rises["new"].low, MOST_LIFT), rel=0.01)
    assert scores["two"] == pytest.approx(plain / 20, rel=0.01)


def test_one_shopper_who_reloads_all_day_is_no_trend(database: Database) -> None:
    log = EventLog(database)
    for day in range(10, 70):
        log.add(views("steady", 2, days=day), now=NOW)
    many = [{**one, "user_id": "same"} for one in views("reloaded", 60)]
    log.add(many, now=NOW)
    assert Popularity(database).rises(now=NOW)["reloaded"].low < 1.2


def test_a_deletion_that_nobody_told_of_is_noticed(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_tail, "CHECK_S", 0.0)
    log = EventLog(database)
    log.add([*views("a", 2, shopper="ann"), *views("b", 2, shopper="bo")], now=NOW)
    popularity = Popularity(database)
    assert set(popularity.scores()) == {"a", "b"}
    log.delete_user("ann0")
    log.delete_user("ann1")
    assert set(popularity.scores()) == {"b"}
