"""A feed's own names to the contract's: aliases in English and Chinese, schema.org nesting.

What no field claims stays, under its own name in snake case, among the attributes. Where several
columns could fill a field the first alias wins and the others stay attributes, so nothing is lost.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

_ALIASES: dict[str, list[str]] = tomllib.loads(
    Path(__file__).with_name("aliases.toml").read_text(encoding="utf-8")
)
FIELDS = tuple(_ALIASES)
"""The fields of the contract, `attributes` aside."""

_FROM_ATTRIBUTES = ("color", "material", "gender", "age_group")
_NESTED = {
    "offers": {
        "price": "price",
        "lowPrice": "price",
        "priceCurrency": "currency",
        "availability": "availability",
        "url": "link",
    },
    "aggregateRating": {
        "ratingValue": "rating",
        "ratingCount": "rating_count",
        "reviewCount": "rating_count",
    },
}


@lru_cache(maxsize=8_192)
def snake(name: str) -> str:
    """A column's name as an identifier: `g:salePrice` → `sale_price`, `商品 名称` → `商品_名称`."""
    name = name.strip().rpartition("}")[2].removeprefix("g:")
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return re.sub(r"[^\w]+", "_", name.casefold()).strip("_")


def to_fields(data: Mapping[str, Any]) -> dict[str, Any]:
    """``data`` by the contract's names, still uncleaned; the rest under ``attributes``."""
    flat = _flatten(data)
    fields: dict[str, Any] = {}
    for field, aliases in _ALIASES.items():
        for alias in aliases:
            if alias in flat:  # what is empty is left out there
                fields[field] = flat.pop(alias)
                break
    attributes = _attributes(flat.pop("attributes", None))
    attributes |= {name: value for name, value in flat.items() if name}
    for field in _FROM_ATTRIBUTES:
        if field not in fields:
            fields[field] = named_in(attributes, field)
    fields["attributes"] = attributes
    return fields


def named_in(attributes: Mapping[str, Any], field: str) -> str:
    """The text that attributes have under one of the names of ``field``."""
    named = (attributes.get(alias) for alias in _ALIASES[field])
    value = next((value for value in named if isinstance(value, (str, list)) and value), "")
    return ", ".join(map(str, value)) if isinstance(value, list) else value


def _flatten(data: Mapping[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    lifted: dict[str, Any] = {}
    for name, value in data.items():
        first = value[0] if isinstance(value, list) and value else value
        if name in _NESTED and isinstance(first, dict):
            for inner, field in _NESTED[name].items():
                if _is_filled(first.get(inner)):
                    lifted.setdefault(field, first[inner])
        elif name in ("brand", "manufacturer") and isinstance(value, dict):
            flat["brand"] = value.get("name")
        elif not str(name).startswith("@"):
            flat.setdefault(snake(str(name)), value)
    return {**lifted, **{name: value for name, value in flat.items() if _is_filled(value)}}


def _attributes(value: Any) -> dict[str, Any]:
    """Attributes given as an object, as its JSON text, or as a list of name and value."""
    if isinstance(value, str) and value.lstrip().startswith(("{", "[")):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return {"attributes": value}
    if isinstance(value, list):
        pairs = [(p.get("name"), p.get("value")) for p in value if isinstance(p, dict)]
        value = {str(name): content for name, content in pairs if name}
    if isinstance(value, dict):
        return {str(name): content for name, content in value.items()}
    return {"attributes": value} if _is_filled(value) else {}


def _is_filled(value: Any) -> bool:
    return value is not None and value not in ("", [], {})
