"""The last step: the draft becomes the turn, the turn is remembered and leaves its events.

The sentences are the shop's own phrases filled with checked values (``phrases/``). The model that
ships is a 270M base that understands but cannot be trusted to word a price, so it does not.
"""

from __future__ import annotations

from typing import Any

from langgraph.runtime import Runtime

from assistant.agent.cards import cards_of
from assistant.agent.find import ranking_context
from assistant.agent.phrases import Phrases
from assistant.agent.shop import Shop
from assistant.agent.state import KEPT_MESSAGES, ConversationState, Draft
from assistant.agent.timing import timed
from assistant.agent.turn import Card, Turn
from assistant.intent import Intent, Message
from assistant.ranking import Ranked


@timed("reply")
def reply(state: ConversationState, runtime: Runtime[Shop]) -> ConversationState:
    """Word the turn, remember what the next one needs, log what was shown."""
    shop, parsed, draft = runtime.context, state["parsed"], state["draft"]
    intent = parsed.intent
    phrases = Phrases(intent.language)
    cards: list[Card] = []
    if draft.ranked:
        context = ranking_context(state, shop)
        cards = cards_of(draft.ranked, context, phrases, draft.misses)
    text = draft.text
    if len(state["message"]) > shop.settings.llm_message_chars:
        text = phrases("found.notice_long") + text
    turn = Turn(
        conversation_id=state["conversation_id"],
        text=text,
        language=phrases.language,
        intent=intent,
        source=parsed.source,
        cards=cards,
        comparison=draft.comparison,
        cart=draft.cart,
        offers=draft.offers,
        chips=draft.chips,
        asked=draft.asked,
    )
    _log(state, shop, intent, draft.ranked)
    return {
        "turn": turn.model_dump(mode="json"),
        "intent": None if intent.action == "reset" else intent.model_dump(mode="json"),
        "messages": _remembered(state, shop, turn, draft),
        "listed": draft.listed if draft.listed is not None else state.get("listed", []),
        "asked": [*state.get("asked", []), *([draft.asked] if draft.asked else [])],
    }


def _remembered(
    state: ConversationState, shop: Shop, turn: Turn, draft: Draft
) -> list[dict[str, Any]]:
    """The last messages; none after a reset. A long message is kept as far as it was read."""
    if turn.intent.action == "reset":
        return []
    shown = [card.title for card in turn.cards]
    if draft.cart is not None and draft.listed:
        shown = [line.title for line in draft.cart.lines]
    limit = shop.settings.llm_message_chars
    said = state["message"]
    if len(said) > limit:
        said = said[: limit // 2] + "\n" + said[-limit // 2 :]
    new = [
        Message(role="user", content=said),
        Message(role="assistant", content=turn.text, shown=shown),
    ]
    kept = [*state.get("messages", []), *(one.model_dump(mode="json") for one in new)]
    return kept[-KEPT_MESSAGES:]


def _log(state: ConversationState, shop: Shop, intent: Intent, shown: list[Ranked]) -> None:
    user, conversation = state.get("user_id"), state["conversation_id"]
    if intent.action in {"search", "refine"} and intent.query:
        shop.record(
            "search",
            user_id=user,
            conversation_id=conversation,
            query=intent.query[:2000],
            recipient=(intent.recipient or "")[:200] or None,
        )
    if shown:
        shop.record_list(shown, user_id=user, conversation_id=conversation)
