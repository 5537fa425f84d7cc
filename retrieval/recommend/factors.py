"""From a history to candidates, and from a candidate to its factors.

Each factor is a number with one meaning, so that a weight times it can be said in words:

- ``follows``, ``together``: root of the summed associations with the history, each purchase
  weighted by its age in baskets (``recent_decay``, ``lasting_decay``). 0 for items already in the
  history, whose associations would be the shopper's own purchases counted again: those have
  ``again``.
- ``content``: TF-IDF cosine with the decayed history as one text; ``nearest``: with the most alike
  of its items.
- ``brand``, ``kind``, ``category``: how much more of it this shopper takes than others do. With W
  the decayed purchases of the history, W_g those of the group (brand, category path, the path
  without its last level), p_g the group's share of all purchases and m the ``group_prior``,

      ln((W_g + m p_g) / ((W + m) p_g))

  so that with ``popular`` and weights of 1 the score is the log of the item's share, had the shop
  only shoppers like this one (Dirichlet smoothing; Zhai and Lafferty, "A study of smoothing methods
  for language models applied to information retrieval", TOIS 2004). 0 where the item has none.
- ``again``: 1 if bought before; ``often``: ln(1 + times before); ``lately``: decay of the last
  time; ``regular``: if bought before, how much oftener than others it is bought again.
- ``popular``, ``recent``: log shares of purchases.

Candidates are the best few by the associations, by content and by popularity, and the history
itself; everything else in the catalogue is not scored, which is what keeps a big shop fast.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

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
    "kind",
    "category",
    "again",
    "often",
    "lately",
    "regular",
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
        self,
        baskets: Sequence[Basket],
        *,
        without: Collection[int] = (),
        for_everyone: bool = False,
    ) -> tuple[Rows, Floats]:
        """Candidates for what follows ``baskets``, and their factors, shape (n, factors).

        ``for_everyone`` counts no pair that a single shopper made.
        """
        history = History.of(baskets, self.items.row, self.settings.history)
        recent = self.settings.recent_decay**history.age
        lasting = self.settings.lasting_decay**history.age
        tables, content = self.associations, np.zeros(len(self.items))
        follows, together = content, content
        if len(history.rows):
            after, beside = tables.follows[history.rows], tables.together[history.rows]
            if for_everyone:
                after = tables.between_all(tables.follows, history.rows)
                beside = tables.between_all(tables.together, history.rows)
            follows = np.sqrt(after.T @ recent)
            together = np.sqrt(beside.T @ lasting / lasting.sum())
            said = self.items.texts[history.rows].T @ (recent / recent.sum())
            content = self.items.texts @ said
        taken, prior = lasting * history.times, self.settings.group_prior
        lifts = {
            name: _lift(shares, groups.codes, history.rows, taken, prior)
            for name, (groups, shares) in self._groups.items()
        }
        likely = np.exp(tables.popular + lifts["kind"] + lifts["brand"])
        chosen = self._candidates(history, (follows, together, content, likely), without)
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
            for name, lift in lifts.items():
                column[name][:] = lift[chosen]
            place = dict(zip(history.rows.tolist(), range(len(history.rows)), strict=True))
            own = np.array([place[row] for row in chosen[seen].tolist()], dtype=np.intp)
            column["again"][seen] = 1
            column["often"][seen] = np.log1p(history.times[own])
            column["lately"][seen] = recent[own]
            column["regular"][seen] = tables.regular[chosen[seen]]
        return chosen, factors

    @cached_property
    def _groups(self) -> dict[str, tuple[Groups, Floats]]:
        """Each grouping, and the share of all purchases by its codes."""
        share = np.exp(self.associations.popular)
        share /= share.sum()
        items = self.items
        return {
            name: (groups, _sums(groups, share))
            for name, groups in (
                ("brand", items.brands),
                ("kind", items.kinds),
                ("category", items.categories),
            )
        }

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


def _lift(shares: Floats, codes: Rows, bought: Rows, weights: Floats, prior: float) -> Floats:
    """The log of a group's share for this shopper over its share for all, by item."""
    own = np.bincount(codes[bought], weights=weights, minlength=len(shares))
    known = np.maximum(shares, 1e-12)
    lift = np.log((own + prior * known) / ((weights.sum() + prior) * known))
    lift[0] = 0.0
    return np.asarray(lift[codes])


def _sums(groups: Groups, values: Floats) -> Floats:
    summed = np.bincount(groups.codes, weights=values, minlength=groups.size)
    return np.asarray(summed, dtype=np.float64)
