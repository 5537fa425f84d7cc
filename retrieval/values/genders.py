"""Whom a thing is for: male, female, unisex, or nothing said. English and Chinese.

Kin words count (a gift for "my father" is for a man); a text that names both is unisex.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from retrieval.values.phrases import PhraseTable, entries, word_table
from retrieval.values.text import fold

Gender = Literal["male", "female", "unisex", ""]

_TABLE = PhraseTable(entries(word_table("genders")["words"]))
_ALONE: dict[str, Gender] = {"爸": "male", "妈": "female", "爷": "male", "奶": "female"}
"""Kin of one character, where it is all that is said or follows "my": 我妈."""


@lru_cache(maxsize=16_384)
def gender(text: str) -> Gender:
    """``male``, ``female``, ``unisex``, or the empty string where the text names none.

    Examples:
        >>> gender("Women's"), gender("送爸爸"), gender("Men & Women"), gender("desk lamp")
        ('female', 'male', 'unisex', '')
        >>> gender("我妈"), gender("妈咪包")
        ('female', '')
    """
    if kin := _ALONE.get(fold(text).removeprefix("我")):
        return kin
    found = frozenset().union(*(mention.values for mention in _TABLE.mentions(fold(text))))
    if "unisex" in found or len(found) > 1:
        return "unisex"
    if "male" in found:
        return "male"
    return "female" if "female" in found else ""
