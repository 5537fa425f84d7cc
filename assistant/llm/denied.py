"""Who and what was named only to be turned down: "not for kids", "he already has a robot".

A small model takes the person or the kind that it reads for the one that is wanted. Where the
message says the opposite around that very word, it is an exclusion.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from retrieval.values.text import fold, is_cjk, singular

_NOT_FOR = (
    r"(?:\bnot(?: \w+){0,1} for|n't(?: \w+){0,2} for|\bnot (?:an?|the|my)) (?:the |my |an? )?"
)
_HAS = r"(?:has|have|had|owns?|got|bought)"


def denied(slots: Mapping[str, Any], message: str) -> dict[str, Any]:
    """``slots`` with a recipient or a kind that the message turns down as an exclusion.

    Examples:
        >>> denied({"recipient": "kids"}, "a watch that is not for kids")
        {'exclude': ['kids']}
        >>> denied({"product_type": "robot"}, "he already has a robot")
        {'exclude': ['robot']}
        >>> denied({"recipient": "kids"}, "not too dear, for kids")
        {'recipient': 'kids'}
    """
    text = fold(message)
    found = dict(slots)
    for name, says in (("recipient", _turned_down), ("product_type", _owned)):
        value = found.get(name)
        if isinstance(value, str) and says(value, text):
            del found[name]
            found["exclude"] = list(dict.fromkeys([*found.get("exclude", ()), value]))
    return found


def _turned_down(who: str, text: str) -> bool:
    if is_cjk(who):
        return re.search(rf"(?:不是|不要|别)(?:给|送)?{re.escape(who)}", text) is not None
    return re.search(rf"{_NOT_FOR}{_forms(who)}", text) is not None


def _owned(kind: str, text: str) -> bool:
    if is_cjk(kind):
        counted = "(?:[一两几][个台把件条双只款])?"
        return re.search(rf"(?:已经|早就|都)有了?{counted}{re.escape(kind)}了", text) is not None
    before = rf"\balready {_HAS} (?:\w+ ){{0,2}}{_forms(kind)}"
    after = rf"\b{_HAS} (?:\w+ ){{0,2}}{_forms(kind)} (?:already|enough)\b"
    return re.search(rf"{before}|{after}", text) is not None


def _forms(word: str) -> str:
    return rf"{re.escape(singular(word))}(?:s|es)?\b"
