"""Sequences of purchases, and the journeys they were cut from.

A file of next-item sequences names the same purchases many times: each prefix of a shopper's
journey is a line of its own, often with the history cut to its latest items. Counting lines would
count an early purchase once a line, so the lines of a shopper are first put together again. A
single item is a basket of one; what stands in one basket was bought together, in no order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

Basket = tuple[str, ...]
"""Item ids bought together."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """What a shopper had taken, oldest first, and what came next."""

    user_id: str
    history: tuple[Basket, ...]
    next: Basket
    at: datetime | None = None
    """When ``next`` was taken, where it is known."""


@dataclass(frozen=True, slots=True)
class Journey:
    """Everything known of one shopper, oldest first.

    ``heads[n]`` says that basket ``n`` was the ``next`` of some sequence, not only history, and
    ``at[n]`` when it was bought, if known.
    """

    user_id: str
    baskets: tuple[Basket, ...]
    heads: tuple[bool, ...]
    at: tuple[datetime | None, ...]


def journeys(sequences: Iterable[Sequence]) -> list[Journey]:
    """The journeys of the shoppers, in the order in which they first appear.

    A shopper's sequences are taken in the order given, which has to be that of time. Each is laid
    over the end of what is known at the longest overlap; one that lies within it adds nothing.

    Examples:
        >>> one = Sequence("u", (("a",), ("b",)), ("c",))
        >>> two = Sequence("u", (("b",), ("c",)), ("d",))
        >>> [journey.baskets for journey in journeys([one, two])]
        [(('a',), ('b',), ('c',), ('d',))]
    """
    by_user: dict[str, _Growing] = {}
    for sequence in sequences:
        by_user.setdefault(sequence.user_id, _Growing()).add(sequence)
    return [
        Journey(user, tuple(one.baskets), tuple(one.heads), tuple(one.at))
        for user, one in by_user.items()
    ]


class _Growing:
    def __init__(self) -> None:
        self.baskets: list[Basket] = []
        self.heads: list[bool] = []
        self.at: list[datetime | None] = []

    def add(self, sequence: Sequence) -> None:
        history = sequence.history
        known = len(self.baskets)
        overlap = min(known, len(history))
        while overlap and tuple(self.baskets[known - overlap :]) != history[:overlap]:
            overlap -= 1
        fresh = history[overlap:]
        if not overlap and self._holds((*history, sequence.next)):
            return
        self.baskets += [*fresh, sequence.next]
        self.heads += [False] * len(fresh) + [True]
        self.at += [None] * len(fresh) + [sequence.at]

    def _holds(self, row: tuple[Basket, ...]) -> bool:
        """Whether ``row`` stands somewhere in the journey, as one piece."""
        size = len(row)
        return any(
            tuple(self.baskets[start : start + size]) == row
            for start in range(len(self.baskets) - size + 1)
        )
