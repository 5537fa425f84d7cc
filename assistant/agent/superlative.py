"""Which of several products is the cheapest, lightest, best rated: from their own values.

A small model guesses a place for "the cheaper one"; the values on the cards decide it here, with
ties and missing values told as such. The cues stand in ``superlatives.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from assistant.agent.cards import percent_off
from assistant.agent.phrases import Phrases, money
from retrieval.product import Product
from retrieval.values.text import fold

_NEEDS_ALL = frozenset({"price", "weight"})
"""Values every product has, so that one not stated may be the extreme; no rating is no best one."""

_COMPARED = r"\b(?:the|which(?: one)?(?: of (?:the|these|those|them)(?: two| \d)?)?(?: is|'s)) "
"""What makes an English comparative one of the list: "the cheaper one", "which is lighter"."""


@dataclass(frozen=True)
class Superlative:
    """What is asked for: an end of a value."""

    name: str
    value: str
    highest: bool


@dataclass(frozen=True)
class Best:
    """Those that share the extreme of a value."""

    wish: Superlative
    winners: tuple[Product, ...]
    silent: int
    """How many of the products do not state the value."""

    @property
    def one(self) -> Product | None:
        """The one meant beyond doubt, if there is one."""
        doubtful = self.silent and self.wish.value in _NEEDS_ALL
        return self.winners[0] if len(self.winners) == 1 and not doubtful else None


def superlative(message: str) -> Superlative | None:
    """The superlative, or comparative of "the cheaper one", in a message.

    Examples:
        >>> superlative("which is the cheapest?").name, superlative("评分最高的").name
        ('cheapest', 'best_rated')
        >>> superlative("add the cheaper one").name, superlative("something cheaper") is None
        ('cheapest', True)
    """
    text = fold(message)
    for wish, pattern in _patterns():
        if pattern.search(text):
            return wish
    return None


def superlatives(message: str) -> list[Superlative]:
    """All the ends of values that a message names, in their order.

    Examples:
        >>> [one.name for one in superlatives("the most expensive and the cheapest")]
        ['dearest', 'cheapest']
    """
    text = fold(message)
    found = [(match.start(), wish) for wish, one in _patterns() if (match := one.search(text))]
    return [wish for _, wish in sorted(found, key=lambda one: one[0])]


def without_superlative(folded: str) -> str | None:
    """The rest of a folded message without its superlatives; None where it has none."""
    rest = folded
    for _, pattern in _patterns():
        rest = pattern.sub(" ", rest)
    return rest if rest != folded else None


def best_of(wish: Superlative, products: Sequence[Product]) -> Best:
    """Who is at that end of the value among ``products``, in their order."""
    values = [(_value(wish.value, one), one) for one in products]
    known = [(value, one) for value, one in values if value is not None]
    silent = len(values) - len(known)
    if not known:
        return Best(wish, (), silent)
    end = (max if wish.highest else min)(value for value, _ in known)
    return Best(wish, tuple(one for value, one in known if value == end), silent)


def told(best: Best, phrases: Phrases) -> str:
    """Who it is, or why that cannot be said."""
    what, field = phrases(f"pick.{best.wish.name}"), phrases(f"pick.{best.wish.value}")
    if not best.winners:
        return phrases("pick.unknown", what=what, field=field)
    value = _in_words(best.wish.value, best.winners[0], phrases)
    titles = phrases.join([one.title_in(phrases.language) for one in best.winners])
    key = "pick.one" if len(best.winners) == 1 else "pick.tie"
    text = phrases(key, what=what, titles=titles, value=value)
    if best.silent:
        text += phrases("pick.silent", count=best.silent, field=field)
    return text


def _value(name: str, product: Product) -> float | None:
    match name:
        case "price":
            return None if product.charged is None else float(product.charged)
        case "rating":
            return product.rating
        case "sales":
            return product.sales
        case "discount":
            return percent_off(product)
        case _:
            grams = product.attributes.get("weight_g")
            return float(grams) if isinstance(grams, int | float) else None


def _in_words(name: str, product: Product, phrases: Phrases) -> str:
    match name:
        case "price":
            return money(product.charged, product.currency) if product.charged is not None else ""
        case "rating":
            return phrases("pick.stars", value=f"{product.rating:.1f}")
        case "sales":
            return phrases("pick.sold", value=f"{product.sales:,}")
        case "discount":
            return f"{percent_off(product)}%"
        case _:
            return str(product.attributes.get("weight") or f"{_value(name, product):g} g")


@cache
def _patterns() -> tuple[tuple[Superlative, re.Pattern[str]], ...]:
    text = (resources.files(__package__) / "superlatives.toml").read_text("utf-8")
    found = []
    for row in tomllib.loads(text)["superlative"]:
        more = [
            rf"{_COMPARED}(?:much |far |slightly )?{one}" if one.startswith(r"\b") else one
            for one in row["more"]
        ]
        wish = Superlative(row["name"], row["value"], row["highest"])
        found.append((wish, re.compile("|".join(f"(?:{one})" for one in [*row["most"], *more]))))
    return tuple(found)
