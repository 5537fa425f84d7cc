"""Slips weighed by how typos arise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rules import Vocabulary
from assistant.rules.spelling import mended
from assistant.rules.spelling.channel import cost

WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("typed", "meant", "rather_than"),
    [
        ("litr", "litre", "lite"),
        ("towl", "towel", "tool"),
        ("lether", "leather", "letter"),
        ("colar", "collar", "color"),
        ("blck", "black", "back"),
        ("umberlla", "umbrella", "umbel"),
        ("jacker", "jacket", "jackal"),
    ],
)
def test_the_likelier_slip_costs_less(typed, meant, rather_than):
    assert cost(typed, meant) < cost(typed, rather_than)


@given(WORDS, WORDS)
def test_only_the_same_word_costs_nothing(typed, meant):
    assert (cost(typed, meant) == 0) is (typed == meant)


def test_a_message_gets_the_word_that_was_meant():
    shop = Vocabulary()

    assert mended("a lether belt", shop) == "a leather belt"
    assert mended("bath towl, blck", shop) == "bath towel, black"
    assert mended("shelvs with 3 drawrs", shop) == "shelves with 3 drawers"
