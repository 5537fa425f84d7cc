"""Which words of a message each part of the intent rests on: Shapley values of its words.

The reader is asked again with some of the words left out, and each value it read (a slot's value,
the action, the sort) is a game: 1 where it is still read, 0 where it is not. A word's share is its
mean effect over the orders in which words may be added (Shapley 1953; as Lundberg and Lee 2017 use
it), so a value's shares add up to what the whole message has beyond the empty one. Exact where all
subsets fit into the budget, else over random orders, each of which adds up exactly. This is done on
request and asks the reader up to ``budget`` times; the packages that do this (shap, lime) explain
one number of a tabular or text classifier, and bring numba or a plotting stack, for forty lines.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from math import factorial
from typing import Any

import jieba

from assistant.intent import Intent
from retrieval.values.text import is_cjk

BUDGET = 128
"""Readings at most; all subsets of seven words."""
MOST_WORDS = 60
_DERIVED = frozenset({"query", "ask", "language"})
"""Worked out from the other fields: they would say everything twice."""
_PIECE = re.compile(r"\s+")

Value = tuple[str, str]
"""A field and one of its values."""


class TooLongToExplainError(ValueError):
    """The message has too many words; the message says how many there may be."""


@dataclass(frozen=True)
class Shares:
    """The words, and each value's share of each."""

    words: tuple[str, ...]
    values: dict[Value, tuple[float, ...]]
    exact: bool
    readings: int


def word_shares(
    message: str, read: Callable[[str], Intent], *, budget: int = BUDGET, seed: int = 0
) -> Shares:
    """How much each word is to thank for each value that ``read`` reads in ``message``.

    Args:
        message: what the shopper said.
        read: the reader; the same words must give the same intent.
        budget: how often it may be asked, at least twice as often as there are words.
        seed: of the orders drawn where not all subsets fit.

    Raises:
        TooLongToExplainError: more than 60 words.
    """
    words = words_of(message)
    if len(words) > MOST_WORDS:
        raise TooLongToExplainError(
            f"the message has {len(words)} words; at most {MOST_WORDS} can be explained"
        )
    whole = frozenset(range(len(words)))
    asked = 0

    @cache
    def values(kept: frozenset[int]) -> frozenset[Value]:
        nonlocal asked
        asked += 1
        return values_of(read(joined([words[at] for at in sorted(kept)])))

    targets = sorted(values(whole) - values(frozenset()))
    exact = 2 ** len(words) <= budget
    shares = _exact(len(words), values) if exact else _drawn(len(words), values, budget, seed)
    return Shares(
        words=words,
        values={target: tuple(shares[target].get(at, 0.0) for at in whole) for target in targets},
        exact=exact,
        readings=asked,
    )


def words_of(message: str) -> tuple[str, ...]:
    """The words, Chinese ones as jieba cuts them; white space is not one."""
    found: list[str] = []
    for piece in _PIECE.split(message.strip()):
        found.extend(jieba.cut(piece) if is_cjk(piece) else [piece] if piece else [])
    return tuple(found)


def joined(words: Sequence[str]) -> str:
    """Words as a message: Chinese without spaces between."""
    text = ""
    for word in words:
        gap = "" if not text or (is_cjk(word) and is_cjk(text[-1])) else " "
        text += gap + word
    return text


def values_of(intent: Intent) -> frozenset[Value]:
    """What an intent says, a field's every value by itself; nothing that is as it is unsaid."""
    unsaid: dict[str, Any] = Intent().model_dump()
    found: set[Value] = set()
    for name, value in intent.model_dump().items():
        if name in _DERIVED or (value == unsaid[name] and name != "action"):
            continue
        given = value if isinstance(value, list) else [value]
        found.update((name, str(one)) for one in given)
    return frozenset(found)


_Table = defaultdict[Value, dict[int, float]]


def _exact(count: int, values: Callable[[frozenset[int]], frozenset[Value]]) -> _Table:
    """Every subset, weighed by the number of orders in which it comes about."""
    shares: _Table = defaultdict(dict)
    for mask in range(2**count):
        kept = frozenset(at for at in range(count) if mask >> at & 1)
        for at in kept:
            before = kept - {at}
            weight = factorial(len(before)) * factorial(count - len(kept)) / factorial(count)
            _credit(shares, at, values(before), values(kept), weight)
    return shares


def _drawn(
    count: int, values: Callable[[frozenset[int]], frozenset[Value]], budget: int, seed: int
) -> _Table:
    """Random orders and their reverses, as many as the budget has room for (at least one)."""
    shares: _Table = defaultdict(dict)
    draw = random.Random(seed)  # noqa: S311 - no secret
    orders: list[list[int]] = []
    for _ in range(max(1, budget // (2 * count))):
        order = draw.sample(range(count), count)
        orders += [order, order[::-1]]
    for order in orders:
        for place, at in enumerate(order):
            before = frozenset(order[:place])
            _credit(shares, at, values(before), values(before | {at}), 1 / len(orders))
    return shares


def _credit(
    shares: _Table, at: int, before: frozenset[Value], after: frozenset[Value], weight: float
) -> None:
    for value in after - before:
        shares[value][at] = shares[value].get(at, 0.0) + weight
    for value in before - after:
        shares[value][at] = shares[value].get(at, 0.0) - weight
