"""From a history to candidates, and from a candidate to its factors.

Each factor is a number with one meaning, so that a weight times it can be said in words:

- ``follows``, ``together``: root of the summed associations with the history, each purchase
  weighted by its age in baskets (``recent_decay``, ``lasting_decay``). 0 for items already in the
  history, whose associations would be the shopper's own purchases counted again: those have
  ``again``.
- ``content``: TF-IDF cosine with the decayed history as one text; ``nearest``: with the most alike
  of its items.
- ``brand``, ``category``: decayed share of the history with the same one, times its rarity.
- ``again``: 1 if bought before; ``often``: ln(1 + times before); ``lately``: decay of the last
  time.
- ``popular``, ``recent``: log shares of purchases.

Candidates are the best few by the associations, by content and by popularity, and the history
itself; everything else in the catalogue is not scored, which is what keeps a big shop fast.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.recommend.associations import Associations
from retrieval.recommend.items import Floats, Groups, Items, Rows
from retrieval.recommend.sequences import Basket
from retrieval.recommend.settings import Settings

FACTORS = (
    "follows",
    "together",
    "content",
    "nearest",
    "brand",
    "category",
    "again",
    "often",
    "lately",
    "popular",
    "recent",
)
EITHER_SIGN = frozenset({"again", "lately"})
"""Factors that may speak against an item: who has a lamp, or just bought ink, needs no other."""
_NEAREST = 30


@dataclass(frozen=True, eq=False)
class History:
    """The items of a history, the latest first: row, baskets since, and times bought."""

    rows: Rows
    age: Floats
    times: Floats

    @classmethod
    def of(cls, baskets: Sequence[Basket], row: dict[str, int], most: int) -> History:
        """The latest ``most`` baskets; items that the catalogue does not have are passed over."""
        age: dict[int, int] = {}
        times: dict[int, int] = {}
        for place, basket in enumerate(reversed(baskets[-most:])):
            for item in basket:
                if item in row:
                    age.setdefault(row[item], place)
                    times[row[item]] = times.get(row[item], 0) + 1
        return cls(
            np.fromiter(age, dtype=np.intp, count=len(age)),
            np.fromiter(age.values(), dtype=np.float64, count=len(age)),
            np.fromiter(times.values(), dtype=np.float64, count=len(times)),
        )


@dataclass(frozen=True, eq=False)
class Scene:
    """Everything a history is scored with."""

    items: Items
    associations: Associations
    settings: Settings

    def offer(
        self, baskets: Sequence[Basket], *, without: Collection[int] = ()
    ) -> tuple[Rows, Floats]:
        """Candidates for what follows ``baskets``, and their factors, shape (n, factors)."""
        history = History.of(baskets, self.items.row, self.settings.history)
        recent = self.settings.recent_decay**history.age
        lasting = self.settings.lasting_decay**history.age
        tables, content = self.associations, np.zeros(len(self.items))
        follows, together = content, content
        if len(history.rows):
            follows = np.sqrt(tables.follows[history.rows].T @ recent)
            together = np.sqrt(tables.together[history.rows].T @ lasting / lasting.sum())
            said = self.items.texts[history.rows].T @ (recent / recent.sum())
            content = self.items.texts @ said
        chosen = self._candidates(history, (follows, together, content), without)
        seen = np.isin(chosen, history.rows)
        factors = np.zeros((len(chosen), len(FACTORS)))
        column = dict(zip(FACTORS, factors.T, strict=True))
        column["follows"][:] = np.where(seen, 0, follows[chosen])
        column["together"][:] = np.where(seen, 0, together[chosen])
        column["content"][:] = content[chosen]
        column["popular"][:] = tables.popular[chosen]
        column["recent"][:] = tables.recent[chosen]
        if len(history.rows) and len(chosen):
            latest = self.items.texts[history.rows[:_NEAREST]]
            alike = (self.items.texts[chosen] @ latest.T).toarray()
            # An item is always like itself: that is what `again` says.
            alike[chosen[:, None] == history.rows[None, :_NEAREST]] = 0
            column["nearest"][:] = alike.max(axis=1)
            column["brand"][:] = _shared(self.items.brands, history.rows, lasting, chosen)
            column["category"][:] = _shared(self.items.categories, history.rows, lasting, chosen)
            place = dict(zip(history.rows.tolist(), range(len(history.rows)), strict=True))
            own = np.array([place[row] for row in chosen[seen].tolist()], dtype=np.intp)
            column["again"][seen] = 1
            column["often"][seen] = np.log1p(history.times[own])
            column["lately"][seen] = recent[own]
        return chosen, factors

    def _candidates(
        self, history: History, sources: Sequence[Floats], without: Collection[int]
    ) -> Rows:
        most = self.settings.candidates
        found = [_best(source, most) for source in sources]
        found.append(_best(np.exp(self.associations.popular), most))
        chosen = np.unique(np.concatenate([history.rows, *found]))
        return chosen[~np.isin(chosen, list(without))] if without else chosen


def _best(scores: Floats, most: int) -> Rows:
    """The rows of the ``most`` highest scores above 0."""
    whole = np.arange(len(scores))
    rows = np.argpartition(-scores, most)[:most] if most < len(scores) else whole
    return rows[scores[rows] > 0]


def _shared(groups: Groups, bought: Rows, weights: Floats, chosen: Rows) -> Floats:
    """Each candidate's weighted share of the history in its own group, times its rarity."""
    share = np.bincount(groups.codes[bought], weights=weights, minlength=len(groups.rarity))
    return np.asarray((share / weights.sum() * groups.rarity)[groups.codes[chosen]])
