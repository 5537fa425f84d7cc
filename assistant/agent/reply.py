"""The last step: the draft becomes the turn, the turn is remembered and leaves its events.

The sentences are the shop's own phrases filled with checked values (``phrases/``). The model that
ships is a 270M base that understands but cannot be trusted to word a price, so it does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from langgraph.runtime import Runtime

from assistant.agent.cards import cards_of
from assistant.agent.find import ranking_context, tired_of
from assistant.agent.nudge import nudge, sentence
from assistant.agent.offering import offered
from assistant.agent.phrases import Phrases
from assistant.agent.reference import pointed
from assistant.agent.shop import Shop
from assistant.agent.state import KEPT_MESSAGES, ConversationState, Draft
from assistant.agent.timing import timed
from assistant.agent.turn import Card, Offer, Turn
from assistant.intent import Action, Intent, Message
from assistant.profiles.model import Profile
from assistant.profiles.recipients import for_another
from assistant.promotions.personal import Ground
from assistant.ranking import Ranked

_WHILE_LOOKING: tuple[Ground, ...] = ("viewed", "bought")
_ANY: tuple[Ground, ...] = (*_WHILE_LOOKING, "segment", "first_order")
_NUDGED: dict[Action, tuple[Ground, ...]] = {
    **dict.fromkeys(("search", "refine", "more", "similar", "details"), _WHILE_LOOKING),
    "cart_add": _ANY,
    "smalltalk": _ANY,
}
"""On which grounds a promotion is said at which step: who one is matters at the till."""


@timed("reply")
def reply(state: ConversationState, runtime: Runtime[Shop]) -> ConversationState:
    """Word the turn, remember what the next one needs, log what was shown."""
    shop, parsed = runtime.context, state["parsed"]
    intent = parsed.intent
    phrases = Phrases(intent.language)
    draft = _settled(state, shop, phrases)
    state = {**state, "draft": draft}
    cards: list[Card] = []
    profile: Profile | None = None
    if draft.ranked:
        context = ranking_context(state, shop)
        cards = cards_of(draft.ranked, context, phrases, draft.misses)
        profile = context.profile
    own = _own_promotion(state, shop, profile, phrases)
    text = draft.text + (sentence(own, phrases) if own is not None else "")
    if len(state["message"]) > shop.settings.llm_message_chars:
        text = phrases("found.notice_long") + text
    by_rules = parsed.source == "rules" and not parsed.exact
    turn = Turn(
        conversation_id=state["conversation_id"],
        degraded=by_rules and shop.settings.parser == "llm",
        text=text,
        language=phrases.language,
        intent=intent,
        source=parsed.source,
        cards=cards,
        comparison=draft.comparison,
        cart=draft.cart,
        offers=[*([own] if own is not None else []), *draft.offers],
        chips=draft.chips,
        asked=draft.asked,
        ground=draft.ground,
    )
    _log(state, shop, intent, draft.ranked)
    _count(state, shop, own, cards)
    return {
        **({"focus": draft.focus} if draft.focus is not None else {}),
        "turn": turn.model_dump(mode="json"),
        "intent": None if intent.action == "reset" else intent.model_dump(mode="json"),
        "messages": _remembered(state, shop, turn, draft),
        "listed": draft.listed if draft.listed is not None else state.get("listed", []),
        "asked": [*state.get("asked", []), *([draft.asked] if draft.asked else [])],
    }


def _settled(state: ConversationState, shop: Shop, phrases: Phrases) -> Draft:
    """The step's draft; where it speaks of no product, or of an end of the list, what is meant.

    "Which is the cheapest?" is answered from the values of the list whatever the step made of it,
    and a product named but not found is asked about with what comes near.
    """
    draft, intent = state["draft"], state["parsed"].intent
    if intent.action not in {"details", "compare", "similar"} or state.get("own_words"):
        return draft
    meant = pointed(state, intent, shop)
    empty = not (draft.focus or draft.ranked or draft.comparison)
    unclear = bool(meant.candidates) and (empty or intent.action == "compare")
    if meant.best is not None or unclear:
        return offered(state, shop, phrases, meant)
    if intent.action == "compare" and draft.comparison and len(meant.products) == 1:
        return Draft(text=phrases("which.two"))  # one named, not the list's first two
    return draft


def _own_promotion(
    state: ConversationState, shop: Shop, profile: Profile | None, phrases: Phrases
) -> Offer | None:
    """A promotion of the shopper's own to say beside the reply: not beside a question or a miss.

    Nor where they shop for somebody else, whom the ground would not be about.
    """
    intent, draft = state["parsed"].intent, state["draft"]
    quiet = state.get("own_words") or draft.asked or draft.misses or for_another(intent.recipient)
    if quiet or intent.action not in _NUDGED or (profile is None and not state.get("user_id")):
        return None
    now = datetime.now(UTC)
    tired = tired_of(state, shop, now)
    if tired.nudged:
        return None
    known = profile or shop.profiles.get(
        state.get("user_id"), session_id=state["conversation_id"], now=now
    )
    shown = [item.hit.product for item in draft.ranked]
    grounds = _NUDGED[intent.action]
    return nudge(shop, known, tired, shown, phrases, grounds=grounds, now=now)


def _count(state: ConversationState, shop: Shop, own: Offer | None, cards: Sequence[Card]) -> None:
    """Count what was shown of promotions, for the caps."""
    session, impressions = state["conversation_id"], shop.promotions.impressions
    owner = state.get("user_id") or session
    coupons = [one.offer.promotion_id for one in cards if one.offer and one.offer.code]
    impressions.note(owner, coupons, "card", session_id=session)
    if own is not None:
        impressions.note(owner, [own.promotion_id], "nudge", session_id=session)


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
