"""Colour words, English and Chinese, to fifteen-odd families.

A family is what a shopper means by "in blue": navy, sky and 藏青 are blue. Words that are colours
only beside nothing else (cream, rose, mint, 金) count only where the text is a colour value, not a
sentence: "Cream" is beige, "ice cream maker" is no colour. Shades between two families go to the
one shops file them under, since a second family would break "not in pink" for rose gold.
"""

from __future__ import annotations

import re
from functools import lru_cache

from retrieval.values.phrases import Mention, PhraseTable, entries, word_table
from retrieval.values.text import fold

_WORDS = word_table("colors")
_NAMES: dict[str, list[str]] = _WORDS["names"]
FAMILIES = tuple(_NAMES)
"""The families, in a fixed order."""

_MODIFIERS = frozenset(_WORDS["modifiers"]["english"])
_CJK_MODIFIERS = re.compile(f"[{_WORDS['modifiers']['chinese_characters']}]")


_ANYWHERE = PhraseTable(entries(_WORDS["anywhere"]))
_FIELD = PhraseTable(entries(_WORDS["in_color_field"]) | entries(_WORDS["anywhere"]))


@lru_cache(maxsize=16_384)
def color_mentions(text: str) -> tuple[Mention, ...]:
    """The colour words of ``text`` with their places (in ``fold(text)``) and families."""
    folded = fold(text)
    if not folded:
        return ()
    strict = tuple(_FIELD.mentions(folded))
    return strict if _only_colors(folded, strict) else tuple(_ANYWHERE.mentions(folded))


def color_families(text: str) -> frozenset[str]:
    """The families of the colours named in ``text``; empty where none is.

    Examples:
        >>> sorted(color_families("Black/Navy")), sorted(color_families("藏青色"))
        (['black', 'blue'], ['blue'])
        >>> sorted(color_families("ice cream maker")), sorted(color_families("Cream"))
        ([], ['beige'])
    """
    return frozenset().union(*(mention.values for mention in color_mentions(text)))


def color_name(family: str, language: str = "en") -> str:
    """The everyday name of a family, in English or Chinese; an unknown family as it is."""
    english, chinese = _NAMES.get(family, (family, family))
    return chinese if language == "zh" else english


def _only_colors(folded: str, mentions: tuple[Mention, ...]) -> bool:
    """Whether nothing but colour words and their modifiers stands in ``folded``."""
    rest = list(folded)
    for mention in mentions:
        rest[mention.start : mention.end] = " " * (mention.end - mention.start)
    left = _CJK_MODIFIERS.sub(" ", "".join(rest))
    return all(word in _MODIFIERS for word in re.findall(r"[^\W_]+", left))
