"""GA4 exports: which rows count, as what, and that reading twice counts once."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.event_log import check
from assistant.events import Event
from assistant.ga4 import NAMES, Ga4RowError, events_of, looks_like_ga4

LATEST = datetime(2030, 1, 1, tzinfo=UTC)


def row(name: str, **changes: Any) -> dict[str, Any]:
    return {
        "event_date": "20261101",
        "event_timestamp": "1793534400123456",
        "event_name": name,
        "user_pseudo_id": "123.456",
        "user_id": None,
        "event_params": [
            {"key": "ga_session_id", "value": {"string_value": None, "int_value": "77"}},
            {"key": "search_term", "value": {"string_value": "red shoes"}},
        ],
        "items": [{"item_id": "p1", "price": 19.99, "quantity": 2, "item_list_index": "4"}],
        **changes,
    }


def test_a_view_is_a_view_of_its_item_at_its_time() -> None:
    (view,) = events_of(row("view_item"))
    event = check(view, LATEST)
    assert isinstance(event, Event)
    assert (event.type, event.item_id, event.user_id) == ("view_item", "p1", "123.456")
    assert event.session_id == "123.456.77"
    assert event.ts == datetime(2026, 11, 1, 12, 0, 0, 123456, tzinfo=UTC)
    assert (event.quantity, event.value, event.position) == (2, 39.98, 4)


def test_a_search_keeps_its_words_and_a_list_its_items() -> None:
    (search,) = events_of(row("view_search_results"))
    assert (search["type"], search["query"]) == ("search", "red shoes")
    (shown,) = events_of(row("view_item_list", items=[{"item_id": "a"}, {"item_id": 7}]))
    assert (shown["type"], shown["item_ids"]) == ("view_item_list", ["a", "7"])


def test_a_purchase_is_one_event_an_item_and_its_coupon_a_redemption() -> None:
    bought = row(
        "purchase",
        items=[{"item_id": "a", "price": "5", "quantity": "1"}, {"item_id": "b", "price": 2.5}],
        ecommerce={"transaction_id": "T-9"},
        event_params=[{"key": "coupon", "value": {"string_value": "TEN"}}],
    )
    events = events_of(bought)
    assert [(one["type"], one.get("item_id")) for one in events] == [
        ("purchase", "a"),
        ("purchase", "b"),
        ("redeem_promotion", None),
    ]
    assert events[2]["promotion_id"] == "TEN"


def test_a_thank_you_page_loaded_twice_is_one_purchase() -> None:
    one = row("purchase", ecommerce={"transaction_id": "T-9"})
    later = row("purchase", ecommerce={"transaction_id": "T-9"}, event_timestamp="1793534999000000")
    other = row("purchase", ecommerce={"transaction_id": "T-10"})
    ids = [events_of(each)[0]["event_id"] for each in (one, later, other)]
    assert ids[0] == ids[1] != ids[2]


def test_ids_do_not_depend_on_how_the_export_writes_its_integers() -> None:
    as_text = events_of(row("view_item"))
    as_number = events_of(row("view_item", event_timestamp=1793534400123456))
    assert as_text == as_number
    later = events_of(row("view_item", event_timestamp=1793534400123457))
    assert later[0]["event_id"] != as_text[0]["event_id"]


def test_rows_of_no_use_are_no_events_and_no_errors() -> None:
    assert events_of(row("page_view")) == []
    assert events_of({"event_name": None}) == []


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (row("view_item", event_timestamp="soon"), "event_timestamp"),
        (row("view_item", event_timestamp=10**40), "event_timestamp"),
        (row("view_item", event_timestamp=None), "event_timestamp"),
        (row("add_to_cart", items=[]), "items"),
        (row("add_to_cart", items=[{"item_id": "(not set)"}]), "items"),
        (row("search", event_params=[]), "search_term"),
    ],
)
def test_broken_rows_of_use_say_what_is_wrong(broken: dict[str, Any], reason: str) -> None:
    with pytest.raises(Ga4RowError, match=reason):
        events_of(broken)


def test_the_two_formats_are_told_apart_by_their_rows() -> None:
    assert looks_like_ga4(row("view_item"))
    assert not looks_like_ga4({"event_id": "e", "type": "view_item"})


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["item_id", "price", "quantity", "key", "value"]), inner)
    ),
    max_leaves=8,
)


@settings(deadline=None, max_examples=300)
@given(
    name=st.sampled_from(sorted(NAMES)),
    changes=st.dictionaries(
        st.sampled_from(
            ["event_timestamp", "items", "event_params", "user_id", "ecommerce", "user_pseudo_id"]
        ),
        _JSON,
        max_size=4,
    ),
)
def test_any_row_gives_events_or_a_named_error(name: str, changes: dict[str, Any]) -> None:
    try:
        events = events_of({**row(name), **changes})
    except Ga4RowError:
        return
    for one in events:
        check(one, LATEST)
