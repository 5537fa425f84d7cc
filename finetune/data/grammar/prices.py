"""Prices as shoppers put them: the amount, how it is written, and the range that it means."""

from __future__ import annotations

import math
from collections.abc import Mapping
from random import Random

from finetune.data.grammar.need import Wish
from finetune.data.grammar.numerals import in_words
from finetune.data.grammar.phrases import Amount, Phrases

_KINDS = ("max", "around", "between", "min", "fixed")
_KIND_WEIGHTS = (60, 16, 12, 6, 6)
_AROUND = 0.2


def priced(
    rng: Random, phrases: Phrases, lowest: float, highest: float, kind: str = ""
) -> Wish | None:
    """A wish about the price, for things that cost ``lowest`` to ``highest``.

    Args:
        rng: The dice.
        phrases: Says how amounts are written.
        lowest: What the cheapest cost.
        highest: What the dearest cost.
        kind: ``max``, ``min``, ``around``, ``between`` or ``fixed``; drawn where empty.
    """
    kind = kind or rng.choices(_KINDS, weights=_KIND_WEIGHTS)[0]
    if kind == "fixed":
        return _fixed(rng, phrases, lowest, highest)
    amount, number = _amount(rng, phrases, lowest, highest)
    low: float | None = None
    high: float | None = None
    if kind == "between":
        second = _round(number * rng.choice((1.5, 1.6, 2, 2.5)), rng)
        if amount.value is not None or not _can(amount, second) or second <= number:
            kind = "max"
        else:
            low, high = number, second
            fill = {
                "low": str(number),
                "high": str(second),
                "amount_low": written(rng, amount, number, phrases.language),
                "amount_high": written(rng, amount, second, phrases.language),
            }
    if kind != "between":
        fill = {"amount": written(rng, amount, number, phrases.language)}
        low = number if kind == "min" else None
        high = number if kind == "max" else None
        if kind == "around":
            low, high = around(number)
    return Wish(f"price.{kind}", str(number), fill, _range(low, high, amount.currency))


def around(number: float) -> tuple[float, float]:
    """The range that "around ``number``" means: 80–120 %.

    Examples:
        >>> around(100)
        (80.0, 120.0)
    """
    return round(number * (1 - _AROUND), 2), round(number * (1 + _AROUND), 2)


def written(rng: Random, amount: Amount, number: int, language: str) -> str:
    """``number`` as ``amount`` writes it."""
    values = {"n": str(number), "comma": f"{number:,}", "k": f"{number / 1000:g}", "words": ""}
    if "words" in amount.text.slots:
        values["words"] = in_words(number, language)
    return amount.text.fill(rng, values)


def _range(
    low: float | None, high: float | None, currency: str | None
) -> Mapping[str, float | str | None]:
    return {"price_min": low, "price_max": high, "currency": currency}


def _fixed(rng: Random, phrases: Phrases, lowest: float, highest: float) -> Wish | None:
    possible = [
        one
        for one in phrases.fixed_prices
        if lowest * 0.5 <= (one[2] or one[1] or 0) <= highest * 1.5
    ]
    if not possible:
        return None
    text, low, high, currency = rng.choice(possible)
    return Wish("price.fixed", text, {"value": text}, _range(low, high, currency))


def _amount(rng: Random, phrases: Phrases, lowest: float, highest: float) -> tuple[Amount, int]:
    """How it is written, and a round amount that can be written so."""
    weights = [one.weight for one in phrases.amounts]
    for _ in range(12):
        amount = rng.choices(phrases.amounts, weights=weights)[0]
        number = _round(math.exp(rng.uniform(math.log(lowest * 0.9), math.log(highest))), rng)
        if amount.value is not None:
            number = amount.value
            if not lowest * 0.7 <= number <= highest * 1.4:
                continue
        if _can(amount, number):
            return amount, number
    plain = next(one for one in phrases.amounts if one.text.slots == {"n"} and one.value is None)
    return plain, number


def _can(amount: Amount, number: int) -> bool:
    if not amount.min_n <= number <= amount.max_n:
        return False
    if "k" in amount.text.slots:
        return number >= 1000 and number % 100 == 0
    if "comma" in amount.text.slots:
        return number >= 1000
    return "words" not in amount.text.slots or number % (10 if number > 100 else 1) == 0


def _round(number: float, rng: Random) -> int:
    """An amount that a person would say near ``number``."""
    if number < 12:
        return max(1, round(number))
    if number < 60:
        return max(5, 5 * round(number / 5))
    if number < 300:
        step = 10 if rng.random() < 0.7 else 25
        return step * round(number / step)
    if number < 1200:
        return 50 * round(number / 50)
    return (100 if number < 6000 else 500) * round(number / (100 if number < 6000 else 500))
