"""Who and what was named only to be turned down: "not for kids", "he already has a robot".

A small model takes the person or the kind that it reads for the one that is wanted. Where the
message says the opposite around that very word, it is an exclusion.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from assistant.llm.slips import is_word
from assistant.rules.lexicon import word_list
from retrieval.values.text import fold, is_cjk, singular

_SECOND_THOUGHT = re.compile(
    r"\bno[,.]? (?:no[,.]? )?(?:wait|actually|sorry|rather|i mean|make (?:it|that))[, ]+"
    r"(?:in |an? |the )?([a-z]+(?: [a-z]+)?)"
)
_NOT_FOR = (
    r"(?:\bnot(?: \w+){0,1} for|n't(?: \w+){0,2} for|\bnot (?:an?|the|my)) (?:the |my |an? )?"
)
_HAS = r"(?:has|have|had|owns?|got|bought)"
_LISTED = re.compile(
    r"(?:^|[,;] ?|\b(?:and|but|or) )(?:(?:and|but|definitely|certainly|absolutely|please) )*"
    r"not (?:too |so |very )?(?P<what>[a-z]{3,}(?:-[a-z]+)?)(?=$|[,.;!?]| (?:and|but|or)\b)"
)
"""One word turned down in a list of wishes: "black, not short and definitely not dear"."""


def denied(slots: Mapping[str, Any], message: str) -> dict[str, Any]:
    """``slots`` with what the message turns down and the model did not read so, as exclusions.

    Examples:
        >>> denied({"recipient": "kids"}, "a watch that is not for kids")
        {'exclude': ['kids']}
        >>> denied({"product_type": "robot"}, "he already has a robot")
        {'exclude': ['robot']}
        >>> denied({"features": ["scarves"]}, "she has plenty of scarves")
        {'exclude': ['scarves']}
        >>> denied({"recipient": "kids"}, "not too dear, for kids")
        {'recipient': 'kids'}
        >>> denied({"exclude_colors": ["black"]}, "not black, not short")
        {'exclude_colors': ['black'], 'exclude': ['short']}
        >>> denied({"exclude_colors": ["red", "green"]}, "a blue dress no red no actually green")
        {'colors': ['green']}
    """
    text = fold(message)
    found = dict(slots)
    if found:
        found = _all_denied(_corrected(found, text), text)
    features = found.get("features", ())
    if owned := [one for one in features if _owned(one, text)]:
        found["exclude"] = list(dict.fromkeys([*found.get("exclude", ()), *owned]))
        found["features"] = [one for one in features if one not in owned]
        if not found["features"]:
            del found["features"]
    for name, says in (("recipient", _turned_down), ("product_type", _owned)):
        value = found.get(name)
        if isinstance(value, str) and says(value, text):
            del found[name]
            found["exclude"] = list(dict.fromkeys([*found.get("exclude", ()), value]))
    return found


def _corrected(slots: dict[str, Any], text: str) -> dict[str, Any]:
    """``slots`` with the colour that a second thought ends at: "red, no actually green"."""
    found = _SECOND_THOUGHT.findall(text)
    colors = list(slots.get("exclude_colors", ()))
    meant = [one for one in colors if found and re.match(rf"{re.escape(one)}\b", found[-1])]
    if not meant:
        return slots
    others = {name: value for name, value in slots.items() if name != "exclude_colors"}
    return {**others, "colors": meant}


def _all_denied(slots: dict[str, Any], text: str) -> dict[str, Any]:
    """``slots`` with the words of a list of denials that the model wrote nothing of."""
    written = fold(" ".join(str(value) for value in slots.values()))
    missed = [
        one["what"]
        for one in _LISTED.finditer(text)
        if one["what"] not in _no_quality()
        and singular(one["what"]) not in written
        and is_word(one["what"])  # a typo has been put right by the model
    ]
    if not missed:
        return slots
    return {**slots, "exclude": list(dict.fromkeys([*slots.get("exclude", ()), *missed]))}


@cache
def _no_quality() -> frozenset[str]:
    return frozenset(word_list("stop", "exclusions", "no_qualities", "no_kinds"))


def _turned_down(who: str, text: str) -> bool:
    if is_cjk(who):
        return re.search(rf"(?:不是|不要|别)(?:给|送)?{re.escape(who)}", text) is not None
    return re.search(rf"{_NOT_FOR}{_forms(who)}", text) is not None


def _owned(kind: str, text: str) -> bool:
    if is_cjk(kind):
        counted = "(?:[一两几好很][个台把件条双只款多])?"
        has = rf"(?:已经|早就|都)有了?{counted}{re.escape(kind)}了"
        enough = rf"{re.escape(kind)}(?:都|已经|就)?(?:够多|太多|有的是|够用|一大堆|多得)"
        return re.search(rf"{has}|{enough}", text) is not None
    before = rf"\balready {_HAS} (?:\w+ ){{0,2}}{_forms(kind)}"
    after = rf"\b{_HAS} (?:\w+ ){{0,2}}{_forms(kind)} (?:already|enough)\b"
    enough = rf"\b{_HAS} (?:\w+ )?(?:enough|plenty of|too many|loads of|lots of) {_forms(kind)}"
    return re.search(rf"{before}|{after}|{enough}", text) is not None


def _forms(word: str) -> str:
    return rf"(?:{re.escape(word)}|{re.escape(singular(word))}(?:s|es)?)\b"
