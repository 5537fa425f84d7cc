"""How often one shopper is shown the same promotion, and when that is forgotten."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from assistant.promotions.fatigue import WINDOW, Caps, Impressions
from assistant.storage import Database

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.at(f"sqlite:///{tmp_path}/x.db") as opened:
        yield opened


def test_a_promotion_named_often_enough_is_tired_for_a_week(database: Database) -> None:
    shown = Impressions(database, Caps(nudges=2, cards=3))
    for session, days in (("s1", 6), ("s2", 1)):
        then = NOW - timedelta(days=days)
        shown.note("ada", ["shoes"], "nudge", session_id=session, now=then)
        shown.note("ada", ["shoes", "shoes"], "card", session_id=session, now=then)
    tired = shown.tired("ada", session_id="s3", now=NOW)
    assert (tired.nudges, tired.cards, tired.nudged) == ({"shoes"}, frozenset(), False)
    later = shown.tired("ada", session_id="s3", now=NOW + timedelta(days=2))
    assert later.nudges == frozenset()
    assert shown.tired("bo", session_id="s3", now=NOW).nudges == frozenset()


def test_a_conversation_is_nudged_once(database: Database) -> None:
    shown = Impressions(database)
    shown.note("ada", ["shoes"], "nudge", session_id="s1", now=NOW)
    assert shown.tired("ada", session_id="s1", now=NOW).nudged
    assert not shown.tired("ada", session_id="s2", now=NOW).nudged
    assert Impressions(database, Caps(nudges=0)).tired("bo", session_id="s9", now=NOW).nudged


def test_what_no_longer_counts_is_not_kept(database: Database) -> None:
    shown = Impressions(database)
    shown.note("ada", ["a", "b"], "card", session_id="s1", now=NOW - WINDOW)
    shown.note("ada", ["c"], "card", session_id="s1", now=NOW)
    with database.read() as connection:
        kept = connection.execute(text("SELECT promotion_id FROM promotion_impressions")).scalars()
        assert list(kept) == ["c"]
    assert shown.forget(["ada", "bo"]) == 1
