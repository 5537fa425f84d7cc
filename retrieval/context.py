"""What a conversation said besides its query, blended into the order of a search.

A query made of slots is exact but drops words that no slot holds; the shopper's own words hold them
all, but remarks too. So the query leads, and the nearness of a product to all that was said of the
need in their own words is added at a lower weight. What they refused is kept out by constraints,
not here; a figure of a price may bring up a product that names the same figure.
"""

from __future__ import annotations

import numpy as np

from retrieval.fusion import min_max
from retrieval.search import Scored


def blended(found: Scored, about: Scored, weight: float) -> Scored:
    """``found`` with ``weight`` times the relevance that ``about`` gives the same products.

    Args:
        found: The search by the query, ``n`` candidates.
        about: The search by what was said, over the same snapshot and constraints.
        weight: How much it counts beside the query, 0 or more.

    Returns:
        The candidates of both, best first, relevance in [0, 1]; a product that only one of them
        found has no relevance from the other. Raw scores are those of ``found`` (NaN where it has
        none).
    """
    rows = np.union1d(found.rows, about.rows)
    own, other = np.zeros(len(rows)), np.zeros(len(rows))
    places = np.searchsorted(rows, found.rows)
    own[places] = found.relevance
    other[np.searchsorted(rows, about.rows)] = about.relevance
    total = own + weight * other
    order = np.argsort(-total, kind="stable")
    scores = {}
    for name, values in found.scores.items():
        spread = np.full(len(rows), np.nan)
        spread[places] = values
        scores[name] = spread[order]
    return Scored(rows[order], min_max(total)[order], scores)
