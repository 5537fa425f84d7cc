"""Fitting: count the journeys, and learn the factors' weights without a case seeing its own answer.

A sequence's own ``next`` is in the counts of its journey, so weights learned on those counts would
trust them far too much. The shoppers are divided into folds; each fold's cases get their factors
from the other folds' journeys, the weights are learned from all cases, and only then are the tables
counted from everybody. So nothing outside ``sequences`` and nothing of a case's answer is used.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence as Listed

import numpy as np

from retrieval.product import Product
from retrieval.recommend.associations import Associations
from retrieval.recommend.choice import Cases, learn_weights
from retrieval.recommend.factors import EITHER_SIGN, FACTORS, Scene
from retrieval.recommend.items import Items
from retrieval.recommend.model import Recommender
from retrieval.recommend.sequences import Sequence, journeys
from retrieval.recommend.settings import Settings
from retrieval.recommend.trees import grow


class FitError(ValueError):
    """There is too little to learn from; the message says what is missing."""


def fit(
    sequences: Iterable[Sequence],
    products: Iterable[Product] | Items,
    settings: Settings | None = None,
    *,
    seed: int = 0,
) -> Recommender:
    """A recommender for what comes next.

    Args:
        sequences: What shoppers did; those of one shopper in order of time.
        products: The catalogue; only its items are ever recommended.
        settings: How to count; the defaults where not given.
        seed: Of the folds and of the draws.

    Raises:
        FitError: No product, or no sequence whose next item can be learned from.
    """
    chosen = settings or Settings()
    items = products if isinstance(products, Items) else Items.of(products)
    rows = list(sequences)
    if not len(items):
        raise FitError("the catalogue has no product: there is nothing to recommend")
    cases = draw_cases(rows, items, chosen, seed=seed)
    if not len(cases.sizes):
        raise FitError(
            f"none of the {len(rows)} sequences has a history and a next item that the others would"
            " suggest: give sequences of at least two shoppers whose ids are the catalogue's"
        )
    signs = np.array([name in EITHER_SIGN for name in FACTORS])
    weights = learn_weights(cases, chosen.penalty, signs)
    tables = Associations.of(journeys(rows), items.row, chosen)
    return Recommender(
        Scene(items, tables, chosen),
        dict(zip(FACTORS, weights.tolist(), strict=True)),
        grow(cases, chosen.penalty, signs, seed=seed),
    )


def draw_cases(rows: Listed[Sequence], items: Items, settings: Settings, *, seed: int) -> Cases:
    """Cases with factors from other shoppers' journeys: what was taken, and sampled alternatives.

    A case whose next item is not among its candidates says nothing about their order and is left
    out, and so is one without a history: all that could be learned there is what is popular.
    """
    rng = np.random.default_rng(seed)
    users = sorted({row.user_id for row in rows})
    fold = dict(zip(users, rng.permutation(len(users)) % settings.folds, strict=True))
    returning = np.array([n for n, row in enumerate(rows) if row.history], dtype=np.intp)
    drawn = rng.permutation(returning)[: settings.cases]
    features, taken, sizes, kept_back = [], [], [], []
    for held in range(settings.folds):
        mine = [rows[n] for n in sorted(drawn.tolist()) if fold[rows[n].user_id] == held]
        others = journeys(row for row in rows if fold[row.user_id] != held)
        if not mine or not others:
            continue
        scene = Scene(items, Associations.of(others, items.row, settings), settings)
        for row in mine:
            offered, factors = scene.offer(row.history)
            wanted = [items.row[item] for item in row.next if item in items.row]
            right = np.isin(offered, wanted)
            if not right.any():
                continue
            wrong = np.flatnonzero(~right)
            wrong = rng.permutation(wrong)[: settings.alternatives]
            # In no order: where scores tie, what was taken must not stand first.
            kept = rng.permutation(np.concatenate([np.flatnonzero(right), wrong]))
            features.append(factors[kept])
            taken.append(right[kept])
            sizes.append(len(kept))
            kept_back.append(held == 0)
    if not sizes:
        empty = np.zeros((0, len(FACTORS)))
        none = np.zeros(0, dtype=np.bool_)
        return Cases(empty, none, np.zeros(0, dtype=np.intp), none)
    return Cases(
        np.concatenate(features),
        np.concatenate(taken),
        np.array(sizes, dtype=np.intp),
        np.array(kept_back),
    )
