"""Which of the brands that a model wrote are makers: a colour, a material or "only" is none.

A brand is a hard limit: one that was made up ("noise" of "noise cancelling") leaves nothing to
show, so a name that nobody knows must not be an everyday word, nor part of another wish.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from rapidfuzz.distance import OSA
from wordfreq import zipf_frequency

from retrieval.values import color_families
from retrieval.values.materials import materials
from retrieval.values.text import contains_term, fold, is_cjk

_EVERYDAY = {"en": 4.5, "zh": 4.8}
"""Zipf frequency (log10 of uses in a billion words) from which an unknown name is a plain word."""
_ALIKE = 2
"""Letters in which a name may differ from a known one that was said and be that one misspelt."""
_SHORT = 5


def makers(
    brands: Iterable[str], slots: Mapping[str, Any], message: str, known: Collection[str]
) -> list[str]:
    """Those of ``brands`` that may be makers' names.

    Args:
        brands: What the model wrote, lower case.
        slots: Everything it wrote of this message.
        message: The shopper's words: "Crown" within a sentence is a name.
        known: Brands that are known, folded.

    Examples:
        >>> makers(["noise"], {"features": ["noise cancelling"]}, "noise cancelling", set())
        []
        >>> makers(["blue", "only", "orvane"], {}, "only Orvane, not blue", {"orvane"})
        ['orvane']
        >>> makers(["crown"], {}, "a gouge by Sorby or Crown", set())
        ['crown']
    """
    others = [
        *slots.get("features", ()),
        *slots.get("exclude", ()),
        slots.get("product_type") or "",
    ]
    return [one for one in brands if fold(one) in known or not _plain(one, others, message)]


def _plain(brand: str, others: Iterable[str], message: str) -> bool:
    if color_families(brand) or materials(brand):
        return True
    if any(brand != one and contains_term(one, brand) for one in others):
        return True
    if is_cjk(brand):
        return len(brand) > 1 and zipf_frequency(brand, "zh") >= _EVERYDAY["zh"]
    capital = re.search(rf"(?<=[a-z,] ){re.escape(brand.capitalize())}\b", message)
    return not capital and " " not in brand and zipf_frequency(brand, "en") >= _EVERYDAY["en"]


def without_doubles(brands: Iterable[str], sure: Collection[str]) -> list[str]:
    """``brands`` without those that are one of ``sure`` misspelt.

    Examples:
        >>> without_doubles(["redell", "jackson", "riedell"], ["riedell", "jackson"])
        ['jackson', 'riedell']
    """
    return [
        one
        for one in brands
        if one in sure
        or not any(
            one[0] == other[0]
            and min(len(one), len(other)) >= _SHORT - 1
            and OSA.distance(one, other) <= (1 if len(other) < _SHORT else _ALIKE)
            for other in sure
        )
    ]
