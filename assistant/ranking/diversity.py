"""Three cards that are not the same bag: maximal marginal relevance (Carbonell and Goldstein 1998).

A product like one placed above loses ``weight`` times their likeness. Likeness is 1 for variants of
one model, and else the sum of what the two have in common: brand, kind (where the list has several
kinds). The loss is part of the score, so the list is still in order of score.

What is known of the shopper adds to some candidates and not to others, so it moves the scores apart
and the same ``weight`` separates like from unlike no longer: a known shopper would see more of the
same than a stranger. The weight is therefore widened by as much as the scores are
(:func:`widening`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from retrieval.product import Product
from retrieval.values.text import fold

SAME_BRAND, SAME_TYPE = 0.15, 0.15
PERSONAL = ("profile", "session", "dislikes", "price_fit")
"""The factors that differ from shopper to shopper."""
MOST_WIDENING = 2.0


class Likeness:
    """How alike the candidates of one list are, by columns of coded values."""

    def __init__(self, products: Sequence[Product]) -> None:
        """Code the values of ``products``."""
        self._groups = _coded([product.item_group_id for product in products])
        self._brands = _coded([fold(product.brand) for product in products])
        kinds = [kind_of(product) for product in products]
        self._kinds = _coded(kinds if len(set(kinds)) > 1 else [""] * len(kinds))

    def to(self, at: int) -> npt.NDArray[np.float64]:
        """The likeness in [0, 1] of every candidate to the one at place ``at``."""
        alike = SAME_BRAND * _same(self._brands, at) + SAME_TYPE * _same(self._kinds, at)
        return np.asarray(np.where(_same(self._groups, at), 1.0, alike), dtype=np.float64)


def diverse(
    scores: npt.NDArray[np.float64], likeness: Likeness, weight: float, limit: int
) -> list[tuple[int, float]]:
    """The places of the best ``limit`` candidates in order, each with what likeness takes off.

    Args:
        scores: of the candidates, the best first.
        likeness: of the same candidates.
        weight: what a likeness of 1 costs.
        limit: how many to pick.
    """
    penalties = np.zeros(len(scores))
    left = np.ones(len(scores), dtype=bool)
    picked: list[tuple[int, float]] = []
    while len(picked) < min(limit, len(scores)):
        best = int(np.argmax(np.where(left, scores - penalties, -np.inf)))
        left[best] = False
        picked.append((best, float(penalties[best])))
        if weight > 0:
            penalties = np.maximum(penalties, weight * likeness.to(best))
    return picked


def widening(scores: npt.NDArray[np.float64], personal: npt.NDArray[np.float64]) -> float:
    """How many times as far apart the scores are as without ``personal``: 1 to 2.

    ``d(s) / d(s - p)`` with ``d`` the mean absolute deviation, which a few disliked products far
    below the rest do not rule, as they would a standard deviation. 1 where nothing is known.

    Args:
        scores: of the candidates in stock.
        personal: the part of each that comes from what is known of the shopper.
    """
    if len(scores) < 2 or np.ptp(personal) < 1e-12:
        return 1.0
    alone = _deviation(scores - personal)
    if alone < 1e-12:
        return MOST_WIDENING
    return float(min(max(_deviation(scores) / alone, 1.0), MOST_WIDENING))


def _deviation(values: npt.NDArray[np.float64]) -> float:
    return float(np.abs(values - values.mean()).mean())


def kind_of(product: Product) -> str:
    """The kind the shop files it under."""
    kind = product.attributes.get("type")
    return fold(kind) if isinstance(kind, str) and kind else fold(product.category)


def _coded(values: Sequence[str]) -> npt.NDArray[np.int64]:
    """Equal values get equal codes; an empty one is like nothing."""
    codes: dict[str, int] = {}
    return np.array(
        [codes.setdefault(value, len(codes)) if value else -1 for value in values], dtype=np.int64
    )


def _same(codes: npt.NDArray[np.int64], at: int) -> npt.NDArray[np.bool_]:
    own = codes[at]
    return np.asarray((codes == own) & (own >= 0), dtype=np.bool_)
