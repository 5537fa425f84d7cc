"""What is like a given product: near in meaning, of the same kind, with the same properties.

A weighted sum of cosine, kind, category, shared attribute values and price nearness. The vector
alone likes the same brand and wording better than the same use, so kind and category weigh in;
the other variants of the product itself (its item group) are left out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from retrieval.constraints import Constraints
from retrieval.fusion import min_max
from retrieval.readings import Reading
from retrieval.search import Scored, cosines
from retrieval.snapshot import Snapshot

_COSINE, _KIND, _CATEGORY, _SHARED, _PRICE = 0.5, 0.2, 0.1, 0.1, 0.1


def similar(
    snapshot: Snapshot, row: int, constraints: Constraints, models: Sequence[str]
) -> Scored:
    """Ranks the products that satisfy ``constraints`` by how like product ``row`` they are.

    ``models`` are tried in order; the first that has the product's vector is used.
    """
    anchor = snapshot.readings[row]
    fits = snapshot.columns.mask(constraints)
    fits[row] = False
    rows = np.array(
        [
            other
            for other in np.flatnonzero(fits).tolist()
            if not anchor.group or snapshot.readings[other].group != anchor.group
        ],
        dtype=np.intp,
    )
    if not rows.size:
        return Scored(rows, np.empty(0), {})
    alike = [_alike(anchor, snapshot.readings[other]) for other in rows.tolist()]
    scores = {"like": np.array(alike)}
    total = scores["like"].copy()
    for model in models:
        matrix = snapshot.matrices.get(model)
        if matrix is not None and matrix.hashes[row]:
            scores["dense"] = cosines(matrix, rows, matrix.vectors[row])
            total += _COSINE * min_max(scores["dense"])
            break
    scores["fused"] = total
    order = np.argsort(-total, kind="stable")
    return Scored(
        rows[order],
        min_max(total)[order],
        {name: values[order] for name, values in scores.items()},
    )


def _alike(one: Reading, other: Reading) -> float:
    """How alike two products' facts are, in [0, 0.5]."""
    score = 0.0
    if set(one.kind.stated) & set(other.kind.stated):
        score += _KIND
    if one.facts.category:
        same = 0
        for own, others in zip(one.facts.category, other.facts.category, strict=False):
            if own != others:
                break
            same += 1
        score += _CATEGORY * same / len(one.facts.category)
    values = one.facts.colors | one.facts.materials
    others_values = other.facts.colors | other.facts.materials
    if values:
        shared = len(values & others_values) / len(values | others_values)
        gender = 0.5 * (one.facts.gender == other.facts.gender)
        score += _SHARED * (0.5 * shared + gender)
    price, others_price = one.facts.price, other.facts.price
    if price > 0 and others_price > 0 and one.facts.currency == other.facts.currency:
        score += _PRICE * math.exp(-abs(math.log(price / others_price)))
    return score
