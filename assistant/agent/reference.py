"""Which shown product a turn is about.

In order: the one product talked about where only "it" is said; the places the turn names
(``refers_to``, counted within the list last shown); a product named outright (matched against the
list last shown, then searched for); the one product talked about; the only one in the list.
Otherwise nothing, and the shopper is asked.
"""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from assistant.agent.shop import Shop
from assistant.agent.state import ConversationState
from assistant.agent.wanted import constraints_of
from assistant.intent import Intent
from assistant.references import says_it
from retrieval.product import Product

_NAMED = 75.0
"""Least partial-match score (0-100) at which a query is taken to name a listed product."""


def referred(
    state: ConversationState, intent: Intent, shop: Shop, *, among: Sequence[str] | None = None
) -> list[Product]:
    """The products the turn refers to, in the order named; empty if that cannot be told.

    Args:
        state: the conversation so far.
        intent: what the turn says.
        shop: to look products up.
        among: the list that is counted and matched within; by default the one last shown.
    """
    listed = list(state.get("listed", []) if among is None else among)
    focus = state.get("focus")
    if intent.refers_to:
        titles = [product.title for product in shop.index.get(listed)]
        it = focus in listed and says_it(state["message"], titles)
        chosen = (
            [focus]
            if it and focus
            else [listed[place - 1] for place in intent.refers_to if place <= len(listed)]
        )
        return shop.index.get(chosen)
    before = state.get("intent") or {}
    named = intent.query if intent.query != before.get("query") else ""
    if named:
        match = _by_name(named, shop.index.get(listed))
        if match is not None:
            return [match]
        if among is None:
            hits = shop.index.search(
                named,
                constraints_of(intent),
                limit=1,
                language=intent.language,
                product_type=intent.product_type,
            )
            return [hit.product for hit in hits if hit.type_match is not False]
        return []
    if focus and (among is None or focus in listed):
        return shop.index.get([focus])
    return shop.index.get(listed) if len(listed) == 1 else []


def _by_name(name: str, products: Sequence[Product]) -> Product | None:
    wanted = name.casefold()
    scored = [
        (
            max(
                fuzz.token_set_ratio(wanted, text.casefold())
                if " " in wanted
                else fuzz.partial_ratio(wanted, text.casefold())
                for text in (product.title, product.title_in("zh"))
            ),
            -place,
            product,
        )
        for place, product in enumerate(products)
    ]
    best = max(scored, key=lambda row: row[:2], default=None)
    return best[2] if best is not None and best[0] >= _NAMED else None
