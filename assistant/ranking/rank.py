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

from collections.abc import Callable, Sequence
from datetime import date

from assistant.agent.turn import Offer
from assistant.intent import Sort
from assistant.ranking.context import Ranked, RankingContext
from assistant.ranking.factors import Factor, ListScale, factors
from assistant.ranking.weights import Weights
from retrieval.hit import Hit
from retrieval.product import Product
from retrieval.values.text import fold

NEGATIVE = frozenset({"dislikes"})
SAME_BRAND, SAME_TYPE = 0.3, 0.3


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
    scale = ListScale.of(hits, context.popularity)
    scored = [_scored(hit, context, weights, scale) for hit in hits]
    scored.sort(key=lambda one: (-one.score, one.hit.product.id))
    with_margins = _with_margins(scored)
    if context.intent.sort == "relevance":
        return _diverse(with_margins, weights.diversity, limit)
    ordered = _sorted(with_margins, context.intent.sort, weights.sort_floor)
    return ordered[: max(limit, 0)]


def _scored(hit: Hit, context: RankingContext, weights: Weights, scale: ListScale) -> Ranked:
    offer = next(iter(context.offers(hit.product)), None)
    values = factors(hit, context, scale, offer)
    if hit.relevance < weights.promotion_floor:
        values["promotion"] = Factor(0.0)
    contributions = {
        name: (-1 if name in NEGATIVE else 1) * getattr(weights, name) * factor.value + 0.0
        for name, factor in values.items()
    }
    if hit.product.availability == "out_of_stock":
        contributions["availability"] = -weights.unavailable
    return _ranked(hit, contributions, values, offer)


def _ranked(
    hit: Hit, contributions: dict[str, float], values: dict[str, Factor], offer: Offer | None
) -> Ranked:
    return Ranked(
        hit=hit,
        score=sum(contributions.values()),
        contributions=contributions,
        evidence={name: factor.evidence for name, factor in values.items() if factor.evidence},
        offer=offer,
    )


def _with_margins(scored: Sequence[Ranked]) -> list[Ranked]:
    """Note how far each contribution lies above the candidates' mean: that is what decides."""
    names = {name for one in scored for name in one.contributions}
    means = {
        name: sum(one.contributions.get(name, 0.0) for one in scored) / len(scored)
        for name in names
    }
    return [
        one.model_copy(
            update={
                "margins": {name: value - means[name] for name, value in one.contributions.items()}
            }
        )
        for one in scored
    ]


def _diverse(scored: Sequence[Ranked], weight: float, limit: int) -> list[Ranked]:
    """Greedy maximal marginal relevance; ``scored`` comes best first."""
    kinds = [_kind(one.hit.product) for one in scored]
    several_kinds = len(set(kinds)) > 1
    likeness = [0.0] * len(scored)
    left = list(range(len(scored)))
    picked: list[Ranked] = []
    while left and len(picked) < limit:
        best = max(left, key=lambda at: (scored[at].score - weight * likeness[at], -at))
        left.remove(best)
        picked.append(_penalised(scored[best], weight * likeness[best]))
        chosen = scored[best].hit.product
        for at in left:
            other = scored[at].hit.product
            same_kind = several_kinds and kinds[at] == kinds[best]
            likeness[at] = max(likeness[at], alike(chosen, other, same_kind=same_kind))
    return picked


def alike(one: Product, other: Product, *, same_kind: bool) -> float:
    """How much alike two products are, in [0, 1]; variants of one model are 1."""
    if one.item_group_id and one.item_group_id == other.item_group_id:
        return 1.0
    brand = bool(one.brand) and fold(one.brand) == fold(other.brand)
    return SAME_BRAND * brand + SAME_TYPE * same_kind


def _kind(product: Product) -> str:
    kind = product.attributes.get("type")
    return fold(kind) if isinstance(kind, str) and kind else fold(product.category)


def _penalised(one: Ranked, penalty: float) -> Ranked:
    if penalty <= 0:
        return one
    contributions = {**one.contributions, "diversity": -penalty}
    return one.model_copy(
        update={"contributions": contributions, "score": sum(contributions.values())}
    )


def _sorted(scored: Sequence[Ranked], sort: Sort, floor: float) -> list[Ranked]:
    key = _SORT_KEYS[sort]

    def place(one: Ranked) -> tuple[bool, bool, bool, float, float, str]:
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
