"""The compact form the model writes: short keys, no white space, defaults left out.

One JSON object of 10 to 40 tokens instead of the 150 of a whole :class:`Intent`. JSON rather than
an even shorter line format, because both servers (llama.cpp, vLLM) constrain decoding by JSON
Schema, so that the output always parses. The mapping to and from Intent is exact in both
directions; ``query`` and ``language`` have keys for that, but the schema given to the model leaves
them (and ``ask``) out: they are computed by code from the rest, for free.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from pydantic import ValidationError

from assistant.intent import ACTIONS, SORTS, Intent
from assistant.llm.errors import UnusableOutputError

KEYS: dict[str, str] = {
    "action": "action",
    "q": "query",
    "type": "product_type",
    "brand": "brands",
    "xbrand": "exclude_brands",
    "color": "colors",
    "xcolor": "exclude_colors",
    "size": "sizes",
    "material": "materials",
    "feature": "features",
    "not": "exclude",
    "occasion": "occasion",
    "for": "recipient",
    "min": "price_min",
    "max": "price_max",
    "cur": "currency",
    "rating": "min_rating",
    "sale": "on_sale",
    "sort": "sort",
    "ref": "refers_to",
    "qty": "quantity",
    "ask": "ask",
    "lang": "language",
}
"""Compact key → Intent field, in the order they are written."""

MAX_TOKENS = 96
"""Enough for every example twice over; a model that runs away is cut here."""

_VALUE_CHARS = 40
_LONGEST_LIST = 6


def compact(intent: Intent) -> dict[str, Any]:
    """The compact form of ``intent``: every field that differs from its default."""
    defaults = Intent()
    return {
        key: getattr(intent, field)
        for key, field in KEYS.items()
        if key == "action" or getattr(intent, field) != getattr(defaults, field)
    }


def dumps(intent: Intent) -> str:
    """The compact form as text, without white space.

    Examples:
        >>> dumps(Intent(action="refine", colors=["red"], price_max=50))
        '{"action":"refine","color":["red"],"max":50}'
    """
    row = {key: _plain_number(value) for key, value in compact(intent).items()}
    return orjson.dumps(row).decode()


def expand(row: Mapping[str, Any]) -> Intent:
    """The intent that ``row`` is the compact form of.

    Raises:
        UnusableOutputError: A key is unknown or a value is out of range.
    """
    unknown = row.keys() - KEYS.keys()
    if unknown:
        raise UnusableOutputError(f"unknown keys {sorted(unknown)}")
    try:
        return Intent.model_validate({KEYS[key]: value for key, value in row.items()})
    except ValidationError as error:
        first = error.errors()[0]
        raise UnusableOutputError(f"{first['loc']}: {first['msg']}") from error


def loads(text: str) -> Intent:
    """The intent written as ``text``.

    Raises:
        UnusableOutputError: ``text`` is no JSON object of the compact form.
    """
    try:
        row = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise UnusableOutputError(f"not JSON: {error}") from error
    if not isinstance(row, dict):
        raise UnusableOutputError(f"a JSON object is needed, got {type(row).__name__}")
    return expand(row)


def json_schema() -> dict[str, Any]:
    """The JSON Schema that constrains decoding. Every string and list has a greatest length."""
    value = {"type": "string", "minLength": 1, "maxLength": _VALUE_CHARS}
    values = {"type": "array", "items": value, "minItems": 1, "maxItems": _LONGEST_LIST}
    place = {"type": "integer", "minimum": 1, "maximum": 20}
    amount = {"type": "integer", "minimum": 0, "maximum": 9_999_999}
    properties: dict[str, Any] = {
        "action": {"enum": list(ACTIONS)},
        "type": value,
        "brand": values,
        "xbrand": values,
        "color": values,
        "xcolor": values,
        "size": values,
        "material": values,
        "feature": values,
        "not": values,
        "occasion": value,
        "for": value,
        "min": amount,
        "max": amount,
        "cur": {"enum": ["USD", "EUR", "GBP", "CNY"]},
        "rating": {"type": "integer", "minimum": 1, "maximum": 5},
        "sale": {"enum": [True]},
        "sort": {"enum": [sort for sort in SORTS if sort != "relevance"]},
        "ref": {"type": "array", "items": place, "minItems": 1, "maxItems": 4},
        "qty": {"type": "integer", "minimum": 1, "maximum": 999},
    }
    return {
        "type": "object",
        "properties": properties,
        "required": ["action"],
        "additionalProperties": False,
    }


def _plain_number(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value
