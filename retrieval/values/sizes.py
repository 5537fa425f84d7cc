"""Sizes as sets of keys: two sizes are the same where their sets meet.

A size with its system stands for itself (`eu 42` → ``{"eu:42"}``); a bare number may be of any
system (`42` → ``{"42", "eu:42", "us:42", …}``), so it meets every 42, while EU 8 and US 8 stay
apart. No conversion between systems here: they differ by maker, and a wrong size is worse than
none; :mod:`retrieval.values.shoe_sizes` converts where that is said. Lengths, weights and volumes
are converted and rounded to three digits: 27" meets 68.6 cm.
"""

from __future__ import annotations

import re
from functools import lru_cache

from retrieval.values.phrases import word_table
from retrieval.values.text import fold

SYSTEMS = ("eu", "us", "uk", "cn", "jp", "au", "fr", "it")

_WORDS = word_table("sizes")
_BY_WORD = {fold(word): key for key, words in _WORDS["named"].items() for word in words}

# unit → (dimension, factor to mm, g, ml or MB)
_UNITS = {
    "mm": ("mm", 1.0),
    "cm": ("mm", 10.0),
    "m": ("mm", 1000.0),
    "in": ("mm", 25.4),
    "ft": ("mm", 304.8),
    "mg": ("g", 0.001),
    "g": ("g", 1.0),
    "kg": ("g", 1000.0),
    "oz": ("g", 28.349523125),
    "lb": ("g", 453.59237),
    "ml": ("ml", 1.0),
    "cl": ("ml", 10.0),
    "l": ("ml", 1000.0),
    "fl oz": ("ml", 29.5735295625),
    "gal": ("ml", 3785.411784),
    "mb": ("mb", 1.0),
    "gb": ("mb", 1024.0),
    "tb": ("mb", 1024.0 * 1024.0),
}
UNIT_BY_WORD = {word: unit for unit, words in _WORDS["units"].items() for word in words}
"""The unit (`mm`, `kg`, `fl oz` …) for each way of writing it."""

_UNIT_PATTERN = "|".join(re.escape(word) for word in sorted(UNIT_BY_WORD, key=len, reverse=True))
_MEASURE = re.compile(rf"(\d+(?:[.,]\d+)?)\s*-?\s*({_UNIT_PATTERN})")
_NUMBER = re.compile(
    r"(?:(?:size|尺码|鞋码|码)\s*:?\s*)?"
    r"(?:(eu|eur|us|usa|uk|gb|cn|jp|jpn|au|fr|it|欧码|美码|英码|国码)\.?\s*[:\-]?\s*)?"
    r"(\d{1,3}(?:[.,]\d)?|\d{1,2}\s1/2)\s*(?:码|号)?"
    r"(?:\s*\(?(eu|eur|us|usa|uk|cn|jp|jpn|au|fr|it)\)?)?"
)
_SYSTEM = {"eur": "eu", "usa": "us", "gb": "uk", "jpn": "jp"} | {
    "欧码": "eu",
    "美码": "us",
    "英码": "uk",
    "国码": "cn",
}
_WAIST = re.compile(r"w?\s*(\d{2})\s*(?:[x×/\-]|\s)\s*l?\s*(\d{2})")


@lru_cache(maxsize=16_384)
def size_key(text: str) -> frozenset[str]:
    """The keys of one size as written; empty only for empty text.

    Examples:
        >>> size_key("X-Large") == size_key("XL"), size_key("42码") & size_key("EU 42") != set()
        (True, True)
        >>> size_key("EU 8") & size_key("US 8"), size_key('27"') & size_key("68.6cm")
        (frozenset(), frozenset({'686mm'}))
    """
    folded = _halves(text)
    if not folded:
        return frozenset()
    if (whole := _one(folded)) is not None:
        return whole
    if waist := _WAIST.fullmatch(folded):
        return frozenset({f"{waist[1]}x{waist[2]}"}) | _bare(waist[1])
    parts = [part.strip(" ()") for part in re.split(r"[/,;|(]|\s-\s|(?<=[a-z])-(?=[a-z])", folded)]
    keys = [_one(part) for part in parts if part]
    if len(keys) > 1 and all(key is not None for key in keys):
        return frozenset().union(*(key for key in keys if key is not None))
    return frozenset({folded})


def same_size(one: str, other: str) -> bool:
    """Whether two sizes as written are the same size."""
    return not size_key(one).isdisjoint(size_key(other))


def convert(value: float, unit: str) -> tuple[float, str] | None:
    """``value`` in the base unit of its dimension (mm, g, ml, mb), or None for an unknown unit.

    Examples:
        >>> convert(2, "inches"), convert(1.5, "kg"), convert(3, "parsec")
        ((50.8, 'mm'), (1500.0, 'g'), None)
    """
    name = UNIT_BY_WORD.get(fold(unit))
    if name is None:
        return None
    base, factor = _UNITS[name]
    return value * factor, base


def _halves(text: str) -> str:
    return fold(text.replace("½", ".5").replace("″", '"').replace("”", '"'))


def _one(folded: str) -> frozenset[str] | None:
    bare = re.sub(r"^(?:size|尺码)\s*:?\s*|\s*(?:size|码|号)$", "", folded)
    for form in (folded, bare):
        if form in _BY_WORD:
            return frozenset({_BY_WORD[form]})
    if number := _NUMBER.fullmatch(folded):
        value = re.sub(r"\s1/2$", ".5", number[2]).replace(",", ".").removesuffix(".0")
        value = value.lstrip("0") or "0"
        system = number[1] or number[3]
        if system is None:
            return _bare(value)
        return frozenset({f"{_SYSTEM.get(system, system)}:{value}"})
    if measure := _MEASURE.fullmatch(folded):
        base, factor = _UNITS[UNIT_BY_WORD[measure[2]]]
        amount = float(measure[1].replace(",", ".")) * factor
        return frozenset({f"{_three_digits(amount)}{base}"})
    return None


def _bare(value: str) -> frozenset[str]:
    return frozenset({value, *(f"{system}:{value}" for system in SYSTEMS)})


def _three_digits(value: float) -> str:
    return f"{float(f'{value:.3g}'):f}".rstrip("0").rstrip(".")
