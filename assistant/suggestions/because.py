"""Why the recommender has a product where it is: the factor that sets it apart, with its facts.

Shares are compared with their mean over the list, as the ranking's reasons are: everything in a
shop is popular to some degree, and what all candidates have is no reason for one of them. The
factor named is the one that lifts the product furthest above that mean, among those there are words
for; where none lifts it, nothing is said. That many buy a product is said only where many do: at
least ``MANY`` purchases, and as many as the best tenth of its category.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import fmean

import numpy as np

from assistant.categories import leaf
from assistant.ranking.context import Evidence
from retrieval.product import Product
from retrieval.recommend import Basket, Recommendation, Recommender
from retrieval.recommend.anchors import ANCHORED, anchor
from retrieval.recommend.associations import counts_of
from retrieval.recommend.items import Floats

_SAID_AS: Mapping[str, str] = {
    "follows": "follows",
    "together": "together",
    "content": "nearest",
    "nearest": "nearest",
    "brand": "brand",
    "kind": "kind",
    "again": "again",
    "often": "again",
    "lately": "again",
    "regular": "again",
    "popular": "popular",
    "recent": "recent",
}
"""Factor to the key of its words. ``category`` (the path without its end) reads as no reason."""

MANY: Mapping[str, int] = {"popular": 20, "recent": 10}
"""Purchases from which many are said to buy a product; those of late are halved by age."""
AMONG_THE_MOST = 0.9
"""The quantile of the purchases in its category that they have to reach as well."""


def because(
    recommender: Recommender,
    history: Sequence[Basket],
    found: Sequence[Recommendation],
    products: Mapping[str, Product],
    titles: Callable[[str], str | None],
) -> dict[str, Evidence]:
    """Item id to the evidence behind its place, for the items that have one.

    Args:
        recommender: what found them.
        history: what it was asked with.
        found: all it found: what a share is compared with.
        products: those to explain, by id.
        titles: the title of an item of the history; None for one the shop has no longer.
    """
    names = found[0].shares if found else {}
    means = {name: fmean(one.shares[name] for one in found) for name in names}
    tables = recommender.scene.associations
    purchases = {name: counts_of(getattr(tables, name)).round(6) for name in MANY}
    explained: dict[str, Evidence] = {}
    for one in found:
        if one.id not in products:
            continue
        lifts = {name: one.shares[name] - means[name] for name in one.shares if name in _SAID_AS}
        for name in sorted(lifts, key=lambda name: (-lifts[name], name)):
            if lifts[name] <= 0:
                break
            if name in MANY:
                much = _bought_much(recommender, purchases[name], one.id, least=MANY[name])
                facts: Evidence | None = {} if much else None
            else:
                facts = _facts(recommender, history, name, products[one.id], titles)
            if facts is not None:
                explained[one.id] = {"because": _SAID_AS[name], **facts}
                break
    return explained


def _facts(
    recommender: Recommender,
    history: Sequence[Basket],
    factor: str,
    product: Product,
    titles: Callable[[str], str | None],
) -> Evidence | None:
    """What the words of a factor are filled with; None where it cannot be said of this product."""
    if factor in ANCHORED:
        item = anchor(recommender.scene, history, factor, product.id)
        title = titles(item) if item is not None else None
        return {"title": title} if title else None
    bought = {item for basket in history for item in basket}
    if _SAID_AS[factor] == "again":
        return {} if product.id in bought else None
    if factor in {"brand", "kind"}:
        group = {
            "brand": recommender.scene.items.brands,
            "kind": recommender.scene.items.kinds,
        }[factor]
        row = recommender.scene.items.row
        own = {int(group.codes[row[item]]) for item in bought if item in row}
        value = product.brand if factor == "brand" else leaf(product.category)
        if not value or int(group.codes[row[product.id]]) not in own:
            return None
        return {"value": value} if factor == "brand" else {"value": value, "path": product.category}
    return {}


def _bought_much(recommender: Recommender, counts: Floats, item: str, *, least: int) -> bool:
    """Whether the item is among what is bought most in its category, by many."""
    items = recommender.scene.items
    row, codes = items.row[item], items.categories.codes
    beside = counts[codes == codes[row]]
    return bool(counts[row] >= max(least, np.quantile(beside, AMONG_THE_MOST)))
