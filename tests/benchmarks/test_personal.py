"""Which searches of a log are cases, and what counts as what came of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from assistant.events import Event
from benchmarks.personal import searches

START = datetime(2026, 1, 1, tzinfo=UTC)


def _visit(*deeds, session="s1", start=START):
    """Events a minute apart: (type, query or item or list of items)."""
    events = []
    for n, (kind, about) in enumerate(deeds):
        what = {"search": "query", "view_item_list": "item_ids"}.get(kind, "item_id")
        events.append(
            Event(
                event_id=f"{session}-{n}",
                ts=start + timedelta(minutes=n),
                user_id="u",
                session_id=session,
                type=kind,
                **{what: about},
            )
        )
    return events


LOOKED = (
    ("search", "red shoes"),
    ("view_item_list", ["a", "b", "c", "d"]),
    ("view_item", "a"),
    ("view_item", "b"),
    ("add_to_cart", "b"),
    ("dislike", "a"),
)


def test_the_best_deed_of_an_item_is_its_grade_and_a_dislike_is_none():
    (one,) = searches(_visit(*LOOKED), START)
    assert (one.user_id, one.query, one.at) == ("u", "red shoes", START)
    assert one.grades == {"a": 0.0, "b": 2.0}


def test_what_follows_the_next_search_belongs_to_that_one():
    more = (("search", "bag"), ("view_item_list", ["z"]), ("view_item", "z"), ("purchase", "b"))
    first, second = searches(_visit(*LOOKED, *more), START)
    assert first.grades["b"] == 2.0
    assert second.grades == {"z": 1.0}


def test_searches_before_the_moment_or_without_a_look_are_no_cases():
    early = _visit(*LOOKED)
    idle = _visit(
        ("search", "hat"), ("view_item_list", ["h"]), session="s2", start=START + timedelta(days=1)
    )
    assert not list(searches([*early, *idle], START + timedelta(hours=1)))


def test_a_visit_without_a_search_is_no_case():
    assert not list(searches(_visit(*LOOKED[1:]), START))
