"""Phrases in running text: the longest, whole words, wherever the table begins alike."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.values.phrases import PhraseTable

PHRASES = (
    *("blue", "dark blue", "dark", "darker", "dark-ash", "ice", "ice blue", "iced", "t.a"),
    *("蓝", "深蓝", "蓝灰"),
)
TABLE = PhraseTable({phrase: frozenset({phrase}) for phrase in PHRASES})

_WORDS = st.sampled_from([*PHRASES, "s", "'s", "es", "x", "a", "ta", "3", "⸺"])
_TEXTS = st.lists(st.tuples(_WORDS, st.sampled_from(["", " ", "-", ", ", "  "])), max_size=6).map(
    lambda parts: "".join(word + gap for word, gap in parts)
)


def plainly(text: str) -> list[str]:
    """The same, asked for one phrase after the other, the longest first."""
    longest = sorted(PHRASES, key=len, reverse=True)
    latin = [
        r"(?<![a-z0-9])"
        + r"[\s\-]?".join(map(re.escape, re.split(r"[\s\-]", phrase)))
        + r"(?:'s|e?s)?(?![a-z0-9])"
        for phrase in longest
        if phrase.isascii()
    ]
    chinese = [phrase for phrase in longest if not phrase.isascii()]
    return re.findall("|".join([*latin, *chinese]), text)


@given(_TEXTS)
@settings(max_examples=400)
def test_the_shared_beginnings_change_nothing_of_what_is_found(text: str) -> None:
    assert [mention.text for mention in TABLE.mentions(text)] == plainly(text)


def test_a_longer_phrase_hides_the_shorter_one_in_it() -> None:
    found = [mention.text for mention in TABLE.mentions("dark-blue, darker, iced and 深蓝灰")]

    assert found == ["dark-blue", "darker", "iced", "深蓝"]


def test_a_table_of_one_script_finds_nothing_in_the_other() -> None:
    assert not list(PhraseTable({"蓝": frozenset({"blue"})}).mentions("blue"))
    assert not list(PhraseTable({"blue": frozenset({"blue"})}).mentions("蓝"))
