"""What carries a quality: a wish for "warm" is met by fleece, though nobody wrote "warm" on it.

``carriers.toml`` says by hand what qualities shoppers wish for in which words, and which materials,
kinds and properties carry them. It moves the order only; what is matched are words of title,
category, material and attributes, since a description speaks of other things too.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from assistant.rules.lexicon import matcher
from retrieval.facts import padded
from retrieval.values.text import fold, is_cjk, simplified

_QUALITIES = tomllib.loads(Path(__file__).with_name("carriers.toml").read_text("utf-8"))["quality"]
_BY: dict[str, re.Pattern[str]] = {
    padded(said): pattern
    for one in _QUALITIES
    for pattern in [matcher([fold(word) for word in one["by"]], plurals=True)]
    for said in one["said"]
}
_ELSEWHERE = {
    padded(word): outright
    for one in _QUALITIES
    for word, outright in one.get("elsewhere", {}).items()
}
_LEAD = re.compile(
    r"^(?:for|to|on|in|at|of|with|very|really|nice and|something)\s+(?:an?\s|the\s)?"
)
_TAIL_ZH = re.compile(r"(?:一点|一些|点儿|些|的|点)+$")
_DENIED = re.compile(
    r"(?:\b(?:not|no|non|without|never|faux|neither|nor)\b\W*(?:\w+\W+)?|[不非无没未仿])$"
)


@lru_cache(maxsize=32_768)
def carries(text: str, wish: str) -> bool:
    """Whether ``text`` names, and does not deny, what carries the quality wished for.

    Examples:
        >>> carries("Men's Fleece Jacket", "warm"), carries("男款抓绒外套", "暖和一点的")
        (True, True)
        >>> carries("Folding umbrellas", "for a rainy day"), carries("Fleece", "cheeky")
        (True, False)
        >>> carries("Jacket without wool", "warm"), carries("Button-Down Shirt", "warm")
        (False, False)
    """
    pattern = _pattern(wish)
    if pattern is None:
        return False
    folded = simplified(fold(text))
    return any(
        _DENIED.search(folded, 0, match.start()) is None for match in pattern.finditer(folded)
    )


def means_elsewhere(wish: str) -> bool:
    """Whether the words of ``wish`` mean something else in most titles: a night light is not light.

    Examples:
        >>> means_elsewhere("light"), means_elsewhere("something light"), means_elsewhere("warm")
        (True, True, False)
    """
    return padded(_LEAD.sub("", fold(wish))) in _ELSEWHERE


def outright(query: str, wishes: Iterable[str]) -> str:
    """``query`` with the word that says a wish outright for one that often means another thing.

    Examples:
        >>> outright("light for travelling", ["light"]), outright("night light", [])
        ('lightweight for travelling', 'night light')
    """
    for wish in wishes:
        if means_elsewhere(wish):
            bare = _LEAD.sub("", fold(wish))
            query = re.sub(rf"\b{re.escape(bare)}\b", _ELSEWHERE[padded(bare)], query)
    return query


@lru_cache(maxsize=4_096)
def _pattern(wish: str) -> re.Pattern[str] | None:
    text = fold(wish)
    forms = [text, _LEAD.sub("", text)]
    if is_cjk(text):
        forms.append(_TAIL_ZH.sub("", text))
    return next((_BY[one] for form in forms if (one := padded(form)) in _BY), None)
