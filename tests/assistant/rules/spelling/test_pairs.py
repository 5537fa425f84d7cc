"""A word that exists is mended where its neighbour shows that another was meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rules import Vocabulary
from assistant.rules.spelling.goods import Pairs
from assistant.rules.spelling.pairs import mend_pairs

_NONE = frozenset[str]()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("stainless steal ladle", "stainless steel ladle"),
        ("a hari dryer please", "a hair dryer please"),
        ("dry skn cream", "dry skin cream"),
        ("Floor lamp, brushed nickel", "Floor lamp, brushed nickel"),
    ],
)
def test_the_neighbour_tells_what_was_meant(typed: str, meant: str) -> None:
    assert mend_pairs(typed, Vocabulary(), _NONE) == meant


@pytest.mark.parametrize(
    "said",
    [
        "stainless steel pan",  # goes together as it is
        "do not steal from me",  # no phrase of goods near
        "stainless, steal",  # not beside each other
        "folder for choir",  # anything stands beside "for"
    ],
)
def test_what_goes_together_or_tells_nothing_is_left(said: str) -> None:
    assert mend_pairs(said, Vocabulary(), _NONE) == said


def test_words_of_the_titles_on_show_are_right() -> None:
    assert mend_pairs("the hari dryer", Vocabulary(), frozenset({"hari"})) == "the hari dryer"


def test_pairs_count_the_second_word_in_the_singular_too() -> None:
    pairs = Pairs.of(["paper plates"])
    assert pairs.before("plate") == {"paper"}
    assert pairs.after("paper") == {"plates", "plate"}


@given(st.text())
def test_no_message_loses_or_gains_words(message: str) -> None:
    assert len(mend_pairs(message, Vocabulary(), _NONE).split()) == len(message.split())
