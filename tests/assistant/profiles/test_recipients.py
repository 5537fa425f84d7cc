"""Gifts: said by the event or by its session, and no part of the giver's taste."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from assistant.event_log import EventLog
from assistant.events import Event
from assistant.profiles import Profile, Profiles
from assistant.profiles.recipients import for_another
from assistant.storage import Database
from tests.assistant.profiles.test_incremental import SHELF, Shelf

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.fixture
def profiles(tmp_path: Path) -> Iterator[Profiles]:
    with Database.at(f"sqlite:///{tmp_path}/x.db") as opened:
        yield Profiles(opened, EventLog(opened), Shelf())


class Clock:
    """Events a minute apart, ending before now."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, kind: str, item: str | None = None, **fields: Any) -> Event:
        self.number += 1
        given = {"user_id": "ada", "session_id": "s", "item_id": item, **fields}
        if kind == "search":
            given.setdefault("query", "shoes")
        return Event(
            event_id=f"e{self.number}",
            ts=NOW - timedelta(hours=1) + timedelta(minutes=self.number),
            type=kind,  # type: ignore[arg-type]
            **given,
        )


@pytest.fixture
def at() -> Clock:
    return Clock()


def brands(profile: Profile) -> set[str]:
    return {tag.value for tag in profile.tags if tag.kind == "brand"}


@pytest.mark.parametrize(
    ("recipient", "other"),
    [
        ("niece", True), ("my niece", True), ("3 year old", True), ("kids", True), ("妈妈", True),
        ("girlfriend", True), (None, False), ("", False), ("me", False), ("Myself", False),
        ("women", False), ("men's", False), ("男士", False), ("我自己", False),
    ],
)  # fmt: skip
def test_who_is_somebody_else(recipient: str | None, other: bool) -> None:
    assert for_another(recipient) is other


def test_a_gift_teaches_nothing_of_the_giver_but_stays_in_the_order_book(
    profiles: Profiles, at: Clock
) -> None:
    profiles._log.add(
        [
            at("view_item", "boot", recipient="niece"),
            at("dislike", "lamp", recipient="niece"),
            at("purchase", "boot", recipient="niece", value=150),
            at("view_item", "run"),
        ],
        now=NOW,
    )
    profile = profiles.get("ada", now=NOW)
    assert brands(profile) == {"Norrsken"}
    assert (profile.dislikes, profile.disliked_items) == ((), frozenset())
    assert set(profile.price_bands) == {"Shoes", "Shoes > Running"}
    assert profile.price_bands["Shoes"].high == 80
    assert (profile.first_order, profile.purchased_items) == (False, {"boot": 1})


@pytest.mark.parametrize("one_by_one", [True, False])
def test_the_sessions_search_says_whom_its_events_are_for(
    profiles: Profiles, at: Clock, one_by_one: bool
) -> None:
    events = [
        at("view_item", "run"),
        at("search", recipient="niece"),
        at("view_item", "boot"),
        at("add_to_cart", "boot"),
        at("search"),
        at("view_item", "lamp"),
        # Bought together at the end: the boots are still the niece's.
        at("purchase", "boot"),
        at("purchase", "lamp"),
    ]
    for batch in [[one] for one in events] if one_by_one else [events]:
        profiles._log.add(batch, now=NOW)
    assert brands(profiles.get("ada", now=NOW)) == {"Norrsken", "Lumo"}
    stored = {one.event_id: one.recipient for one in profiles._log.for_user("ada")}
    assert [stored[one.event_id] for one in events] == [
        None, "niece", "niece", "niece", None, None, "niece", None,
    ]  # fmt: skip


def test_a_gift_in_the_cart_is_a_gift_at_a_checkout_in_another_session(
    profiles: Profiles, at: Clock
) -> None:
    profiles._log.add([at("search", recipient="father"), at("add_to_cart", "boot")], now=NOW)
    profiles._log.add([at("purchase", "boot", session_id="checkout")], now=NOW)
    profiles._log.add([at("purchase", "run", session_id="checkout")], now=NOW)
    assert brands(profiles.get("ada", now=NOW)) == {"Norrsken"}


def test_another_shoppers_gift_is_not_this_ones(profiles: Profiles, at: Clock) -> None:
    profiles._log.add(
        [
            at("search", recipient="niece", user_id="bo", session_id="of bo"),
            at("add_to_cart", "boot", user_id="bo", session_id="of bo"),
            at("purchase", "boot"),
        ],
        now=NOW,
    )
    assert brands(profiles.get("ada", now=NOW)) == {"Ava"}


def test_the_session_part_is_of_whom_the_session_shops_for_now(
    profiles: Profiles, at: Clock
) -> None:
    profiles._log.add([at("view_item", "run"), at("search", recipient="niece")], now=NOW)
    profiles._log.add([at("view_item", "boot")], now=NOW)
    session = profiles.get("ada", session_id="s", now=NOW).session
    assert {tag.value for tag in session.tags if tag.kind == "brand"} == {"Ava"}
    profiles._log.add([at("search", recipient="me")], now=NOW)
    session = profiles.get("ada", session_id="s", now=NOW).session
    assert {tag.value for tag in session.tags if tag.kind == "brand"} == {"Norrsken"}


def test_the_shelf_is_what_these_tests_take_it_for() -> None:
    assert {one.brand for one in SHELF.values()} == {"Norrsken", "Ava", "Lumo"}


def test_looking_for_somebody_else_earns_the_giver_no_coupon_of_views(profiles: Profiles) -> None:
    at = Clock()
    recipients = ("niece", "niece", None, "me")
    profiles._log.add([at("view_item", "run", recipient=one, session_id=None)
                       for one in recipients], now=NOW)  # fmt: skip
    # By the sums, and by a replay up to a moment before the newest event.
    assert profiles.get("ada", now=NOW).viewed_items == {"run": 2}
    assert profiles.get("ada", now=NOW - timedelta(minutes=57, seconds=1)).viewed_items == {}
