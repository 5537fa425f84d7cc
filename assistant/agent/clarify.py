"""The one short question, asked when the need is too vague, with answers that can be tapped.

Never twice for the same thing: a slot once asked about is not asked about again until it was
filled, whether or not the shopper answered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import quantiles

from assistant.agent.phrases import Phrases, money
from assistant.agent.shop import Shop
from assistant.agent.state import ConversationState
from assistant.agent.turn import Chip
from assistant.intent import Ask
from retrieval.product import Product

ANSWERS = 4

_FIXED = {
    "recipient": ("for_mum", "for_dad", "for_partner", "for_child", "for_me"),
    "occasion": (
        "occasion_birthday", "occasion_wedding", "occasion_christmas", "occasion_none",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Question:
    """A question about one slot, with its tappable answers."""

    slot: Ask
    text: str
    chips: list[Chip] = field(default_factory=list)


def question(state: ConversationState, shop: Shop, phrases: Phrases) -> Question | None:
    """The question worth asking now, or None where the need is clear or was asked about."""
    intent = state["parsed"].intent
    if intent.action not in {"search", "refine"}:
        return None
    asked = state.get("asked", [])
    slot = next((slot for slot in intent.ask if slot not in asked), None)
    if slot is None:
        return None
    products = [hit.product for hit in state["candidates"].hits]
    return Question(
        slot=slot, text=phrases(f"ask.{slot}"), chips=_answers(slot, products, shop, phrases)
    )


def _answers(slot: Ask, products: list[Product], shop: Shop, phrases: Phrases) -> list[Chip]:
    if slot in _FIXED:
        labels = [phrases(f"chip.{name}") for name in _FIXED[slot]]
    elif slot == "price":
        labels = _price_steps(products, shop.currency, phrases)
    else:
        labels = _common(slot, products, phrases)
    chips = [Chip(label=label, message=label) for label in labels]
    none = Chip(label=phrases("chip.no_preference"), message=phrases("chip.no_preference_message"))
    return [*chips, none]


def _price_steps(products: list[Product], currency: str, phrases: Phrases) -> list[str]:
    prices = sorted(float(item.charged) for item in products if item.charged is not None)
    if len(prices) < ANSWERS:
        return []
    steps = {_round(cut) for cut in quantiles(prices, n=4)}
    return [phrases("chip.under", value=money(step, currency)) for step in sorted(steps)]


def _round(price: float) -> Decimal:
    step = 5 if price < 50 else 10 if price < 200 else 50
    return Decimal(max(step, round(price / step) * step))


def _common(slot: Ask, products: list[Product], phrases: Phrases) -> list[str]:
    """The values that most candidates have, so that any answer leads somewhere."""
    counts = Counter(
        value for product in products for value in _values(slot, product, phrases) if value
    )
    return [value for value, _ in counts.most_common(ANSWERS)]


def _values(slot: Ask, product: Product, phrases: Phrases) -> Iterable[str]:
    match slot:
        case "product_type":
            key = "type_zh" if phrases.language == "zh" else "type"
            kind = product.attributes.get(key)
            return [kind if isinstance(kind, str) else product.category.split(">")[-1].strip()]
        case "size":
            return product.sizes
        case "color":
            return [product.color.lower()]
        case "brand":
            return [product.brand]
        case _:
            return [
                name.replace("_", " ")
                for name, value in product.attributes.items()
                if value is True
            ]
