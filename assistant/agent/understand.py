"""The parse step: the shopper's words and what was said before, to the intent."""

from __future__ import annotations

from langgraph.runtime import Runtime

from assistant.agent.basket import codes_in
from assistant.agent.shop import Shop
from assistant.agent.state import ConversationState
from assistant.agent.timing import timed
from assistant.intent import Intent, Message
from assistant.promotions.store import code_key


@timed("parse")
def understand(state: ConversationState, runtime: Runtime[Shop]) -> ConversationState:
    """Parse the message in its conversation; note coupon codes and slots now filled."""
    shop, text = runtime.context, state["message"]
    history = [Message.model_validate(message) for message in state.get("messages", [])]
    parsed = shop.parser.parse([*history, Message(role="user", content=text)])
    known = {code_key(one.code) for one in shop.promotions.store.all() if one.code}
    codes = [*state.get("codes", []), *codes_in(text, known)]
    return {
        "parsed": parsed,
        "codes": list(dict.fromkeys(codes)),
        "asked": [slot for slot in state.get("asked", []) if not _filled(slot, parsed.intent)],
    }


_FIELDS = {
    "price": ("price_min", "price_max"),
    "size": ("sizes",),
    "color": ("colors",),
    "brand": ("brands",),
}


def _filled(slot: str, intent: Intent) -> bool:
    return any(getattr(intent, name) for name in _FIELDS.get(slot, (slot,)))
