"""Which amounts that the rules take for a price are one.

The rules know a price by its form, and many figures have that form: "kids' pyjamas 5-6", "up to
25 stone", 60以上. The model reads what a figure is of, but miscalculates ("1k5", 两三百). So an
amount that the model has in a size, a property or a count, and not in the price, is none. Every
other one counts as the rules have it, and so does a property that is nothing but a span of large
amounts ("2k to 2.5k"). ``docs/measured/intents.md`` has what this is worth.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from assistant.intent import Intent
from assistant.rules.numbers import NUMBER, WORDS, value

_NUMBER = re.compile(rf"{WORDS}|{NUMBER}")
_SPAN = re.compile(rf"(?:{WORDS}|{NUMBER})\s?(?:-|–|~|to|到|至)\s?(?:{WORDS}|{NUMBER})")
_LARGE = 150
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
    if low is not None and low >= _LARGE and (own := slots.get("features")):
        slots["features"] = [value for value in own if _SPAN.fullmatch(value) is None]
        if not slots["features"]:
            del slots["features"]
    elsewhere = set(_figures(slots))
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
