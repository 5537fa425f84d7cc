"""The steps that speak about products already shown: details and compare."""

from __future__ import annotations

from langgraph.runtime import Runtime

from assistant.agent.details import answer, label_of, told_attributes, value_in_words
from assistant.agent.phrases import Phrases
from assistant.agent.present import chips_of
from assistant.agent.reference import referred
from assistant.agent.shop import Shop
from assistant.agent.state import ConversationState, Draft
from assistant.agent.turn import Chip, Comparison
from retrieval.product import Product

MOST_COMPARED = 4

_COMPARED = (
    "price", "brand", "rating", "availability", "color", "sizes", "material", "gender", "age_group",
)  # fmt: skip


def details(state: ConversationState, runtime: Runtime[Shop]) -> ConversationState:
    """Answer a question about one shown product from its own fields."""
    shop, intent = runtime.context, state["parsed"].intent
    phrases = Phrases(intent.language)
    products = referred(state, intent, shop)
    if not products:
        return {"draft": Draft(text=which(state, phrases), chips=place_chips(state, phrases))}
    product = products[0]
    text = answer(product, state["message"], phrases)
    return {"draft": Draft(text=text, focus=product.id), "focus": product.id}


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


def comparison(products: list[Product], phrases: Phrases) -> Comparison:
    """A table of what differs: a row a field, a column a product, in the order given."""
    names = [*_COMPARED]
    for product in products:
        names += [name for name in told_attributes(product) if name not in names]
    rows = []
    for name in names:
        values = [value_in_words(product, name, phrases) or "–" for product in products]
        if len(set(values)) > 1:
            rows.append((_heading(label_of(name, phrases)), values))
    return Comparison(
        columns=[product.title_in(phrases.language) for product in products], rows=rows
    )


def _heading(label: str) -> str:
    """A field's name as a row's heading: "the price" is `Price`."""
    bare = label.removeprefix("the ")
    return bare[:1].upper() + bare[1:]


def which(state: ConversationState, phrases: Phrases) -> str:
    """The question back where it cannot be told which product is meant."""
    return phrases("which.one" if state.get("listed") else "which.none")


def place_chips(state: ConversationState, phrases: Phrases) -> list[Chip]:
    """A chip a listed product, by its number."""
    places = range(1, min(len(state.get("listed", [])), MOST_COMPARED) + 1)
    labels = [phrases("chip.number", value=place) for place in places]
    return [Chip(label=label, message=label) for label in labels]
