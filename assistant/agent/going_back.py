"""The list before the present one, shown again: "the ones before", "go back".

The model sees no list but the last, so a wish for an earlier one is read here. Shown again are the
products in their old order, and the need is what it was then.
"""

from __future__ import annotations

import re
from typing import Any

from langgraph.runtime import Runtime

from assistant.agent.find import ranked_in, ranking_context
from assistant.agent.phrases import Phrases
from assistant.agent.present import chips_of, turned_to
from assistant.agent.shop import Shop
from assistant.agent.state import ConversationState, Draft, ListShown
from assistant.intent import ParsedIntent
from assistant.state import State
from retrieval.hit import Hit
from retrieval.values.text import fold

_LEAD = r"\W*(?:(?:no|ok|okay|actually|please|hmm|wait)[,\s]+)*"
_THINGS = r"(?:ones?|list|results?|products?|items?|options?)"
_VERB = r"(?:(?:show me|show|take me|bring|go|let's go) (?:back (?:to )?)?|back to )?"
_BACK = re.compile(
    rf"{_LEAD}(?:{_VERB}(?:the |those |that )?"
    rf"(?:{_THINGS} (?:from |you showed (?:me )?)?(?:before|earlier|previously)"
    rf"|(?:previous|earlier) {_THINGS}|last (?:list|results))"
    r"|go back|go one step back)(?: please)?\W*"
)


def goes_back(message: str) -> bool:
    """Whether the whole of a message asks for the list before.

    Examples:
        >>> goes_back("the ones before"), goes_back("go back please"), goes_back("previous ones")
        (True, True, True)
        >>> goes_back("the second one"), goes_back("a backpack"), goes_back("before friday")
        (False, False, False)
    """
    return len(message) < 80 and _BACK.fullmatch(fold(message).replace("’", "'")) is not None


def as_before(state: ConversationState) -> tuple[ParsedIntent, dict[str, Any]] | None:
    """The reading of a message that goes back, and the need then; None where nothing is before."""
    earlier = state.get("list_before")
    if not earlier or not goes_back(state["message"]):
        return None
    need = State.load(earlier["need"])
    update = {"action": "refine", "language": need.language, "refers_to": []}
    intent = need.need.model_copy(update=update)
    return ParsedIntent(intent=intent, source="rules", ms=0.0, exact=True), earlier["need"]


def list_before(state: ConversationState, runtime: Runtime[Shop]) -> ConversationState:
    """Show the list before again, in its order."""
    shop, phrases = runtime.context, Phrases(state["parsed"].intent.language)
    earlier = state.get("list_before") or ListShown(listed=[], need={}, misses={})
    ids = earlier["listed"]
    hits = [Hit(product=one, relevance=1.0) for one in shop.index.get(ids)]
    context = ranking_context(state, shop)
    ranked = ranked_in(state, shop, hits, context, limit=len(hits)) if hits else []
    ranked = sorted(ranked, key=lambda item: ids.index(item.hit.product.id))
    draft = Draft(
        text=phrases("found.before"),
        ranked=ranked,
        misses={one: names for one, names in earlier["misses"].items() if one in ids},
        listed=[item.hit.product.id for item in ranked],
        chips=chips_of(["cheaper", "more"], phrases),
    )
    return {"draft": draft, "seen": ids, "focus": None, **turned_to(state, earlier)}
