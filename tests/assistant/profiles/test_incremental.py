"""The kept sums are those of a rebuild from all events, whatever the order and the batches."""

import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event as sqlalchemy_event

from assistant.event_log import EventLog
from assistant.events import Event
from assistant.profiles import Profile, Profiles
from assistant.profiles.profiles import build
from assistant.profiles.sums import HALF_LIFE, Decay, fold
from assistant.storage import Database
from retrieval.product import Product

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
SHELF = {
    name: Product(
        id=name,
        title=name,
        price=Decimal(price),
        brand=brand,
        category=category,
        color=color,
        currency=currency,
    )
    for name, price, brand, category, color, currency in (
        ("run", "80", "Norrsken", "Shoes > Running", "navy", "USD"),
        ("trail", "120", "Norrsken", "Shoes > Running", "black", "USD"),
        ("boot", "150", "Ava", "Shoes > Boots", "brown", "USD"),
        ("lamp", "30", "Lumo", "Home > Lamps", "white", "EUR"),
    )
}


class Shelf:
    def get(self, ids: Sequence[str]) -> list[Product]:
        return [SHELF[one] for one in ids if one in SHELF]


def shown(profile: Profile) -> dict[str, Any]:
    """A profile as plain data, its numbers compared to nine digits."""

    def rounded(value: Any) -> Any:
        if isinstance(value, float):
            return pytest.approx(value, rel=1e-9, abs=1e-9)
        if isinstance(value, dict):
            return {key: rounded(one) for key, one in value.items()}
        if isinstance(value, (list, tuple)):
            return [rounded(one) for one in value]
        return sorted(value) if isinstance(value, (set, frozenset)) else value

    found = profile.model_dump()
    # Tags of one strength may change places by rounding; all else about them may not.
    for name in ("tags", "dislikes"):
        found[name] = sorted(found[name], key=lambda tag: (tag["kind"], tag["value"]))
    return {name: rounded(value) for name, value in found.items()}


_ITEMS = sorted([*SHELF, "gone"])
_ZONES = st.sampled_from([UTC, timezone(timedelta(hours=9)), timezone(timedelta(hours=-8))])
_EVENTS = st.lists(
    st.builds(
        lambda number, zone, hours, **fields: Event(
            event_id=f"e{number}", ts=(NOW - timedelta(hours=hours)).astimezone(zone), **fields
        ),
        number=st.integers(0, 60),
        zone=_ZONES,
        hours=st.integers(0, 24 * 200) | st.floats(0, 24 * 400),
        user_id=st.sampled_from(["ada", "bo", None]),
        session_id=st.sampled_from(["s1", "s2", None]),
        type=st.sampled_from(
            [
                "view_item",
                "purchase",
                "like",
                "dislike",
                "rate",
                "add_to_cart",
                "remove_from_cart",
                "search",
                "redeem_promotion",
            ]
        ),
        item_id=st.sampled_from(_ITEMS),
        item_ids=st.lists(st.sampled_from(_ITEMS), max_size=2),
        query=st.just("shoes"),
        promotion_id=st.sampled_from(["p1", "p2", "p3"]),
        quantity=st.none() | st.integers(1, 3),
        value=st.sampled_from([1.0, 2.5, 4.0, 5.0]),
        recipient=st.sampled_from([None, None, None, "me", "niece"]),
    ),
    max_size=40,
    unique_by=lambda one: one.event_id,
)


@settings(deadline=None, max_examples=40)
@given(
    events=_EVENTS,
    size=st.integers(1, 12),
    again=st.integers(0, 20),
    days=st.sampled_from([0, 3, 100]),
)
def test_kept_sums_are_those_of_a_rebuild(
    events: list[Event], size: int, again: int, days: int
) -> None:
    """Given events in any order, in batches, some sent twice; then kept is as if read afresh."""
    now = NOW + timedelta(days=days)
    with tempfile.TemporaryDirectory() as folder, Database.at(f"sqlite:///{folder}/x.db") as opened:
        log = EventLog(opened)
        profiles = Profiles(opened, log, Shelf())
        for start in range(0, len(events), size):
            log.add(events[start : start + size], now=now)
        log.add(events[:again], now=now)
        for user in ("ada", "bo"):
            kept = shown(profiles.get(user, now=now))
            stored = log.for_user(user)
            assert shown(build(stored, SHELF, user_id=user, now=now)) == kept
            log.rebuild(user)
            assert shown(profiles.get(user, now=now)) == kept
            assert len(stored) == len([one for one in events if one.user_id == user])


@settings(deadline=None, max_examples=60)
@given(
    ages=st.lists(st.floats(0, 2000), min_size=1, max_size=20),
    later=st.floats(0, 1000),
)
def test_forward_decay_is_decay(ages: list[float], later: float) -> None:
    """A sum of forward weights, scaled once, is the sum of ``2 ** (-age / half_life)``."""
    now = NOW + timedelta(days=later)
    events = [
        Event(event_id=str(n), ts=NOW - timedelta(days=age), type="view_item", item_id="run")
        for n, age in enumerate(ages)
    ]
    liked = fold(events).items["run"].liked * Decay().scale(now)
    by_hand = sum(2.0 ** -((now - one.ts) / HALF_LIFE) for one in events)
    assert liked == pytest.approx(by_hand, rel=1e-9)


def test_a_profile_of_an_earlier_day_does_not_know_what_came_after(tmp_path: Path) -> None:
    with Database.at(f"sqlite:///{tmp_path}/x.db") as opened:
        log = EventLog(opened)
        profiles = Profiles(opened, log, Shelf())
        then = NOW - timedelta(days=10)
        for number, (item, days) in enumerate((("run", 20), ("boot", 5))):
            at = NOW - timedelta(days=days)
            sent = Event(event_id=f"e{number}", ts=at, user_id="ada", type="purchase", item_id=item)
            log.add([sent], now=NOW)
        assert profiles.get("ada", now=then).purchased_items == {"run": 1}
        assert profiles.get("ada", now=NOW).purchased_items == {"boot": 1, "run": 1}


def test_no_reading_goes_back_to_the_events(tmp_path: Path) -> None:
    """Given a thousand events; then a reading fetches rows by product, and none of the events."""
    with Database.at(f"sqlite:///{tmp_path}/x.db") as opened:
        log = EventLog(opened)
        profiles = Profiles(opened, log, Shelf())
        old = [
            Event(
                event_id=f"e{number}",
                ts=NOW - timedelta(days=40, minutes=number),
                user_id="ada",
                type="view_item",
                item_id=("run", "trail")[number % 2],
            )
            for number in range(1000)
        ]
        log.add(old, now=NOW)
        read: list[str] = []

        def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            read.append(statement)

        sqlalchemy_event.listen(opened.engine, "before_cursor_execute", note)
        profile = profiles.get("ada", now=NOW)
        assert profile.events == 1000
        assert next(tag.evidence for tag in profile.tags if tag.kind == "brand") == 1000
        from_events = [one for one in read if "FROM events" in one]
        assert all("count(" in one or "type = 'view_item'" in one for one in from_events)
        with opened.read() as connection:
            for statement in from_events:
                plan = connection.exec_driver_sql(
                    f"EXPLAIN QUERY PLAN {statement}", ("ada", 0)[: statement.count("?")]
                ).fetchall()
                assert all("USING" in row[3] and "INDEX" in row[3] for row in plan), plan
