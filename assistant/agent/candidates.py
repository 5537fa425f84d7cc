"""The products that a need may mean: the search, and what of its hits is no answer."""

from __future__ import annotations

from assistant.agent.shop import Shop
from assistant.agent.whom import (
    age_of,
    for_child,
    for_grown_up,
    made_for_a_child,
    made_for_children,
    made_for_older,
    says_another,
)
from assistant.intent import Intent
from assistant.ranking.carriers import outright
from retrieval.constraints import Constraints
from retrieval.hit import Hit
from retrieval.types import for_animals, kind, speaks_of_animals

CANDIDATES = 200
ENOUGH = 3
"""Things made for children from which on a child is shown no others, where no kind is named."""


def search(
    shop: Shop,
    intent: Intent,
    constraints: Constraints,
    *,
    told: str = "",
) -> list[Hit]:
    """The hits of the need within ``constraints``; all within them where nothing is searched for.

    Args:
        shop: to look into.
        intent: the need.
        constraints: what holds.
        told: the shopper's own words for the need.
    """
    if not intent.query.strip():
        return shop.index.browse(constraints, limit=CANDIDATES)
    return shop.index.search(
        outright(intent.query, intent.features),
        constraints,
        limit=CANDIDATES,
        language=intent.language,
        product_type=_asked_for(shop, intent),
        context=outright(told, intent.features),
    )


def suiting(hits: list[Hit], intent: Intent, told: str) -> list[Hit]:
    """Without children's things for a grown-up, or adults' for a child, while there are others.

    Where no kind of thing is named ("something warm"), without pets' things too, unless an animal
    is spoken of.
    """
    if for_grown_up(intent.recipient):
        hits = [hit for hit in hits if not made_for_children(hit.product)] or hits
    elif for_child(intent.recipient, told):
        age = age_of(intent.recipient or "", told)
        hits = [hit for hit in hits if not made_for_older(hit.product, age)] or hits
        if not intent.product_type:  # "a present for a six year old": no oat milk
            theirs = [hit for hit in hits if made_for_a_child(hit.product, age)]
            hits = theirs if len(theirs) >= ENOUGH else hits
    if not intent.product_type:
        hits = [hit for hit in hits if not says_another(hit.product, intent.recipient)] or hits
    if intent.product_type is None and not speaks_of_animals(f"{intent.query} {told}"):
        hits = [hit for hit in hits if not for_animals(kind(hit.product))] or hits
    return hits


def type_exists(shop: Shop, intent: Intent) -> bool:
    """Whether the shop has anything of the kind asked for."""
    hits = shop.index.search(
        intent.product_type or intent.query,
        limit=20,
        language=intent.language,
        product_type=intent.product_type,
    )
    return any(hit.type_match for hit in hits)


def _asked_for(shop: Shop, intent: Intent) -> str | None:
    """The kind asked for, or the department that is all that is said of it ("kitchen stuff")."""
    if intent.product_type:
        return intent.product_type
    said = dict.fromkeys([intent.query, *intent.features])
    return next((one for one in said if one.strip() and shop.index.names_department(one)), None)
