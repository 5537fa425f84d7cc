"""Profiles: computed from events by time, session beside history, facts above both."""

import math
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.event_log import EventLog
from assistant.events import Event
from assistant.profiles import Fact, Profile, Profiles, Shopper
from assistant.profiles.profiles import build
from assistant.settings import Settings
from assistant.storage import Database
from retrieval.product import Product

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


def product(name: str, price: str, **fields: Any) -> Product:
    return Product(id=name, title=name, price=Decimal(price), **fields)


SHELF = {
    one.id: one
    for one in (
        product("run", "80", brand="Norrsken", category="Shoes > Running", color="navy blue"),
        product("trail", "120", brand="Norrsken", category="Shoes > Running", color="black"),
        product("boot", "150", brand="Ava", category="Shoes > Boots", material="leather"),
        product("lamp", "30", brand="Lumo", category="Home > Lamps", color="white", sizes=["M"]),
        product("sized", "60", brand="Ava", category="Shoes > Flats", sizes=["38"]),
    )
}


class Shelf:
    def get(self, ids: Sequence[str]) -> list[Product]:
        return [SHELF[one] for one in ids if one in SHELF]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(Settings(data_dir=tmp_path)) as opened:
        yield opened


@pytest.fixture
def profiles(database: Database) -> Profiles:
    return Profiles(database, EventLog(database), Shelf())


def event(number: int, kind: str, item: str, days: float = 1, **fields: Any) -> Event:
    return Event(
        event_id=f"e{number}",
        ts=NOW - timedelta(days=days),
        user_id=fields.pop("user_id", "ada"),
        type=kind,  # type: ignore[arg-type]
        item_id=item,
        **fields,
    )


def log_of(profiles: Profiles) -> EventLog:
    return profiles._log


def strength(profile: Profile, kind: str, value: str) -> float:
    return next((t.strength for t in profile.tags if (t.kind, t.value) == (kind, value)), 0.0)


def test_a_stranger_has_an_empty_profile(profiles: Profiles) -> None:
    profile = profiles.get(None, now=NOW)
    assert (profile.tags, profile.first_order, profile.segments) == ((), True, {"new"})
    assert profiles.get("nobody", now=NOW).tags == ()


def test_tags_name_what_was_touched_with_strength_evidence_and_time(profiles: Profiles) -> None:
    events = [event(1, "view_item", "run", 3), event(2, "purchase", "trail", 2, value=120)]
    log_of(profiles).add([*events, event(3, "view_item", "gone from the catalogue")], now=NOW)
    profile = profiles.get("ada", now=NOW)
    brand = next(tag for tag in profile.tags if tag.kind == "brand")
    assert (brand.value, brand.evidence, brand.bought) == ("Norrsken", 2, 1)
    assert brand.last == NOW - timedelta(days=2)
    assert strength(profile, "color", "black") > strength(profile, "color", "blue") > 0
    assert strength(profile, "category", "Shoes > Running") == brand.strength
    assert profile.purchased_items == {"trail": 1}
    assert profile.purchased_categories == {"Shoes": 1, "Shoes > Running": 1}
    assert profile.views_in("shoes") == 1
    assert not profile.first_order


def test_a_style_is_an_interest_as_a_brand_is() -> None:
    tank = product("tank", "20", attributes={"style_general": ["Tank"], "pattern": "Striped"})
    profile = build([event(1, "purchase", "tank", 0)], {"tank": tank}, now=NOW)

    assert strength(profile, "style", "tank") == strength(profile, "style", "striped") > 0


def test_a_touch_counts_half_after_the_half_life() -> None:
    fresh = build([event(1, "purchase", "run", 0)], SHELF, now=NOW)
    old = build([event(1, "purchase", "run", 45)], SHELF, now=NOW)
    weight = -4.0 * math.log(1 - strength(fresh, "brand", "Norrsken"))
    faded = -4.0 * math.log(1 - strength(old, "brand", "Norrsken"))
    assert weight == pytest.approx(5.0)
    assert faded == pytest.approx(2.5)


def test_dislikes_turn_a_value_into_an_aversion_and_name_the_item() -> None:
    events = [event(1, "dislike", "boot", 0), event(2, "dislike", "boot", 0)]
    profile = build(events, SHELF, now=NOW)
    assert profile.disliked_items == {"boot"}
    assert ("brand", "Ava") in {(tag.kind, tag.value) for tag in profile.dislikes}
    assert strength(profile, "brand", "Ava") == 0
    bought = [event(n, "purchase", "boot", 0) for n in (3, 4)]
    liked_since = build([*events, *bought], SHELF, now=NOW)
    assert liked_since.disliked_items == set()


def test_the_session_speaks_for_itself_even_of_a_stranger(profiles: Profiles) -> None:
    view = event(1, "view_item", "lamp", 0, user_id=None, session_id="s")
    log_of(profiles).add([view], now=NOW)
    profile = profiles.get(None, session_id="s", now=NOW)
    assert profile.tags == ()
    assert {tag.value for tag in profile.session.tags} == {"Home > Lamps", "Lumo", "white", "M"}


def test_the_next_profile_after_an_event_sees_it(profiles: Profiles) -> None:
    assert strength(profiles.get("ada", now=NOW), "brand", "Ava") == 0
    log_of(profiles).add([event(1, "view_item", "boot")], now=NOW)
    assert strength(profiles.get("ada", now=NOW), "brand", "Ava") > 0


def test_price_bands_are_by_category_and_need_two_products() -> None:
    events = [event(1, "view_item", "run"), event(2, "view_item", "trail")]
    profile = build([*events, event(3, "view_item", "lamp")], SHELF, now=NOW)
    band = profile.band_for("Shoes > Running > Road")
    assert band is not None
    assert (band.low, band.high, band.currency) == (80, 120, "USD")
    assert profile.band_for("Shoes > Boots") == profile.price_bands["Shoes"]
    assert profile.band_for("Home > Lamps") is None
    assert "Running: 80–120 USD" in {tag.value for tag in profile.tags if tag.kind == "price"}


def test_a_band_of_one_price_is_told_as_one() -> None:
    shelf = {name: SHELF["run"].model_copy(update={"id": name}) for name in ("run", "other")}
    events = [event(1, "view_item", "run"), event(2, "view_item", "other")]
    tags = build(events, shelf, now=NOW).tags
    assert "Running: 80 USD" in {tag.value for tag in tags if tag.kind == "price"}


def test_a_stated_fact_outranks_behaviour(profiles: Profiles) -> None:
    log_of(profiles).add([event(n, "purchase", "boot", 0) for n in range(5)], now=NOW)
    profiles.state("ada", Fact(kind="material", value="leather", wanted=False, ts=NOW))
    profile = profiles.get("ada", now=NOW)
    assert strength(profile, "material", "leather") == 0
    (aversion,) = profile.dislikes
    assert (aversion.value, aversion.strength, aversion.stated) == ("leather", 1.0, True)
    profiles.state("ada", Fact(kind="material", value="leather", wanted=True, ts=NOW))
    assert strength(profiles.get("ada", now=NOW), "material", "leather") == 1.0


def test_a_stated_size_stands_instead_of_the_one_bought(profiles: Profiles) -> None:
    log_of(profiles).add([event(n, "purchase", "sized", 0) for n in range(5)], now=NOW)
    assert strength(profiles.get("ada", now=NOW), "size", "38") > 0
    profiles.state("ada", Fact(kind="size", value="42", wanted=True, ts=NOW))
    profile = profiles.get("ada", now=NOW)
    assert strength(profile, "size", "42") == 1.0
    assert strength(profile, "size", "38") == 0


def test_segments_follow_their_stated_rules(profiles: Profiles) -> None:
    profiles.shoppers.put([Shopper(user_id="ada", name="Ada", segments=["Student", "new"])])
    assert profiles.get("ada", now=NOW).segments == {"student", "new"}
    bought = [event(n, "purchase", "run", 10 * n, value=40, quantity=1) for n in range(1, 4)]
    log_of(profiles).add(bought, now=NOW)
    assert profiles.get("ada", now=NOW).segments == {"student", "regular", "deal_hunter"}
    log_of(profiles).add([event(9, "purchase", "boot", 5, value=1000)], now=NOW)
    assert "vip" in profiles.get("ada", now=NOW).segments
    later = NOW + timedelta(days=300)
    assert profiles.get("ada", now=later).segments == {"student", "lapsed", "vip", "deal_hunter"}


def test_purchases_of_one_session_are_one_order() -> None:
    events = [event(n, "purchase", "run", n / 100, session_id="s") for n in range(1, 4)]
    assert build(events, SHELF, now=NOW).orders == 1


def test_a_deleted_shopper_is_a_stranger(profiles: Profiles) -> None:
    profiles.shoppers.put([Shopper(user_id="ada", name="Ada")])
    log_of(profiles).add([event(1, "view_item", "run")], now=NOW)
    profiles.state("ada", Fact(kind="size", value="42", ts=NOW))
    assert profiles.delete("ada") == 1
    profile = profiles.get("ada", now=NOW)
    assert (profile.name, profile.tags, profile.events) == ("", (), 0)
    assert profiles.shoppers.get("ada") is None


_EVENTS = st.lists(
    st.builds(
        event,
        st.integers(0, 10_000),
        st.sampled_from(["view_item", "purchase", "like", "dislike", "add_to_cart"]),
        st.sampled_from(sorted(SHELF)),
        st.floats(0, 200),
        quantity=st.none() | st.integers(1, 3),
    ),
    max_size=12,
)


@settings(deadline=None, max_examples=50)
@given(events=_EVENTS, seed=st.integers())
def test_the_order_of_arrival_does_not_matter(events: list[Event], seed: int) -> None:
    shuffled = random.Random(seed).sample(events, len(events))
    one, other = build(events, SHELF, now=NOW), build(shuffled, SHELF, now=NOW)
    assert {(t.kind, t.value): pytest.approx(t.strength) for t in one.tags} == {
        (t.kind, t.value): t.strength for t in other.tags
    }
    same = {"tags", "dislikes", "price_bands", "price_band"}
    assert one.model_dump(exclude=same) == other.model_dump(exclude=same)
    assert all(0 <= tag.strength <= 1 for tag in (*one.tags, *one.dislikes))


def test_no_protected_attribute_is_part_of_a_profile() -> None:
    protected = {"gender", "age", "ethnicity", "religion", "health", "disability", "nationality"}
    assert not protected & set(Profile.model_fields)
    kinds = {"category", "brand", "color", "material", "price", "size"}
    woman = SHELF["run"].model_copy(update={"gender": "female", "age_group": "adult"})
    profile = build([event(1, "purchase", "run")], {"run": woman}, now=NOW)
    assert {tag.kind for tag in profile.tags} <= kinds
    assert "female" not in profile.model_dump_json()
