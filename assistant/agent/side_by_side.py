"""Retrieval for several kinds named side by side (:mod:`assistant.agent.several`)."""

from __future__ import annotations

from assistant.agent.candidates import search, suiting, type_exists
from assistant.agent.phrases import Phrases, money
from assistant.agent.several import (
    Group,
    kinds_wanted,
    least_together,
    means_together,
    shared_out,
    with_need,
)
from assistant.agent.shop import Shop
from assistant.agent.state import Candidates, ConversationState
from assistant.agent.wanted import constraints_of
from assistant.rules.query import compose
from retrieval.values.text import fold


def several_kinds(state: ConversationState, shop: Shop, notice: str) -> ConversationState | None:
    """The candidates of several kinds named side by side; None where it is one, or none fits."""
    parsed, words = state["parsed"], shop.parser.vocabulary
    intent = parsed.intent
    kinds = kinds_wanted(state["message"], intent, words)
    if len(kinds) < 2:
        return None
    kinds = [kind for kind in kinds if kind not in map(fold, intent.exclude)] or kinds
    apart = [one for one in intent.features if not any(kind in one for kind in kinds)]
    intent = intent.model_copy(update={"features": apart})
    seen = tuple(state.get("seen", ())) if intent.action == "more" else ()
    constraints = constraints_of(intent, exclude_ids=seen)
    taken: set[str] = set()
    groups: list[Group] = []
    missing: list[str] = []
    unsold: list[str] = []
    for kind in kinds:
        one = intent.model_copy(update={"product_type": kind})
        one = one.model_copy(update={"query": compose(one)})
        hits = [h for h in search(shop, one, constraints) if h.type_match is not False]
        hits = [hit for hit in suiting(hits, one, parsed.told) if hit.product.id not in taken]
        taken |= {hit.product.id for hit in hits}
        if hits:
            groups.append(Group(kind, hits))
        else:
            (missing if type_exists(shop, one) else unsold).append(kind)
    if not groups:
        end = Candidates(constraints=constraints, exhausted=True, notice=notice)
        return {"candidates": end} if intent.action == "more" else None
    high, least, phrases = intent.price_max, None, Phrases(intent.language)
    own = intent.currency in {None, shop.currency} or not shop.index.comparable(intent.currency)
    several = own and len(groups) > 1
    total = high if several and means_together(f"{parsed.told} {state['message']}") else None
    if total is not None:
        least = least_together(groups)
        shared = shared_out(groups, total)
        if not shared:
            cost = {"least": money(least, shop.currency), "total": money(total, shop.currency)}
            notice += phrases("several.over", **cost)
        groups, total = (shared, total) if shared else (groups, None)
    candidates = Candidates(
        hits=[hit for group in groups for hit in group.hits],
        constraints=constraints if total is None else constraints.without("price_max"),
        kinds={group.kind: [hit.product.id for hit in group.hits] for group in groups}
        if len(kinds) > 1
        else {},
        missing=missing,
        unsold=unsold,
        total=total,
        least=least,
        notice=notice,
    )
    update = {"product_type": phrases.join(kinds), "features": apart}
    return {**with_need(state, update), "candidates": candidates}
