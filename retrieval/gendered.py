"""Which parts of a shop state whom their things are for.

In a part that does ("Shoes"), a product that states nobody may be for anybody else, and does not
satisfy a wish for men's things; in one that does not (suitcases, novels), all are for everyone.
What is judged is the narrowest category with enough products, so that a shop's handbags decide
nothing about its suitcases. Only men's or women's things count: unisex ones say that nobody is
meant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

_SHARE = 0.25
"""A category states genders where at least this share of its products does."""
_ENOUGH = 5
"""The number of products from which a category is judged by itself, and not by the one above."""

Path = tuple[str, ...]


class Gendered:
    """The categories of a shop that state genders."""

    def __init__(self, counted: Iterable[tuple[str, Path, int]]) -> None:
        """Counts products by their gender and category path."""
        self._all: Counter[Path] = Counter()
        self._stated: Counter[Path] = Counter()
        for gender, path, count in counted:
            for end in range(min(1, len(path)), len(path) + 1):
                self._all[path[:end]] += count
                if gender in {"male", "female"}:
                    self._stated[path[:end]] += count

    def states(self, path: Path) -> bool:
        """Whether products on this category path state whom they are for."""
        parts = (path[:end] for end in range(len(path), 0, -1))
        part = next((one for one in parts if self._all[one] >= _ENOUGH), path[:1])
        return self._stated[part] > 0 and self._stated[part] >= _SHARE * self._all[part]
