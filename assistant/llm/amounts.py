"""Which amounts that the rules take for a price are one.

The rules know a price by its form, and many figures have that form: "kids' pyjamas 5-6", "up to
25 stone", 60以上. The model reads what a figure is of, but miscalculates ("1k5", 两三百). So an
amount that the model has in a size, a property or a count, and not in the price, is none, unless
it is said in money. Every other one counts as the rules have it, and so does a property that is
nothing but a price ("2k to 2.5k"). ``docs/measured/intents.md`` has what this is worth.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from assistant.intent import Intent
from assistant.rules.line import Line
from assistant.rules.numbers import NUMBER, WORDS, value
from assistant.rules.prices import Price, take_price

_NUMBER = re.compile(rf"{WORDS}|{NUMBER}")
_LARGE, _SMALL = 150.0, 10.0
_YEARS = (1900, 2040)
_SAID_OF = ("sizes", "features", "exclude", "materials")
_NAMES = ("product_type", "recipient", "occasion")
_AROUND = 0.2


def set_prices(slots: dict[str, Any], rules: Intent) -> None:
    """Puts the rules' price in the place of the model's, as far as it is one.

    Args:
        slots: what the model wrote, changed in place.
        rules: what the rules read in the same message.
    """
    low, high = rules.price_min, rules.price_max
    least = min((one for one in (low, high) if one is not None), default=0.0)
    in_money = rules.currency is not None and least >= _SMALL
    if (least >= _LARGE and not _are_years(low, high)) or in_money:
        _without_price(slots)
    elsewhere = set() if in_money else set(_figures(slots))
    if low is not None and high is not None and _is_spread(low, high):
        if "price_min" not in slots and _same(low / (1 - _AROUND)) in elsewhere:
            return
    else:
        low = None if _is_no_price(low, slots.get("price_min"), elsewhere) else low
        high = None if _is_no_price(high, slots.get("price_max"), elsewhere) else high
    if low is None and high is None:
        return
    for name, amount in (("price_min", low), ("price_max", high)):
        slots.pop(name, None)
        if amount is not None:
            slots[name] = amount


def _without_price(slots: dict[str, Any]) -> None:
    """Takes out properties that are nothing but a price: "2k to 2.5k", "under 20"."""
    if own := slots.get("features"):
        slots["features"] = [value for value in own if not _is_price(value)]
        if not slots["features"]:
            del slots["features"]


def _is_price(value: str) -> bool:
    line = Line(value)
    return take_price(line) != Price() and not line.rest.strip("| 的")


def _are_years(low: float | None, high: float | None) -> bool:
    return low is not None and high is not None and _YEARS[0] <= low < high <= _YEARS[1]


def _is_no_price(amount: float | None, models: float | None, elsewhere: set[float]) -> bool:
    return amount is not None and models != amount and _same(amount) in elsewhere


def _is_spread(low: float, high: float) -> bool:
    """Whether the two are 20 % to either side of one amount ("around 100")."""
    return abs(high * (1 - _AROUND) - low * (1 + _AROUND)) < 0.02 * high


def _figures(slots: Mapping[str, Any]) -> Iterator[float]:
    """The amounts in what is no price."""
    said = [value for name in _SAID_OF for value in slots.get(name, ())]
    said += [slots[name] for name in _NAMES if slots.get(name)]
    for text in said:
        for match in _NUMBER.finditer(text):
            if (amount := value(match[0])) is not None:
                yield _same(amount)
    if slots.get("quantity"):
        yield _same(float(slots["quantity"]))


def _same(amount: float) -> float:
    return round(amount, 2)
