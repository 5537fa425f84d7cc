"""What is worth asking, by the contract: only where there is no kind and too little is said."""

from __future__ import annotations

from assistant.intent import Ask, Intent


def worth_asking(intent: Intent, *, gift: bool) -> list[Ask]:
    """The slots to ask about, most useful first.

    Args:
        intent: The whole state.
        gift: Whether a gift is looked for.
    """
    if intent.product_type:
        return []
    narrowed = bool(intent.features or intent.brands or intent.materials)
    if gift and intent.recipient and intent.occasion and narrowed:
        return []
    asks: list[Ask] = ["product_type"]
    if intent.price_max is None and intent.price_min is None:
        asks.append("price")
    if gift and not intent.recipient:
        asks.append("recipient")
    if gift and not intent.occasion:
        asks.append("occasion")
    return asks
