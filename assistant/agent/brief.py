"""Brief messages that only point: 改成2个, 最便宜的那个, "yes" to an offer.

What they mean lies in what was shown or done before, and a reader that is given the message and
the need takes them for a change of the search. They are read here, and only where the whole of a
message is such a form (``brief.toml``); anything else goes to the intent parser as before.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

from assistant.agent.buying import asks, buys, sets
from assistant.agent.phrases import Phrases
from assistant.agent.state import ConversationState
from assistant.agent.superlative import without_superlative
from assistant.agent.topics import topics
from assistant.intent import Action, Intent
from assistant.proposals import agrees
from retrieval.values.text import fold, is_cjk

_CART = ("cart_add", "cart_remove", "cart_show")
_ASIDE: frozenset[Action] = frozenset({"help", "smalltalk", "out_of_scope"})


def brief_action(message: str, state: ConversationState, held: int) -> Action | None:
    """What a message asks that only points; None where it says more, or nothing is pointed at.

    Args:
        message: as said.
        state: the conversation before it.
        held: how many lines the cart has.
    """
    said = fold(message).strip(" .!?。！？~～")
    listed, before = state.get("listed") or [], (state.get("intent") or {}).get("action")
    once_more = before == "cart_add" and state.get("focus") is not None
    picked: Action = "cart_add" if buys(said) and not asks(message) else "details"
    readings: tuple[tuple[bool, Action], ...] = (
        (agrees(message) and _offered(state), "cart_add"),
        (_is("declines", said) or _is("rude", said), "smalltalk"),
        (held > 0 and before in _CART and _is("clears", said), "cart_remove"),
        (held > 0 and sets(message) is not None and _is("sets", said), "cart_add"),
        (once_more and _is("again", said), "cart_add"),
        (bool(listed) and (_is("takes", said) or _is("buys", said)), "cart_add"),
        (len(listed) > 1 and _picks(said), picked),
        (bool(listed) and _is("points", said), "cart_add"),  # told of, as no word buys
    )
    return next((action for meant, action in readings if meant), None)


def asks_of_a_product(message: str, intent: Intent, state: ConversationState) -> bool:
    """Whether what was read as talk is a question about what is on show (这个好用吗, 保修多久)."""
    if intent.action not in _ASIDE or not state.get("listed") or not is_cjk(message):
        return False
    text = fold(message)
    points = _pattern("this").search(text) is not None
    return asks(message) and (points or any(topic.asked(text) for topic in topics()))


def _picks(said: str) -> bool:
    """Whether nothing but an end of the list is said: 买最便宜的那个, 哪个便宜."""
    rest = without_superlative(said)
    if rest is None or not is_cjk(said) or not _pattern("picks").search(said):
        return False
    return not _pattern("around").sub("", rest).strip()


def _offered(state: ConversationState) -> bool:
    """Whether the turn before offered to add the product it told of."""
    messages = state.get("messages") or [{"content": ""}]
    last = str(messages[-1]["content"])
    return any(Phrases(language)("cart.offer") in last for language in ("en", "zh"))


def _is(name: str, said: str) -> bool:
    return _pattern(name).fullmatch(said) is not None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    text = (resources.files(__package__) / "brief.toml").read_text("utf-8")
    return re.compile("|".join(f"(?:{part})" for part in tomllib.loads(text)[name]))
