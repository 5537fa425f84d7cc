"""Instead of it: what is similar, of the same brand, cheaper, dearer, or another variant.

All five read the records alone, so they work from a shop's first day. An alternative in another
price band is of the same kind (by stated type; among the most alike where none is stated), for
the same people, and at least 5 % away in price: less is noise. The nearer of two prices wins, all
else equal: who looks at 60 may pay 75, rarely 300.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from retrieval.fusion import min_max
from retrieval.graph.content import feature_parts
from retrieval.graph.draft import Draft
from retrieval.graph.edge import Evidence
from retrieval.graph.table import Rows
from retrieval.similar import Likeness, Mask

_ENOUGH_ALIKE = 0.25
"""A feature is named as shared from this distance down."""
_NAMED_FEATURES = ("type", "category", "price", "material", "color", "brand")
_BAND = 0.05
"""A price differs from this share on."""
_HALF_PRICE_WEIGHT = float(np.log(2.0))
"""In log price: twice (or half) the price halves an alternative's score."""
_UNSTATED = 200
"""Where no type is stated, alternatives come from this many most alike."""
_POPULAR = 0.3
"""The share of popularity in the order of a brand's products."""


def similar_to(alike: Likeness, limit: int) -> list[Draft]:
    """The most alike; see :mod:`retrieval.similar`."""
    everything = np.ones(len(alike.snapshot.ids), dtype=np.bool_)
    ranked = alike.rank(everything)
    rows = ranked.rows[:limit]
    shared = _shared_features(alike, rows)
    scores = ranked.scores["fused"][:limit] if limit and len(rows) else np.empty(0)
    return [
        Draft(int(row), float(score), "alike", {"shared": names} if names else {})
        for row, score, names in zip(rows, scores, shared, strict=True)
    ]


def same_brand(alike: Likeness, limit: int) -> list[Draft]:
    """Of the same brand: the more alike and the better selling, the earlier."""
    table, snapshot = alike.table, alike.snapshot
    brand = table.brands.at(alike.row)
    if brand is None:
        return []
    ranked = alike.rank(table.brands.codes == table.brands.codes[alike.row])
    if not len(ranked.rows):
        return []
    scores = (1 - _POPULAR) * ranked.scores["fused"]
    scores += _POPULAR * min_max(snapshot.popularity[ranked.rows])
    name = snapshot.readings[alike.row].brand
    best = np.argsort(-scores, kind="stable")[:limit]
    return [
        Draft(int(ranked.rows[at]), float(scores[at]), "same_brand", {"brand": name}) for at in best
    ]


def other_price(alike: Likeness, side: Literal["cheaper", "dearer"], limit: int) -> list[Draft]:
    """Alternatives in a lower or a higher price band.

    ``s = likeness * 2 ** (-|ln(p_j / p_i)| / ln 2)``: twice the price halves the score.
    """
    table, row = alike.table, alike.row
    price = table.prices[row]
    if not price > 0:
        return []
    with np.errstate(invalid="ignore"):
        if side == "cheaper":
            fits: Mask = (table.prices > 0) & (table.prices <= price * (1 - _BAND))
        else:
            fits = table.prices >= price * (1 + _BAND)
    fits &= table.currencies.codes == table.currencies.codes[row]
    fits &= for_the_same(alike)
    stated = table.types.at(row) is not None
    if stated:
        fits &= of_the_same_kind(alike)
    ranked = alike.rank(fits)
    if not len(ranked.rows):
        return []
    rows, likeness = ranked.rows, ranked.scores["fused"]
    if not stated:
        rows, likeness = rows[:_UNSTATED], likeness[:_UNSTATED]
    away = np.abs(np.log(table.prices[rows] / price))
    scores = likeness * 0.5 ** (away / _HALF_PRICE_WEIGHT)
    best = np.argsort(-scores, kind="stable")[:limit]
    return [
        Draft(
            int(rows[at]), float(scores[at]), side, _price_evidence(price, table.prices[rows[at]])
        )
        for at in best
    ]


def variants_of(alike: Likeness, limit: int) -> list[Draft]:
    """The other variants of the model, those in more of the same values first."""
    table, readings = alike.table, alike.snapshot.readings
    rows = np.flatnonzero(table.same_model(alike.row))
    rows = rows[rows != alike.row]
    views = alike.views(rows)
    scores = (views["features"] + views["overlap"]) / 2
    own = readings[alike.row].facts
    drafts = []
    for row, score in zip(rows.tolist(), scores.tolist(), strict=True):
        other = readings[row].facts
        evidence: Evidence = {}
        if other.colors and other.colors != own.colors:
            evidence["color"] = ", ".join(sorted(value.strip() for value in other.colors))
        if other.sizes and other.sizes != own.sizes and len(other.sizes) == 1:
            evidence["size"] = next(iter(other.sizes)).strip().partition(":")[2] or ""
        drafts.append(Draft(row, score, "variant", {k: v for k, v in evidence.items() if v}))
    drafts.sort(key=lambda draft: -draft.score)
    return drafts[:limit]


def for_the_same(alike: Likeness) -> Mask:
    """Which rows are not for people other than the product is for."""
    genders = alike.table.genders
    own = genders.at(alike.row)
    if own is None or own == "unisex":
        return np.ones(len(genders.codes), dtype=np.bool_)
    suits = [value is None or value in {own, "unisex"} for value in genders.values]
    mask: Mask = np.array(suits, dtype=np.bool_)[genders.codes]
    return mask


def of_the_same_kind(alike: Likeness) -> Mask:
    """Which rows share a stated type, or state one that is a shelf the other stands on."""
    table, row = alike.table, alike.row
    types, shelves = table.types.at(row) or frozenset(), table.shelves.at(row)
    sharing = [
        value is not None and not value.isdisjoint(types | shelves) for value in table.types.values
    ]
    holding = [not value.isdisjoint(types) for value in table.shelves.values]
    mask: Mask = np.array(sharing, dtype=np.bool_)[table.types.codes]
    mask |= np.array(holding, dtype=np.bool_)[table.shelves.codes]
    return mask


def _shared_features(alike: Likeness, rows: Rows) -> list[list[str]]:
    parts = feature_parts(alike.table, alike.row, rows)
    return [
        [name for name in _NAMED_FEATURES if parts[name][at] <= _ENOUGH_ALIKE][:3]
        for at in range(len(rows))
    ]


def _price_evidence(price: float, other: float) -> Evidence:
    percent = round(100 * abs(other / price - 1))
    return {"percent": percent}
