"""Sizes as bounds: "over 50 inches", "at least 10 l", 50寸以上, "10-20 l".

A bound is compared with the keys of :func:`retrieval.values.sizes.size_key`, which are in one unit
a dimension. Bare numbers ("over 42") are compared with bare numbers alone. Keys are rounded to
three digits, so a bound that includes its value gives way by half a percent, and one that does not
takes as much.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from retrieval.values.sizes import UNIT_BY_WORD, convert
from retrieval.values.text import fold

_ROUNDED = 0.005
_UNITS = "|".join(re.escape(word) for word in sorted(UNIT_BY_WORD, key=len, reverse=True))
_AMOUNT = rf"(?:size )?(?P<amount>\d+(?:[.,]\d+)?)\s*-?\s*(?P<unit>{_UNITS})?"
_OVER = (
    r"over|above|more than|(?:bigg|larg|great|long|wid|tall|heavi|high)er than|beyond|exceeding|>"
    r"|大于|超过|高于|多于"
)
_FROM = (
    r"at least|min(?:imum|\.)?(?: of)?|from|(?:no|not) (?:less|smaller) than|upwards? of|>=|≥"
    r"|不小于|不低于|不少于|至少|最少|最小"
)
_UNDER = r"under|below|less than|(?:small|short|narrow|light|low)er than|<|小于|低于|少于|不到"
_UP_TO = (
    r"at most|up to|max(?:imum|\.)?(?: of)?|(?:no|not) (?:more|bigger|larger|over) than|<=|≤"
    r"|不大于|不超过|不高于|至多|最多|最大"
)
_AND_UP = (
    r"\+|plus|(?:or|and) (?:more|up|above|over|upwards?|(?:bigg|larg|great|long|high)er)"
    r"|(?:及|或|和)?(?:以上|更大|往上)"
)
_AND_DOWN = (
    r"(?:or|and) (?:less|below|under|down|(?:small|short|low)er)"
    r"|(?:及|或|和)?(?:以下|以内|之内|更小)"
)
_LED = re.compile(
    rf"(?:(?P<over>{_OVER})|(?P<from>{_FROM})|(?P<under>{_UNDER})|(?P<to>{_UP_TO}))"
    rf"\s*{_AMOUNT}(?:的)?"
)
_ENDED = re.compile(rf"{_AMOUNT}\s*(?:(?P<up>{_AND_UP})|(?P<down>{_AND_DOWN}))(?:的)?")
_PLUS = re.compile(rf"(?P<amount>\d+(?:[.,]\d+)?)\s*\+\s*-?\s*(?P<unit>{_UNITS})")
_THAN_ZH = re.compile(
    rf"比\s*{_AMOUNT}\s*(?:还|更|要)*(?:(?P<up>[大长高重宽])|(?P<down>[小短矮低轻窄]))的?"
)
_BETWEEN = re.compile(
    rf"(?:between |from )?(?P<low>\d+(?:[.,]\d+)?)\s*(?P<low_unit>{_UNITS})?"
    rf"\s*(?:-|–|~|to|and|到|至)\s*(?P<high>\d+(?:[.,]\d+)?)\s*-?\s*(?P<unit>{_UNITS})(?:之间)?(?:的)?"
)
_KEY = re.compile(r"(\d+(?:\.\d+)?)(mm|g|ml|mb)?")


class SizeRange(NamedTuple):
    """Bounds on a size, both included, in the base unit ``base`` (none for bare numbers)."""

    low: float
    high: float
    base: str

    def holds(self, keys: frozenset[str]) -> bool:
        """Whether any of a product's size keys lies within."""
        return any(
            self.low <= float(key[1]) <= self.high
            for key in map(_KEY.fullmatch, keys)
            if key is not None and (key[2] or "") == self.base
        )


@lru_cache(maxsize=4_096)
def size_range(text: str) -> SizeRange | None:
    """The bounds that a size as said sets; None where it is a size and no bound.

    Examples:
        >>> size_range("at least 10l").holds(frozenset({"22000ml"}))
        True
        >>> size_range("bigger than 50 inches").holds(frozenset({"1270mm"}))
        False
        >>> size_range("50 inches"), size_range("M")
        (None, None)
    """
    folded = fold(text).strip(" .,;。，")
    if between := _BETWEEN.fullmatch(folded):
        unit = between["unit"]
        low = _amount(between["low"], between["low_unit"] or unit)
        high = _amount(between["high"], unit)
        if low and high and low[1] == high[1] and low[0] <= high[0]:
            return SizeRange(low[0] * (1 - _ROUNDED), high[0] * (1 + _ROUNDED), low[1])
        return None
    for pattern in (_LED, _ENDED, _PLUS, _THAN_ZH):
        said = pattern.fullmatch(folded)
        bound = said and _amount(said["amount"], said["unit"])
        if said and bound:
            return _bounded(bound, said.groupdict(), pattern)
    return None


def _bounded(
    bound: tuple[float, str], said: dict[str, str | None], pattern: re.Pattern[str]
) -> SizeRange:
    value, base = bound
    slack = value * _ROUNDED if base else 0.0
    step = slack or 1e-9
    strict = pattern is _THAN_ZH
    if said.get("over") or (strict and said.get("up")):
        return SizeRange(value + step, float("inf"), base)
    if said.get("under") or (strict and said.get("down")):
        return SizeRange(0.0, value - step, base)
    if said.get("to") or said.get("down"):
        return SizeRange(0.0, value + slack, base)
    return SizeRange(value - slack, float("inf"), base)


def _amount(text: str, unit: str | None) -> tuple[float, str] | None:
    value = float(text.replace(",", "."))
    return convert(value, unit) if unit else (value, "")
