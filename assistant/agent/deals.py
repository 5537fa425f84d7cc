"""The promotions step: what applies to this shopper, in the shop or on what they look for.

A question that names neither a product nor the whole shop is about what is being looked for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from langgraph.runtime import Runtime

from assistant.agent.candidates import CANDIDATES
from assistant.agent.codes import code_reply
from assistant.agent.find import ranked_in, ranking_context
from assistant.agent.nudge import personal_offers
from assistant.agent.phrases import Phrases
from assistant.agent.present import chips_of
from assistant.agent.reference import referred
from assistant.agent.shop import Shop
from assistant.agent.state import ConversationState, Draft
from assistant.agent.turn import Chip, Offer
from assistant.agent.wanted import constraints_of
from assistant.intent import Intent
from assistant.promotions.model import Scope
from assistant.promotions.offers import title_of
from assistant.rules.bargaining import bargains
from retrieval.hit import Hit
from retrieval.values.text import fold

MOST_OFFERS = 8
_EVERYWHERE = re.compile(
    r"\b(?:for me|my|i can|anything else|what else|any other|all|every\w*|whole|general|shop|store"
    r"|site|here|now|today|moment|current\w*|running)\b"
    r"|给我|我能|我可以|适合我|我有|全部|所有|全场|店|你们|其他|其它|别的|今天|现在|最近|目前"
)
"""What makes a question one about the shop, whatever is being looked for."""
_SHOWN = 6
_LIMITS = (
    "price_min", "price_max", "currency", "brands", "exclude_brands", "colors", "exclude_colors",
    "sizes", "materials", "exclude", "recipient", "min_rating", "on_sale",
)  # fmt: skip


def promotions(state: ConversationState, runtime: Runtime[Shop]) -> ConversationState:
    """List the offers that apply now; with a need or a product named, those on it only."""
    shop = runtime.context
    phrases = Phrases(state["parsed"].intent.language)
    code = code_reply(state, shop, phrases)
    if code is not None:
        return code
    listed = _listed(state, shop, phrases)
    if bargains(state["message"]):
        text = phrases("promotions.fixed") + listed.text
        listed = listed.model_copy(update={"text": text})
    return {"draft": listed}


def _listed(state: ConversationState, shop: Shop, phrases: Phrases) -> Draft:
    intent = state["parsed"].intent
    before = (state.get("intent") or {}).get("query")
    thing = bool(intent.product_type or intent.brands)  # "warm, for father" is no thing on offer
    if intent.refers_to or (thing and (intent.query != before or _named(state))):
        return _on_products(state, shop, phrases)
    if intent.product_type and not _EVERYWHERE.search(fold(state["message"])):
        return _on_products(state, shop, phrases)
    now = datetime.now(UTC)
    profile = shop.profiles.get(state.get("user_id"), session_id=state["conversation_id"], now=now)
    own = personal_offers(shop, profile, phrases, now=now)
    theirs = {one.promotion_id for one in own}
    others = [
        Offer(promotion_id=one.id, title=title_of(one, phrases.language), code=one.code)
        for one in shop.promotions.active(profile, now=now)
        if one.id not in theirs
    ]
    offers = [*own, *others][:MOST_OFFERS]
    key = "none" if not offers else "one" if len(offers) == 1 else "some"
    return Draft(
        text=phrases(f"promotions.{key}", count=len(offers)),
        offers=offers,
        chips=chips_of(["on_sale", "cart"], phrases),
    )


def _named(state: ConversationState) -> bool:
    """Whether the message names again what was looked for before ("any deals on kettles?")."""
    kind = state["parsed"].intent.product_type
    return bool(kind) and fold(kind or "") in fold(state["message"])


def _asked_now(intent: Intent, before: Mapping[str, Any]) -> Intent:
    """The intent without the limits of the need before, where another kind is asked about.

    The state is carried through a question about deals, but "any deals on coffee?" after blue shoes
    asks for no blue coffee.
    """
    if not before.get("product_type") or intent.product_type == before["product_type"]:
        return intent
    fields = Intent.model_fields
    none = {name: fields[name].get_default(call_default_factory=True) for name in _LIMITS}
    carried = {
        name: value
        for name, value in none.items()
        if getattr(intent, name) == before.get(name, value)
    }
    return intent.model_copy(update=carried)


def _on_products(state: ConversationState, shop: Shop, phrases: Phrases) -> Draft:
    """Products asked about that are reduced or have an offer, best ranked first."""
    intent = state["parsed"].intent
    context = ranking_context(state, shop)
    if intent.refers_to:
        products = referred(state, intent, shop)
        hits = [Hit(product=product, relevance=1.0) for product in products]
        noun = phrases.join([product.title_in(phrases.language) for product in products])
    else:
        noun = intent.product_type or intent.query
        hits = shop.index.search(
            intent.query,
            constraints_of(_asked_now(intent, state.get("intent") or {})),
            limit=CANDIDATES,
            language=intent.language,
            product_type=intent.product_type,
        )
        hits = [hit for hit in hits if hit.type_match is not False]
    reduced = [hit for hit in hits if hit.product.discounted or context.offers(hit.product)]
    ranked = ranked_in(state, shop, reduced, context, limit=_SHOWN)
    seen: dict[str, Offer] = {}
    for hit in [item.hit for item in ranked] + reduced:
        for offer in context.offers(hit.product):
            seen.setdefault(offer.promotion_id, offer)
    everywhere = Chip(label=phrases("promotions.all"), message=phrases("promotions.all_message"))
    if not ranked:
        others = _on_any_order(state, shop, phrases)
        more = phrases("promotions.on_any_order") if others else ""
        return Draft(
            text=phrases("promotions.none_on_products", what=noun) + more,
            offers=others,
            chips=[everywhere],
        )
    return Draft(
        text=phrases("promotions.on_products", what=noun),
        ranked=ranked,
        offers=[
            offer.model_copy(update={"price_after": None})
            for offer in list(seen.values())[:MOST_OFFERS]
        ],
        chips=[*chips_of(["cheaper", "cart"], phrases), everywhere],
        listed=[item.hit.product.id for item in ranked],
    )


def _on_any_order(state: ConversationState, shop: Shop, phrases: Phrases) -> list[Offer]:
    """The shopper's offers that cover whatever is ordered."""
    now = datetime.now(UTC)
    profile = shop.profiles.get(state.get("user_id"), session_id=state["conversation_id"], now=now)
    return [
        Offer(promotion_id=one.id, title=title_of(one, phrases.language), code=one.code)
        for one in shop.promotions.active(profile, now=now)
        if one.scope == Scope() and one.kind != "bundle"
    ][:MOST_OFFERS]
