"""What a migration does to what is there: nothing is lost, and it can be taken back."""

import json
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from sqlalchemy import Engine, create_engine, text

from assistant.event_log import EventLog
from assistant.profiles import Profiles
from assistant.profiles.profiles import build
from assistant.storage import Database
from assistant.storage.migrate import migrations
from tests.assistant.profiles.test_incremental import SHELF, Shelf, shown

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY = 86_400_000_000


def migrate(engine: Engine, revision: str, *, down: bool = False) -> None:
    config = migrations()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        (command.downgrade if down else command.upgrade)(config, revision)


def test_profiles_of_an_older_database_are_those_of_its_events(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/x.db")
    migrate(engine, "0001")
    then = round(NOW.timestamp() * 1_000_000)
    with engine.begin() as connection:
        for number in range(60):
            row = {
                "id": f"e{number}",
                "ts": then - number * DAY,
                "user": ("ada", "bo", None)[number % 3],
                "type": ("view_item", "purchase", "dislike", "rate")[number % 4],
                "items": json.dumps([sorted(SHELF)[number % 4], "run"]),
                "value": None if number % 5 else 4.0,
            }
            connection.execute(
                text(
                    "INSERT INTO events (event_id, ts, user_id, type, item_ids, value)"
                    " VALUES (:id, :ts, :user, :type, :items, :value)"
                ),
                row,
            )
        connection.execute(
            text("INSERT INTO profile_facts VALUES ('ada', 'size', '42', 1, :ts)"), {"ts": then}
        )
    engine.dispose()
    with Database.at(f"sqlite:///{tmp_path}/x.db") as opened:
        log = EventLog(opened)
        profiles = Profiles(opened, log, Shelf())
        for user in ("ada", "bo"):
            events, facts = log.for_user(user), profiles.facts(user)
            assert len(events) == 20
            fresh = build(events, SHELF, facts=facts, user_id=user, now=NOW)
            assert shown(profiles.get(user, now=NOW)) == shown(fresh)
        assert [one.value for one in profiles.facts("ada")] == ["42"]


def test_the_second_migration_can_be_taken_back(tmp_path: Path) -> None:
    with Database.at(f"sqlite:///{tmp_path}/x.db") as opened:
        with opened.write() as connection:
            connection.execute(text("INSERT INTO profile_facts VALUES ('a', 'size', 'M', NULL, 1)"))
            connection.execute(text("INSERT INTO profile_facts VALUES ('a', 'size', 'L', 1, 1)"))
        migrate(opened.engine, "0001", down=True)
        with opened.read() as connection:
            assert connection.execute(text("SELECT value FROM profile_facts")).all() == [("L",)]
        migrate(opened.engine, "head")
        assert EventLog(opened).count() == 0
