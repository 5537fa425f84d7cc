"""Graded judgments, with grades that need not be whole numbers.

trec_eval reads integer relevance only, and the contract grades a disliked item 0.5. So grades are
handed over as *levels* (1 for the lowest positive grade found, 2 for the next, …) with a table of
integer gains for each level. nDCG is a ratio, so a common factor in the gains changes nothing.
Grades of zero and below are "judged, not relevant".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm

# trec_eval allocates and walks one counter a unit of gain: 10^5 costs nothing, 10^7 seconds.
_LARGEST_GAIN = 100_000

Run = Mapping[str, Sequence[str]]
"""What a system returned: query id to item ids, best first."""
Values = dict[str, float]
"""One metric's value by query id."""


@dataclass(frozen=True)
class Judgments:
    """``grades[query_id][item_id]``; an item that is absent is unjudged.

    Raises:
        ValueError: No query has an item with a grade above zero.
    """

    grades: Mapping[str, Mapping[str, float]]

    def __post_init__(self) -> None:
        if not self.query_ids:
            raise ValueError("no query has a relevant item: the judgments need a grade above 0")

    @cached_property
    def query_ids(self) -> tuple[str, ...]:
        """Queries with at least one relevant item; on the others no metric is defined."""
        return tuple(q for q, items in self.grades.items() if any(g > 0 for g in items.values()))

    @cached_property
    def ladder(self) -> tuple[float, ...]:
        """The distinct grades above zero, ascending."""
        return tuple(sorted({g for items in self.grades.values() for g in items.values() if g > 0}))

    @cached_property
    def levels(self) -> dict[str, dict[str, int]]:
        """The judgments as trec_eval takes them: each grade as its place in :attr:`ladder`."""
        place = {grade: level for level, grade in enumerate(self.ladder, start=1)}
        return {
            query: {item: place.get(grade, 0) for item, grade in self.grades[query].items()}
            for query in self.query_ids
        }

    def level_from(self, min_grade: float) -> int:
        """The lowest level whose grade is at least ``min_grade``."""
        return 1 + sum(grade < min_grade for grade in self.ladder)

    def gains(self, gain: Callable[[float], float]) -> dict[int, int]:
        """``gain`` of every level, scaled to integers.

        Exact where the gains are fractions with a common denominator (all grades of the contract
        under a linear gain, all whole grades under an exponential one); else the largest gain is
        scaled to 100,000, so that a metric is off by less than 0.00001.
        """
        values = [gain(grade) for grade in self.ladder]
        exact = [Fraction(value).limit_denominator(1000) for value in values]
        if all(float(fraction) == value for fraction, value in zip(exact, values, strict=True)):
            factor = lcm(*(fraction.denominator for fraction in exact))
            scaled = [int(fraction * factor) for fraction in exact]
            if max(scaled) <= _LARGEST_GAIN:
                return dict(enumerate(scaled, start=1))
        unit = _LARGEST_GAIN / max(values)
        return {level: round(value * unit) for level, value in enumerate(values, start=1)}
