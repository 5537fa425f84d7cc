"""Candidates in, the list shown out.

The score is linear: weight times factor, summed, so every contribution is exact. Then:

- a product that is out of stock loses more than anything else can add: it comes last;
- a promotion counts only from a relevance of ``promotion_floor`` up, and adds at most its weight;
- diversity (maximal marginal relevance, Carbonell and Goldstein 1998): a product like one placed
  above loses ``diversity`` times their likeness, 1 for variants of one model. The loss is part of
  the score, so the list is still in order of score and still adds up.

Hence the promise: a product whose score without promotion is ahead of another's by more than the
promotion and diversity weights together stays ahead of it, whatever the offers.

Where the shopper asks for another order (cheapest first), it holds among the products that are an
answer at all (the relevance floor), and diversity does not interfere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.agent.turn import Offer
from assistant.intent import Sort
from assistant.ranking.affinity import NOTHING, Factor
from assistant.ranking.context import Ranked, RankingContext
from assistant.ranking.factors import Factors
from assistant.ranking.weights import Weights
from retrieval.hit import Hit
from retrieval.product import Product
from retrieval.values.text import fold

NEGATIVE = frozenset({"dislikes"})
SAME_BRAND, SAME_TYPE = 0.15, 0.15


def rank(
    hits: Sequence[Hit], context: RankingContext, weights: Weights, *, limit: int
) -> list[Ranked]:
    """The best ``limit`` candidates, in the order to show them.

    Args:
        hits: the candidates; each product once.
        context: the turn.
        weights: what each factor counts.
        limit: how many to return, 0 or more.
    """
    candidates = Factors(hits, context)
    scored = [_score(hit, context, weights, candidates) for hit in hits]
    scored.sort(key=lambda one: (-one.score, one.hit.product.id))
    if context.intent.sort == "relevance":
        picked = _diverse(scored, weights.diversity, limit)
    else:
        picked = _sorted(scored, context.intent.sort, weights.sort_floor)[: max(limit, 0)]
    means = _means(scored)
    return [_ranked(one, means) for one in picked]


@dataclass(frozen=True)
class _Scored:
    """A candidate on the way: light, because most of them are not shown."""

    hit: Hit
    score: float
    contributions: dict[str, float]
    factors: dict[str, Factor]
    offer: Offer | None


def _score(hit: Hit, context: RankingContext, weights: Weights, candidates: Factors) -> _Scored:
    offer = next(iter(context.offers(hit.product)), None)
    values = candidates.of(hit, offer)
    if hit.relevance < weights.promotion_floor:
        values["promotion"] = NOTHING
    contributions = {
        name: (-1 if name in NEGATIVE else 1) * getattr(weights, name) * factor.value + 0.0
        for name, factor in values.items()
    }
    if hit.product.availability == "out_of_stock":
        contributions["availability"] = -weights.unavailable
    return _Scored(hit, sum(contributions.values()), contributions, values, offer)


def _means(scored: Sequence[_Scored]) -> dict[str, float]:
    """The candidates' mean contribution by factor: what is above it decides."""
    sums: dict[str, float] = defaultdict(float)
    for one in scored:
        for name, value in one.contributions.items():
            sums[name] += value
    return {name: total / len(scored) for name, total in sums.items()}


def _ranked(one: _Scored, means: Mapping[str, float]) -> Ranked:
    return Ranked(
        hit=one.hit,
        score=one.score,
        contributions=one.contributions,
        margins={name: value - means.get(name, 0.0) for name, value in one.contributions.items()},
        evidence={name: each.evidence for name, each in one.factors.items() if each.evidence},
        offer=one.offer,
    )


def _diverse(scored: Sequence[_Scored], weight: float, limit: int) -> list[_Scored]:
    """Greedy maximal marginal relevance; ``scored`` comes best first."""
    kinds = [_kind(one.hit.product) for one in scored]
    brands = [fold(one.hit.product.brand) for one in scored]
    several_kinds = len(set(kinds)) > 1
    likeness = [0.0] * len(scored)
    left = list(range(len(scored)))
    picked: list[_Scored] = []
    while left and len(picked) < limit:
        best = max(left, key=lambda at: (scored[at].score - weight * likeness[at], -at))
        left.remove(best)
        picked.append(_penalised(scored[best], weight * likeness[best]))
        group = scored[best].hit.product.item_group_id
        for at in left:
            if group and scored[at].hit.product.item_group_id == group:
                likeness[at] = 1.0
            else:
                same_brand = bool(brands[at]) and brands[at] == brands[best]
                same_kind = several_kinds and kinds[at] == kinds[best]
                alike = SAME_BRAND * same_brand + SAME_TYPE * same_kind
                likeness[at] = max(likeness[at], alike)
    return picked


def _kind(product: Product) -> str:
    kind = product.attributes.get("type")
    return fold(kind) if isinstance(kind, str) and kind else fold(product.category)


def _penalised(one: _Scored, penalty: float) -> _Scored:
    if penalty <= 0:
        return one
    contributions = {**one.contributions, "diversity": -penalty}
    return replace(one, contributions=contributions, score=sum(contributions.values()))


def _sorted(scored: Sequence[_Scored], sort: Sort, floor: float) -> list[_Scored]:
    key = _SORT_KEYS[sort]

    def place(one: _Scored) -> tuple[bool, bool, bool, float, float, str]:
        product = one.hit.product
        value = key(product)
        return (
            product.availability == "out_of_stock",
            not _answers(one.hit, floor),
            value is None,
            0.0 if value is None else value,
            -one.score,
            product.id,
        )

    return sorted(scored, key=place)


def _answers(hit: Hit, floor: float) -> bool:
    # A hit of the asked type is an answer however weak its words; one of another type is none.
    of_type: bool | None = getattr(hit, "type_match", None)
    return hit.relevance >= floor if of_type is None else of_type


def _price(product: Product) -> float | None:
    return None if product.charged is None else float(product.charged)


def _negated(value: float | None) -> float | None:
    return None if value is None else -value


def _discount(product: Product) -> float | None:
    if not product.discounted or not product.price or product.charged is None:
        return None
    return -float(1 - product.charged / product.price)


def _age(released: date | None) -> float | None:
    return None if released is None else -float(released.toordinal())


_SORT_KEYS: dict[Sort, Callable[[Product], float | None]] = {
    "price_asc": _price,
    "price_desc": lambda product: _negated(_price(product)),
    "rating": lambda product: _negated(product.rating),
    "popularity": lambda product: _negated(product.sales),
    "newest": lambda product: _age(product.released),
    "discount": _discount,
}
