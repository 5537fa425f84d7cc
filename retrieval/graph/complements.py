"""Beside it: what goes with a product, and what is an accessory of it.

Two sources. What shoppers bought together (and, between different kinds, viewed together) counts
for as much as shoppers stand behind it, the shoppers of products like it included, since most
pairs have only one of their own; where the shop has a fitted recommender that has seen the product
bought, what it expects next stands in the place of those pairs
(:mod:`retrieval.graph.next_bought`). The written rules (:mod:`retrieval.graph.pairs`) fill in
where no log speaks. Either alone can bring a product up; together they count as two independent
reasons: ``s = 1 - (1 - log) * (1 - rule)``. The list goes round the kinds that fit, since five
pairs of trousers are no outfit.

Accessories are what is made for the product or depends on it, and what is bought with it at no
more than half its price and is of another kind. Rules look their products up by name in the word
index, so the cost does not grow with the catalogue's square.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cached_property

import numpy as np

from retrieval.facts import padded
from retrieval.fusion import min_max
from retrieval.graph.alternatives import for_the_same, of_the_same_kind
from retrieval.graph.behaviour import Behaviour, Deed
from retrieval.graph.cooccurrence import SHRINKAGE, Neighbour
from retrieval.graph.draft import Draft, best_of_models
from retrieval.graph.edge import Evidence, ReasonCode
from retrieval.graph.next_bought import likely_next, why_next
from retrieval.graph.pairs import Side, activities, belongs_to, is_kind, made_for, partners
from retrieval.graph.table import Floats, Rows
from retrieval.readings import Reading
from retrieval.recommend import Recommender
from retrieval.similar import EXACT, Likeness, Mask
from retrieval.snapshot import Snapshot
from retrieval.types import same_types
from retrieval.values import is_cjk

_LOOKED_UP = 1_000
"""In a large shop, this many products by name are looked at for each kind."""
_MADE_FOR, _BELONGS_TO, _PAIR = 0.9, 0.8, 0.6
"""What each rule is worth for the best fitting product; half of it for the worst."""
_VIEWED = 0.5
"""A pair viewed together is worth this much of a pair bought together."""
LENDERS = 50
"""Models alike whose shoppers count: as good as 100 and better than 25 on office's earlier part."""
_CHEAP = 0.5
"""An accessory costs at most this share of the product."""
_MATES, _MOSTLY = 300, 1 / 3
"""A shelf is for an activity where this share of its products (a sample of 300) speaks of it."""
_AGAIN = 0.93
"""Each further product of one kind by rule is worth this much of the one before."""


class Complements:
    """Finds the complements of one product."""

    def __init__(
        self,
        alike: Likeness,
        behaviour: Behaviour | None,
        now: datetime,
        recommender: Recommender | None = None,
    ) -> None:
        """Look for complements of the product that ``alike`` compares with, as of ``now``."""
        self._alike = alike
        self._snapshot, self._table = alike.snapshot, alike.table
        self._reading = alike.snapshot.readings[alike.row]
        self._behaviour, self._now = behaviour, now
        self._recommender = recommender
        self._same_people = for_the_same(alike)
        self._same_model = alike.table.same_model(alike.row)

    def goes_with(self, limit: int) -> list[Draft]:
        """What goes with the product."""
        bought = self._next_bought(limit) or self._logged("bought", 1.0)
        drafts = [*bought, *self._logged("viewed", _VIEWED, other_kind=True)]
        return self._merged([*drafts, *self._paired("goes_with")])[:limit]

    def accessories(self, limit: int) -> list[Draft]:
        """What is an accessory of the product."""
        price = self._table.prices[self._alike.row]
        small = [
            draft
            for draft in self._logged("bought", 1.0, other_kind=True)
            if self._table.prices[draft.row] <= _CHEAP * price
        ]
        return self._merged([*small, *self._dependent(), *self._paired("accessories")])[:limit]

    def _logged(self, deed: Deed, weight: float, *, other_kind: bool = False) -> Iterator[Draft]:
        """By behaviour: the strongest neighbour scores what its shoppers are worth, others less."""
        if not (found := self._neighbours(deed)):
            return
        top = found[0]
        trust = weight * top.together / (top.together + SHRINKAGE)
        direct: ReasonCode = "bought_together" if deed == "bought" else "viewed_together"
        same = of_the_same_kind(self._alike) if other_kind else None
        for one in found:
            rows = self._table.models.rows_of(one.model)
            rows = rows[self._same_people[rows]]
            if same is not None:
                rows = rows[~same[rows]]
            if len(rows):
                evidence: Evidence = {"shoppers": one.shoppers}
                code = direct if one.own else "bought_with_alike"
                yield Draft(self._face(rows), trust * one.score / top.score, code, evidence)

    def _next_bought(self, limit: int) -> list[Draft]:
        """By the recommender: each model once, by the variant to show."""
        if self._recommender is None:
            return []
        table, snapshot = self._table, self._snapshot
        variants = [snapshot.ids[row] for row in table.models.rows_of(self._model).tolist()]
        pairs = {one.model: (one.shoppers, one.own) for one in self._neighbours("bought")}
        drafts: dict[str, Draft] = {}
        for likely in likely_next(self._recommender, variants, limit):
            row = snapshot.rows.get(likely.id)
            if row is None or (model := table.models.at(row)) in drafts:
                continue
            rows = table.models.rows_of(model)
            rows = rows[self._same_people[rows]]
            if len(rows):
                drafts[model] = Draft(self._face(rows), likely.score, *why_next(model, pairs))
        return list(drafts.values())

    def _neighbours(self, deed: Deed) -> list[Neighbour]:
        if self._behaviour is None:
            return []
        alike = self._lenders if deed == "bought" else {}
        return self._behaviour.together(deed, self._model, now=self._now, alike=alike)

    @property
    def _model(self) -> str:
        return str(self._table.models.at(self._alike.row))

    @cached_property
    def _lenders(self) -> dict[str, float]:
        """The models most like the product, and how like: what their shoppers buy counts too."""
        return lenders(self._alike, self._same_people)

    def _face(self, rows: Rows) -> int:
        """The variant to show of a model: in stock, then the best selling."""
        popular = self._snapshot.popularity[rows]
        return int(rows[np.lexsort((rows, -popular, ~self._table.in_stock[rows]))[0]])

    def _paired(self, side: Side) -> Iterator[Draft]:
        """By the written pairs of kinds, within each kind by how well it fits the product."""
        doing = self._activities(self._alike.row)
        for partner in partners(self._reading.kind, side):
            rows = self._suitable(rows_of_kind(self._snapshot, self._alike, partner.name))
            shared = [
                frozenset() if not partner.share else doing & self._activities(row)
                for row in rows.tolist()
            ]
            if partner.share:
                rows = rows[np.array([bool(one) for one in shared], dtype=np.bool_)]
                shared = [one for one in shared if one]
            worth = _PAIR * (0.5 + 0.5 * self._fit(rows)) if len(rows) else np.empty(0)
            for row, score, both in zip(rows.tolist(), worth.tolist(), shared, strict=True):
                evidence = named(partner.name, self._snapshot.readings[row])
                if both:
                    evidence["activity"] = min(both)
                yield Draft(row, score, "pairs_with", evidence)

    def _activities(self, row: int) -> frozenset[str]:
        """What the product is for doing: by its own words, or as most on its shelves are."""
        table, readings = self._table, self._snapshot.readings
        found = activities(readings[row].facts.words)
        path = table.categories.at(row) or ()
        for depth in range(1, len(path) + 1):
            shelf = path[:depth]
            if shelf not in table.done_on_shelf:
                held = [
                    value is not None and value[:depth] == shelf
                    for value in table.categories.values
                ]
                mates = np.flatnonzero(np.array(held, dtype=np.bool_)[table.categories.codes])
                mates = mates[:: max(1, len(mates) // _MATES)]
                counts = Counter(
                    name
                    for mate in mates.tolist()
                    for name in activities(readings[mate].facts.words)
                )
                least = _MOSTLY * len(mates)
                table.done_on_shelf[shelf] = frozenset(
                    name for name, count in counts.items() if count >= least
                )
            found |= table.done_on_shelf[shelf]
        return found

    def _dependent(self) -> Iterator[Draft]:
        """What says that it is for the product, or is named after its kind."""
        names = [name.strip() for name in self._reading.kind.stated]
        rows = self._suitable(_named(self._snapshot, names))
        fit = self._fit(rows) if len(rows) else np.empty(0)
        brands = [padded(brand) for brand in self._table.brands.values if brand]
        for row, well in zip(rows.tolist(), fit.tolist(), strict=True):
            other = self._snapshot.readings[row]
            if (kind := made_for(other, self._reading, brands)) is not None:
                evidence = named(kind, self._reading)
                yield Draft(row, _MADE_FOR * (0.5 + 0.5 * well), "made_for", evidence)
            elif (kind := belongs_to(other, self._reading)) is not None:
                evidence = named(kind, self._reading)
                yield Draft(row, _BELONGS_TO * (0.5 + 0.5 * well), "belongs_to", evidence)

    def _suitable(self, rows: Rows) -> Rows:
        return rows[self._same_people[rows] & ~self._same_model[rows]]

    def _fit(self, rows: Rows) -> Floats:
        """How well ``rows`` fit the product among their like: in words, meaning, and as sellers."""
        views = self._alike.views(rows)
        parts = [views[name] for name in ("overlap", "dense") if name in views]
        parts.append(self._snapshot.popularity[rows])
        scaled = [min_max(part) for part in parts]
        mean: Floats = np.mean(scaled, axis=0)
        return mean

    def _merged(self, drafts: Iterable[Draft]) -> list[Draft]:
        """One draft a row from all its reasons, then one a model, going round the kinds."""
        rows: dict[int, Draft] = {}
        for draft in drafts:
            known = rows.get(draft.row)
            if known is None:
                rows[draft.row] = draft
            else:
                first = max(known, draft, key=lambda one: one.score)
                score = 1 - (1 - known.score) * (1 - draft.score)
                rows[draft.row] = first._replace(score=score)
        seen: Counter[object] = Counter()
        varied = []
        for draft in best_of_models(rows.values(), self._table):
            kind = draft.evidence.get("kind") if draft.code == "pairs_with" else None
            varied.append(draft._replace(score=draft.score * _AGAIN ** seen[kind]))
            seen[kind] += kind is not None
        return best_of_models(varied, self._table)


def lenders(alike: Likeness, fits: Mask, most: int = LENDERS) -> dict[str, float]:
    """The ``most`` models among ``fits`` most like the product, and how like squared, in [0, 1].

    In meaning, where the product has a vector: who bought either wanted the same thing, whatever
    its brand and price. In all views otherwise. Squared, so that the nearest say the most.
    """
    rows = np.flatnonzero(fits & ~alike.table.same_model(alike.row))
    if not len(rows):
        return {}
    if alike.cosines is None:
        ranked = alike.rank(fits)
        rows, likeness = ranked.rows, ranked.scores["fused"]
    else:
        likeness = alike.scaled({"dense": alike.cosines[rows]})
        order = np.argsort(-likeness, kind="stable")
        rows, likeness = rows[order], likeness[order]
    models: dict[str, float] = {}
    for row, like in zip(rows.tolist(), likeness.tolist(), strict=True):
        if like <= 0:
            break
        models.setdefault(alike.table.models.at(row), like**2)
        if len(models) == most:
            break
    return models


def named(kind: str, reading: Reading) -> Evidence:
    """A kind's name, and the Chinese one where the product of that kind states it."""
    chinese = next((name.strip() for name in reading.kind.stated if is_cjk(name)), "")
    return {"kind": kind, "kind_zh": chinese} if chinese else {"kind": kind}


def rows_of_kind(snapshot: Snapshot, alike: Likeness, name: str) -> Rows:
    """The products of the kind ``name``; in a large shop those that its name brings up first."""
    known = alike.table.rows_of_kind
    if name not in known:
        rows = _named(snapshot, sorted(one.strip() for one in same_types(name)))
        fits = [is_kind(snapshot.readings[row].kind, name) for row in rows.tolist()]
        known[name] = rows[np.array(fits, dtype=np.bool_)]
    return known[name]


def _named(snapshot: Snapshot, names: Iterable[str]) -> Rows:
    """The products whose text has a word of ``names``."""
    scores = snapshot.lexical.scores(" ".join(names))
    rows = np.flatnonzero(scores > 0)
    if len(snapshot.ids) > EXACT and len(rows) > _LOOKED_UP:
        rows = np.sort(rows[np.argpartition(-scores[rows], _LOOKED_UP)[:_LOOKED_UP]])
    return rows
