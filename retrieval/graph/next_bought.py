"""What who buys a product is likely to buy next, by the shop's fitted recommender.

The recommender (:mod:`retrieval.recommend`) is asked with the product as all that was ever bought.
It weighs what follows it, what is in the same hands, likeness, brand, kind and popularity by what
shoppers of this shop did, which counting pairs alone cannot: most pairs have no two shoppers. A
pair that one shopper alone made does not count.

What it says counts for as much as purchases of the product stand behind it, ``n / (n + 2)``, the
shrinkage that pairs have; below the first of its list a score falls as the model's does,
``exp(s - s_first)``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from retrieval.graph.cooccurrence import SHRINKAGE
from retrieval.graph.edge import Evidence, ReasonCode
from retrieval.recommend import Recommender
from retrieval.recommend.associations import counts_of


class Likely(NamedTuple):
    """A product that is likely to be bought next."""

    id: str
    score: float
    """In (0, 1)."""


def likely_next(recommender: Recommender, variants: Sequence[str], limit: int) -> list[Likely]:
    """What is likely to be bought after one of ``variants``, the likeliest first.

    Args:
        recommender: the shop's.
        variants: ids of one model; the one bought most is asked about.
        limit: how many, at most.

    Returns:
        Never one of ``variants``; nothing where the recommender has seen none of them bought.
    """
    row = recommender.scene.items.row
    counts = counts_of(recommender.scene.associations.popular)
    known = [one for one in variants if one in row]
    asked = max(known, key=lambda one: float(counts[row[one]]), default=None)
    if asked is None or (times := float(counts[row[asked]])) < 1 / 2:
        return []
    found = recommender.recommend([asked], limit, exclude=variants, for_everyone=True)
    trust = times / (times + SHRINKAGE)
    return [Likely(one.id, trust * math.exp(one.score - found[0].score)) for one in found]


def why_next(model: str, together: Mapping[str, tuple[int, bool]]) -> tuple[ReasonCode, Evidence]:
    """The reason to give: the shoppers who did it where there are two, else that it is likely.

    Args:
        model: what is likely to be bought.
        together: the shoppers who bought a model with the one asked about, and whether they
            had that one itself (or one like it).
    """
    if (seen := together.get(model)) is None:
        return "bought_next", {}
    shoppers, own = seen
    return ("bought_together" if own else "bought_with_alike"), {"shoppers": shoppers}
