"""The steps that speak about products already shown: details and compare."""

from __future__ import annotations

import re

from langgraph.runtime import Runtime

from assistant.agent.details import (
    answer,
    asked_of_each,
    asks_for_everything,
    space,
    told_attributes,
)
from assistant.agent.field_words import bare_label, value_in_words
from assistant.agent.phrases import Phrases
from assistant.agent.present import chips_of
from assistant.agent.reference import compared, referred
from assistant.agent.shop import Shop
from assistant.agent.state import ConversationState, Draft
from assistant.agent.turn import Chip, Comparison
from assistant.agent.why import MOST_EXPLAINED, asks_why, why
from retrieval.product import Product

MOST_COMPARED = 4
MOST_ASKED = 6
_OF_ALL = re.compile(r"\b(?:which|any of|they|them|these|those|each|all)\b|哪|都|这些|各")

_WHICH = re.compile(
    r"\bwhich\b(?: one)? (?:has|have|is|are|of|lasts?|comes?|weighs?|can|does|would)\b"
)

_COMPARED = (
    "price", "brand", "rating", "availability", "color", "sizes", "material", "gender", "age_group",
)  # fmt: skip


def details(state: ConversationState, runtime: Runtime[Shop]) -> ConversationState:
    """Answer a question about one shown product from its own fields."""
    shop, intent = runtime.context, state["parsed"].intent
    phrases = Phrases(intent.language)
    products = referred(state, intent, shop)
    asked_of = _asked_of(state, products, shop)
    if asks_why(state["message"]):
        several = [] if intent.refers_to else _asked_of(state, [], shop)
        if products or several:
            return _explained(several or products, state, runtime)
    if asked_of:
        names = asked_of_each(asked_of, state["message"])
        if names:
            table = comparison(asked_of, phrases, names)
            return {"draft": Draft(text=phrases("details.each"), comparison=table)}
        if not asks_for_everything(state["message"]):
            return {"draft": Draft(text=phrases("details.unknown_each"))}
        told = [answer(one, state["message"], phrases) for one in asked_of[:MOST_EXPLAINED]]
        return {"draft": Draft(text=space(phrases).join(told))}
    if not products:
        return {"draft": Draft(text=which(state, phrases), chips=place_chips(state, phrases))}
    product = products[0]
    text = answer(product, state["message"], phrases)
    return {"draft": Draft(text=text, focus=product.id), "focus": product.id}


def _explained(
    products: list[Product], state: ConversationState, runtime: Runtime[Shop]
) -> ConversationState:
    text = why(products, state, runtime, Phrases(state["parsed"].intent.language))
    if len(products) > 1:
        return {"draft": Draft(text=text)}
    return {"draft": Draft(text=text, focus=products[0].id), "focus": products[0].id}


def _asked_of(state: ConversationState, products: list[Product], shop: Shop) -> list[Product]:
    """The several products that one question is about: those named, or "which of them" the list."""
    if len(products) > 1:
        return products[:MOST_ASKED]
    listed = state.get("listed", [])
    if _WHICH.search(state["message"].casefold()) and not state["parsed"].intent.refers_to:
        places = compared(state)  # "which has the longer battery life?" of the two just compared
        products = [] if products and len(listed) > 1 else products
        if places:
            return shop.index.get([listed[at - 1] for at in places if at <= len(listed)])
    if products or len(listed) < 2:
        return []
    shown = shop.index.get(listed[:MOST_ASKED])
    if _OF_ALL.search(state["message"].casefold()) or asked_of_each(shown, state["message"]):
        return shown  # "what is it made of?" of a whole list is answered for each
    return []


def compare(state: ConversationState, runtime: Runtime[Shop]) -> ConversationState:
    """Put shown products side by side: those named, else the first two of the list."""
    shop, intent = runtime.context, state["parsed"].intent
    phrases = Phrases(intent.language)
    products = referred(state, intent, shop)
    listed = state.get("listed", [])
    if len(products) < 2 and not intent.refers_to:
        products = shop.index.get(listed[:2])
    if len(products) < 2:
        return {"draft": Draft(text=phrases("which.two" if listed else "which.none"))}
    table = comparison(products[:MOST_COMPARED], phrases)
    text = phrases("compare.text" if table.rows else "compare.same")
    return {
        "draft": Draft(text=text, comparison=table, chips=chips_of(["cheaper", "more"], phrases))
    }


def comparison(
    products: list[Product], phrases: Phrases, asked: list[str] | None = None
) -> Comparison:
    """A table: a row a field, a column a product, in the order given.

    Args:
        products: the columns.
        phrases: the language.
        asked: the fields asked about, told whether they differ or not; None for what differs.
    """
    names = [*_COMPARED] if asked is None else asked
    for product in products if asked is None else ():
        names += [name for name in told_attributes(product) if name not in names]
    rows = []
    for name in names:
        values = [value_in_words(product, name, phrases) or "–" for product in products]
        if asked is not None or len(set(values)) > 1:
            rows.append((_heading(bare_label(name, phrases)), values))
    return Comparison(
        columns=[product.title_in(phrases.language) for product in products], rows=rows
    )


def _heading(label: str) -> str:
    return label[:1].upper() + label[1:]


def which(state: ConversationState, phrases: Phrases) -> str:
    """The question back where it cannot be told which product is meant."""
    return phrases("which.one" if state.get("listed") else "which.none")


def place_chips(state: ConversationState, phrases: Phrases) -> list[Chip]:
    """A chip a listed product, by its number."""
    places = range(1, min(len(state.get("listed", [])), MOST_COMPARED) + 1)
    labels = [phrases("chip.number", value=place) for place in places]
    return [Chip(label=label, message=label) for label in labels]
