"""Measures in attributes, as numbers in one unit a dimension: mm, g, ml.

The shop's own words stay ("15.6 inch"); beside them comes `<name>_mm: 396.2`, which can be compared
and sorted. Only values that are a measure and nothing else count: "2.4 GHz, 10 m" is left alone.
"""

from __future__ import annotations

import re

from retrieval.product import AttributeValue
from retrieval.values.sizes import UNIT_BY_WORD, convert
from retrieval.values.text import fold

_UNIT = "|".join(re.escape(word) for word in sorted(UNIT_BY_WORD, key=len, reverse=True))
_MEASURE = re.compile(rf"(\d+(?:[.,]\d+)?)\s*-?\s*({_UNIT})(?:\s*\(.{{1,20}}\))?")
_SUFFIXES = ("_mm", "_g", "_ml", "_mb")


def measures(attributes: dict[str, AttributeValue]) -> dict[str, AttributeValue]:
    """The numeric twins of the attributes that are measures.

    Examples:
        >>> measures({"diagonal": '15.6"', "weight": "1,5 kg", "ports": "2 x USB"})
        {'diagonal_mm': 396.24, 'weight_g': 1500.0}
    """
    found: dict[str, AttributeValue] = {}
    for name, value in attributes.items():
        if not isinstance(value, str) or len(value) > 40 or name.endswith(_SUFFIXES):
            continue
        if value[:1].isascii() and value[:1].isalpha():
            continue  # as most do; a measure begins with its number
        match = _MEASURE.fullmatch(fold(value))
        converted = convert(float(match[1].replace(",", ".")), match[2]) if match else None
        if converted is not None:
            amount, unit = converted
            found.setdefault(f"{name}_{unit}", float(f"{amount:.6g}"))
    return found
