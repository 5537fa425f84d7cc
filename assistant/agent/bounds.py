"""Price bounds that contradict each other or the newest word: the newest word wins, and is said.

Carried state may leave a minimum beside a later, lower cap, or beside "cheaper", and a shopper may
name a range from its upper end. Nothing would fit a range that ends before it begins.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from assistant.agent.phrases import Phrases, money
from assistant.agent.state import ConversationState
from assistant.intent import Intent
from assistant.state import State
from retrieval.values.text import fold

_CHEAPER = re.compile(
    r"\b(?:cheaper|less (?:expensive|pricey)|lower[- ]priced?|more affordable)\b"
    r"|便宜(?:一?[点些]|点儿)|更便宜|再便宜|实惠(?:一?[点些])"
)


def settled(state: ConversationState, currency: str) -> tuple[ConversationState, str]:
    """What to change of the turn's state so that its bounds agree, and how to say it.

    Args:
        state: the turn, parsed.
        currency: the shop's.

    Returns:
        Nothing and an empty notice where the bounds agree.
    """
    parsed = state["parsed"]
    intent, before = parsed.intent, state.get("intent") or {}
    key, update = _reading(intent, before, state["message"])
    if not key:
        return {}, ""
    phrases, shown = Phrases(intent.language), intent.currency or currency
    after = intent.model_copy(update=update)
    notice = phrases(
        f"bounds.{key}",
        low=money(_known(after.price_min, intent.price_min), shown),
        high=money(_known(after.price_max, intent.price_max), shown),
    )
    changed: ConversationState = {"parsed": parsed.model_copy(update={"intent": after})}
    if state.get("need"):
        need = State.load(state["need"])
        same = (need.need.price_min, need.need.price_max) == (intent.price_min, intent.price_max)
        if same:
            settled_need = need.need.model_copy(update=update)
            changed["need"] = {**need.dump(), "need": settled_need.model_dump(mode="json")}
    return changed, notice


def _reading(intent: Intent, before: Mapping[str, Any], message: str) -> tuple[str, dict[str, Any]]:
    low, high = intent.price_min, intent.price_max
    old_low, old_high = before.get("price_min"), before.get("price_max")
    if low is None:
        return "", {}
    if high is not None and low > high:
        if low == old_low:
            return "no_minimum", {"price_min": None}
        if high == old_high:
            return "no_maximum", {"price_max": None}
        return "swapped", {"price_min": high, "price_max": low}
    goes_on = intent.action in {"refine", "search"} and low == old_low
    if goes_on and high == old_high and _CHEAPER.search(fold(message)):
        return "cheaper", {"price_min": None}
    return "", {}


def _known(one: float | None, other: float | None) -> float:
    return one if one is not None else other if other is not None else 0.0
