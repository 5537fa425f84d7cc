"""The deal of families and types, and what counts as the same request."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finetune.data.conversation import Conversation
from finetune.data.splits import held, held_family, held_kind, kinds, near_duplicates, telling

SOME = settings(max_examples=60, deadline=None)


@SOME
@given(st.text(max_size=20), st.floats(0, 1), st.floats(0, 1))
def test_a_larger_share_holds_what_a_smaller_held(name, one, other):
    low, high = sorted((one, other))

    assert held(name, low) <= held(name, high)
    assert not held(name, 0)
    assert held(name, 1)


def test_about_the_share_is_held():
    names = [f"family-{number}" for number in range(4000)]

    assert 0.10 < sum(held(name, 0.12) for name in names) / len(names) < 0.14
    assert [held_kind(name, 0.12) for name in names] != [held(name, 0.12) for name in names]


def test_a_family_is_held_whole():
    def one(number, user):
        turn = {"user": user, "intent": {"product_type": user}}
        return Conversation(id=f"c{number}", family="f", turns=[turn])

    found = {held_family(one(number, f"thing {number}"), 0.5) for number in range(20)}

    assert len(found) == 1
    assert kinds(one(1, "shoe")) == {"shoe"}


@pytest.mark.parametrize(
    ("message", "other", "near"),
    [
        ("red running shoes under 50", "Red  running shoes under 50", True),
        ("red running shoes under 50", "red running shoes under 60", True),
        ("red running shoes under 50", "a steel kettle for the office", False),
        ("thanks", "thanks", False),  # everybody says it
        ("想买一双红色的跑步鞋", "想买一双红色的跑步鞋!", True),
        ("便宜点的", "便宜点的", False),
    ],
)
def test_near_duplicates_are_the_same_request_in_hardly_other_words(message, other, near):
    assert near_duplicates([message], [other]) == [near]


@SOME
@given(st.lists(st.text(max_size=40), max_size=8))
def test_a_telling_message_is_its_own_duplicate(messages):
    flags = near_duplicates(messages, messages)

    assert flags == [telling(message) for message in messages]
    assert near_duplicates(messages, []) == [False] * len(messages)
