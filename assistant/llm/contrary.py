"""A wish that is the contrary of an earlier one takes its place: "long" after "short".

A model of this size adds what is new and often leaves what it contradicts. In our conversations the
shopper never wants both (of 32 such changes of mind none keeps the first).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache

from assistant.rules.lexicon import word_list
from retrieval.values.text import is_cjk


def contradicted(new: Collection[str], before: Collection[str]) -> list[str]:
    """Those of ``before`` that a value of ``new`` is the contrary of, in their order.

    Two values are contrary if they differ in one pair of opposite words alone.

    Examples:
        >>> contradicted(["long sleeves"], ["cotton", "short sleeves"])
        ['short sleeves']
        >>> contradicted(["电动"], ["手动", "小"]), contradicted(["long"], ["long battery life"])
        (['手动'], [])
    """
    against = {contrary for value in new for contrary in _contraries(value)}
    return [value for value in before if value in against and value not in new]


def _contraries(value: str) -> Iterator[str]:
    for word, opposite in _pairs():
        if is_cjk(word):
            if value in {word, f"{word}的"}:
                yield opposite
        else:
            swapped, times = re.subn(rf"\b{re.escape(word)}\b", opposite, value)
            if times == 1:
                yield swapped


@cache
def _pairs() -> tuple[tuple[str, str], ...]:
    """Both ways round."""
    pairs = [tuple(line.split("|")) for line in word_list("contraries", "pairs")]
    return tuple((one, other) for a, b in pairs for one, other in ((a, b), (b, a)))
