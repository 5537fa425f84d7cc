"""Orders out of the log: whole, own, and in order of time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.event_log import EventLog
from assistant.settings import Settings
from assistant.storage import Database
from assistant.suggestions.orders import Order, orders_of, sequences, sequences_of
from retrieval.recommend import journeys

START = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def database(tmp_path):
    with Database.open(Settings(data_dir=tmp_path)) as opened:
        yield opened


def event(number, kind, item, *, hours, session=None, user="ada", recipient=None):
    return {"event_id": f"e{number}", "ts": (START + timedelta(hours=hours)).isoformat(),
            "type": kind, "user_id": user, "session_id": session, "item_id": item,
            "recipient": recipient}  # fmt: skip


def test_an_order_is_a_sessions_purchases_or_a_days(database):
    EventLog(database).add([
        event(1, "purchase", "c", hours=50, session="s2"),
        event(2, "purchase", "a", hours=0, session="s1"),
        event(3, "purchase", "b", hours=20, session="s1"),
        event(4, "purchase", "d", hours=60),
        event(5, "purchase", "e", hours=61),
        event(6, "view_item", "z", hours=1, session="s1"),
        event(7, "purchase", "y", hours=2, session="s3", user="bo"),
    ])  # fmt: skip
    assert [order.basket for order in orders_of(database, "ada")] == [
        ("a", "b"),
        ("c",),
        ("d", "e"),
    ]
    found = list(sequences(database))
    assert [(one.user_id, one.history, one.next) for one in found if one.user_id == "ada"] == [
        ("ada", (), ("a", "b")),
        ("ada", (("a", "b"),), ("c",)),
        ("ada", (("a", "b"), ("c",)), ("d", "e")),
    ]
    assert [one.next for one in sequences(database, until=START + timedelta(hours=3))] == [
        ("a",),
        ("y",),
    ]


def test_what_was_bought_for_somebody_else_is_no_part_of_it(database):
    EventLog(database).add([
        event(1, "purchase", "doll", hours=0, session="s1", recipient="niece"),
        event(2, "purchase", "book", hours=30, session="s2"),
    ])  # fmt: skip
    assert [order.basket for order in orders_of(database, "ada")] == [("book",)]


BASKET = st.lists(st.sampled_from("abcdef"), min_size=1, max_size=3, unique=True).map(tuple)


@given(baskets=st.lists(BASKET, min_size=1, max_size=12, unique=True))
def test_sequences_put_together_again_are_the_orders(baskets):
    orders = [Order(START + timedelta(days=place), one) for place, one in enumerate(baskets)]
    (journey,) = journeys(sequences_of("ada", orders))
    assert list(journey.baskets) == baskets
