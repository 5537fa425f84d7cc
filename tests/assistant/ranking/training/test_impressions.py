"""Which list an answer is for."""

from datetime import UTC, datetime, timedelta
from typing import Any

from assistant.events import Event
from assistant.ranking.training.impressions import impressions

START = datetime(2026, 6, 1, tzinfo=UTC)


def log(*rows: tuple[str, Any]) -> list[Event]:
    """Events of one session, a second apart: ``(type, item, items or query)``."""
    found = []
    for number, (kind, what) in enumerate(rows):
        given: dict[str, Any] = {"session_id": "s"}
        if kind == "search":
            given["query"] = what
        elif kind == "view_item_list":
            given["item_ids"] = what
        else:
            given["item_id"] = what
        given |= {"ts": START + timedelta(seconds=number), "event_id": f"e{number}", "type": kind}
        found.append(Event.model_validate(given))
    return found


def test_an_answer_counts_for_the_last_list_that_showed_the_product() -> None:
    lists = impressions(log(
        ("view_item_list", ["a", "b"]), ("view_item_list", ["b", "c"]),
        ("view_item", "b"), ("purchase", "a"), ("view_item", "z"),
    ))  # fmt: skip
    assert [one.grades for one in lists] == [[3, 0], [1, 0]]


def test_the_best_that_became_of_a_product_counts_and_what_is_taken_back_does_not() -> None:
    (one,) = impressions(log(
        ("view_item_list", ["a", "b", "c", "d"]),
        ("view_item", "a"), ("add_to_cart", "a"), ("purchase", "a"),
        ("view_item", "b"), ("dislike", "b"),
        ("add_to_cart", "c"), ("remove_from_cart", "c"),
    ))  # fmt: skip
    assert one.grades == [3, 0, 1, 0]
    assert one.answered


def test_what_came_before_the_list_is_no_answer_to_it() -> None:
    (one,) = impressions(log(("view_item", "a"), ("view_item_list", ["a"])))
    assert not one.answered


def test_a_list_without_words_of_its_own_is_for_the_last_search() -> None:
    lists = impressions(log(("search", "red shoes"), ("view_item_list", ["a"])))
    assert lists[0].query == "red shoes"


def test_sessions_are_kept_apart() -> None:
    shown, viewed = log(("view_item_list", ["a"]), ("view_item", "a"))
    (one,) = impressions([shown, viewed.model_copy(update={"session_id": "other"})])
    assert not one.answered
