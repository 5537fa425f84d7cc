"""Saying what was found: the sentence above the cards, the one question, and the chips."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from langgraph.runtime import Runtime

from assistant.agent.clarify import question
from assistant.agent.notes import allergy_note, never_note, together_note, wish_note
from assistant.agent.phrases import Phrases, money
from assistant.agent.shop import Shop
from assistant.agent.state import Candidates, ConversationState, Draft, Found, ListShown
from assistant.agent.turn import Chip
from assistant.agent.wanted import constraint_in_words, limits_in_words, noun_of
from assistant.agent.whom import for_child
from assistant.intent import Intent
from retrieval.constraints import Constraints

_ASIDE = {"action", "refers_to", "quantity", "language", "ask"}
"""Fields of an intent that are no part of the need."""


def present(state: ConversationState, runtime: Runtime[Shop]) -> ConversationState:
    """Turn what was found into a draft."""
    shop, intent, found = runtime.context, state["parsed"].intent, state["found"]
    phrases = Phrases(intent.language)
    constraints = state["candidates"].constraints
    if found.ranked and not found.misses:
        draft = _fitting(state, shop, phrases)
    else:
        text, chips = _nothing(state, shop, phrases, constraints)
        draft = Draft(text=text, chips=chips, ranked=found.ranked, misses=found.misses)
    notice = state["candidates"].notice + _currency_notice(state, shop, phrases)
    candidates = state["candidates"]
    if candidates.total is None and not candidates.chips:
        notice += together_note(state, phrases)
    chips = [*candidates.chips, *draft.chips]
    draft = draft.model_copy(update={"text": notice + draft.text, "chips": chips})
    listed = [item.hit.product.id for item in found.ranked]
    update: ConversationState = {
        "draft": draft.model_copy(update={"listed": listed} if listed else {})
    }
    if intent.action in {"search", "refine"}:
        update["seen"] = listed
    else:
        update["seen"] = [*state.get("seen", []), *listed]
    if intent.action != "similar" and listed and state.get("focus") not in listed:
        update["focus"] = None  # "add it" after a new list is not about a product of the old one
    if listed:
        need, misses = (
            state.get("need") or {},
            {one: list(found.misses[one]) for one in found.misses},
        )
        update |= turned_to(state, ListShown(listed=listed, need=need, misses=misses))
    return update


def turned_to(state: ConversationState, shown: ListShown) -> ConversationState:
    """The channels that remember ``shown`` as the present list, and the present one as before."""
    present = state.get("list_shown")
    same = present is not None and present["listed"] == shown["listed"]
    return {"list_shown": shown, **({} if same else {"list_before": present})}


def _spoken(constraints: Constraints, shop: Shop) -> Constraints:
    """The constraints as they were applied and as the shop writes them.

    A price in a currency that the shop has no rate for was read as the shop's own.
    """
    as_written = {brand.casefold(): brand for brand in shop.index.facets().brands}
    update: dict[str, object] = {
        name: tuple(as_written.get(one.casefold(), one) for one in getattr(constraints, name))
        for name in ("brands", "exclude_brands")
    }
    if constraints.currency and not shop.index.comparable(constraints.currency):
        update["currency"] = None
    return constraints.model_copy(update=update)


def _limits(state: ConversationState, shop: Shop, phrases: Phrases) -> str:
    parsed = state["parsed"]
    return limits_in_words(
        _spoken(state["candidates"].constraints, shop),
        phrases,
        shop.currency,
        child=for_child(parsed.intent.recipient, parsed.told),
    )


def _currency_notice(state: ConversationState, shop: Shop, phrases: Phrases) -> str:
    """Says once for each price named in a foreign currency without a rate how it was read."""
    intent, before = state["parsed"].intent, state.get("intent") or {}
    named = (intent.currency, intent.price_min, intent.price_max)
    known = (before.get("currency"), before.get("price_min"), before.get("price_max"))
    if named == known or named[1:] == (None, None) or not intent.currency:
        return ""
    if shop.index.comparable(intent.currency):
        return ""
    return phrases("found.notice_currency", own=shop.currency)


def _fitting(state: ConversationState, shop: Shop, phrases: Phrases) -> Draft:
    intent, found, candidates = state["parsed"].intent, state["found"], state["candidates"]
    limits = _limits(state, shop, phrases)
    values = {"count": len(found.ranked), "limits": limits}
    values["what"] = _products(intent, phrases, len(found.ranked))
    asked = question(state, shop, phrases)
    ground = candidates.ground
    if asked is not None:
        meanwhile = phrases("ask.meanwhile") if ground is None else phrases(f"meanwhile.{ground}")
        return Draft(
            text=asked.text + meanwhile,
            ranked=found.ranked,
            chips=asked.chips,
            asked=asked.slot,
            ground=ground,
        )
    if candidates.kinds:
        text = _of_several(candidates, found, limits, phrases, shop.currency)
    elif candidates.like is not None:
        title = shop.index.get([candidates.like])[0].title_in(phrases.language)
        text = phrases("found.similar", title=title)
    elif intent.action == "more":
        text = phrases("found.more", **values)
    elif not intent.query and not limits:
        text = phrases(f"start.{ground or 'popular'}")
    elif intent.action == "refine" and _changed(intent, state.get("intent") or {}):
        text = phrases("found.refined", **values)
    else:
        text = phrases("found.some", **values)
    text += wish_note(state, found, phrases) + never_note(intent, found, phrases)
    text += allergy_note(state, phrases)
    more = len(candidates.hits) > len(found.ranked)
    chips = _next_steps(intent, found, phrases, more)
    return Draft(text=text, ranked=found.ranked, chips=chips, ground=ground)


def _of_several(
    candidates: Candidates, found: Found, limits: str, phrases: Phrases, currency: str
) -> str:
    """How many of each kind are shown, and of which there is nothing."""
    shown = {item.hit.product.id for item in found.ranked}

    def quoted(kinds: Sequence[str]) -> str:
        return phrases.join([phrases("words.quoted", what=one) for one in kinds], "or")

    groups = [
        phrases("several.group", count=len(shown & set(ids)), what=quoted([kind]))
        for kind, ids in candidates.kinds.items()
    ]
    values = {"groups": phrases.join(groups), "limits": limits}
    if candidates.total is not None:
        costs = {"total": candidates.total, "least": candidates.least or 0.0}
        values |= {name: money(amount, currency) for name, amount in costs.items()}
    text = phrases("several.some" if candidates.total is None else "several.together", **values)
    for name in ("missing", "unsold"):
        if kinds := getattr(candidates, name):
            key = "several.none" if name == "missing" else "several.unknown"
            text += phrases(key, what=quoted(kinds))
    return text


def _changed(intent: Intent, before: Mapping[str, Any]) -> bool:
    """Whether the need is another than the one before: else nothing was updated."""
    now = intent.model_dump(mode="json", exclude=_ASIDE)
    return now != {name: before.get(name) for name in now}


def _nothing(
    state: ConversationState, shop: Shop, phrases: Phrases, constraints: Constraints
) -> tuple[str, list[Chip]]:
    intent, found, candidates = state["parsed"].intent, state["found"], state["candidates"]
    constraints = _spoken(constraints, shop)
    limits = _limits(state, shop, phrases)
    noun = noun_of(intent, phrases)
    if candidates.exhausted:
        text = phrases("found.no_more", limits=limits, what=noun)
        return text, chips_of(["restart"], phrases)
    if candidates.unknown_type and not found.ranked:
        return phrases("found.unknown_type_none", what=noun), chips_of(["restart"], phrases)
    if candidates.unknown_type:
        return phrases("found.unknown_type", what=noun), []
    text = phrases("found.nothing", what=noun, limits=limits)
    if candidates.like is not None:
        title = shop.index.get([candidates.like])[0].title_in(phrases.language)
        text = phrases("found.nothing_like", title=title, limits=limits)
    chips: list[Chip] = []
    space = "" if phrases.language == "zh" else " "
    for name, count in list(found.loosened.items())[:2]:
        words = constraint_in_words(name, constraints, phrases)
        text += space + phrases("found.loosen", constraint=words, count=count)
        message = _loosening(name, found, phrases, shop.currency)
        if message:
            chips.append(message)
    if not found.loosened and constraints.names:
        text += space + phrases("found.loosen_several" if found.ranked else "found.loosen_none")
        chips += chips_of(["restart"], phrases)
    if found.ranked:
        text += space + phrases("found.nearest")
    return text, chips


def _loosening(name: str, found: Found, phrases: Phrases, currency: str) -> Chip | None:
    """A chip that loosens a price cap to the nearest product's price."""
    prices = [item.hit.product.charged for item in found.ranked if item.hit.product.charged]
    if name != "price_max" or not prices:
        return None
    cap = money(_round_up(min(prices)), currency)
    return Chip(
        label=phrases("chip.under", value=cap), message=phrases("chip.under_message", value=cap)
    )


def _round_up(price: Decimal) -> Decimal:
    step = Decimal(5) if price < 100 else Decimal(10) if price < 500 else Decimal(50)
    return (price / step).to_integral_value(rounding="ROUND_CEILING") * step


def _next_steps(intent: Intent, found: Found, phrases: Phrases, more: bool) -> list[Chip]:
    names = ["cheaper"] if intent.sort != "price_asc" else []
    if more:
        names.append("more")
    if len(found.ranked) > 1:
        names.append("compare")
    if not intent.on_sale:
        names.append("on_sale")
    if intent.sort != "rating":
        names.append("best_rated")
    return chips_of(names, phrases)


def chips_of(names: list[str], phrases: Phrases) -> list[Chip]:
    """Chips by name, worded in the language."""
    return [
        Chip(label=phrases(f"chip.{name}"), message=phrases(f"chip.{name}_message"))
        for name in names
    ]


def _products(intent: Intent, phrases: Phrases, count: int) -> str:
    """The noun of a found sentence: the kind asked for, said back, or a neutral one."""
    noun = phrases("words.product" if count == 1 else "words.products")
    if intent.product_type is None:
        return noun
    return phrases("found.kind", products=noun, what=noun_of(intent, phrases))
