"""Brief messages that only point: 改成2个, 最便宜的那个, "make that 3", a bare yes or no.

What they mean lies in what was shown or done before, and a reader that is given the message and
the need takes them for a change of the search. They are read here, and only where the whole of a
message is such a form (``brief.toml``); anything else goes to the intent parser as before. So does
a yes or no to a question about a slot: after "Shall I put it into your cart?" it is an order or a
refusal, and otherwise it is answered with what can be done next.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Literal

from assistant.agent.buying import asks, buys, clears, sets
from assistant.agent.phrases import Phrases
from assistant.agent.state import ConversationState
from assistant.agent.superlative import without_superlative
from assistant.agent.topics import topics
from assistant.intent import Action, Intent
from assistant.proposals import agrees
from assistant.rules.line import Line
from assistant.rules.references import take_references
from retrieval.values.text import fold, is_cjk

ShortAnswer = Literal["yes", "no"]
_LANGUAGES = ("en", "zh")
_SLOTS = (
    "product_type", "price", "size", "color", "brand", "occasion", "recipient", "features",
)  # fmt: skip
_CART = ("cart_add", "cart_remove", "cart_show")
_PAIR = re.compile(r"\b(?:the|these|those) two\b|\bboth\b|[这那]?两[个款件双条]", re.IGNORECASE)
"""The pair compared just before, or the whole list: no places of its own."""
_ASIDE: frozenset[Action] = frozenset({"help", "smalltalk", "out_of_scope"})


def brief_action(
    message: str, state: ConversationState, held: int, *, talked_of: bool = False
) -> Action | None:
    """What a message asks that only points; None where it says more, or nothing is pointed at.

    Args:
        message: as said.
        state: the conversation before it.
        held: how many lines the cart has.
        talked_of: whether one of them is the product last talked about.
    """
    if (answer := short_answer(message)) is not None:
        return action_of(answer, state)
    said = _bare(message)
    listed, before = state.get("listed") or [], (state.get("intent") or {}).get("action")
    in_cart = held > 0 and before in _CART
    once_more = before == "cart_add" and state.get("focus") is not None
    picked: Action = "cart_add" if buys(said) and not asks(message) else "details"
    readings: tuple[tuple[bool, Action], ...] = (
        (_is("declines", said) or _is_rude(said), "smalltalk"),
        ((in_cart or _has("cart", said)) and clears(message), "cart_remove"),
        ((in_cart or talked_of) and sets(message) is not None, "cart_add"),
        (once_more and _is("again", said), "cart_add"),
        (bool(listed) and (_is("takes", said) or _is("buys", said)), "cart_add"),
        (len(listed) > 1 and _picks(said), picked),
        (bool(listed) and _is("points", said), "cart_add"),  # told of, as no word buys
    )
    return next((action for meant, action in readings if meant), None)


def short_answer(message: str) -> ShortAnswer | None:
    """Whether a message is a yes or a no and nothing else.

    Examples:
        >>> short_answer("Yes please!"), short_answer("no, thanks"), short_answer("no leather")
        ('yes', 'no', None)
    """
    if agrees(message):
        return "yes"
    return "no" if _is("no", _bare(message)) else None


def action_of(answer: ShortAnswer, state: ConversationState) -> Action | None:
    """What a bare yes or no does here; None where the parser has to say.

    Args:
        answer: what was said.
        state: the conversation before it.
    """
    if not last_said(state) or asked_last(state):
        return None
    return "cart_add" if answer == "yes" and was_offered(state) else "smalltalk"


def asked_last(state: ConversationState) -> str:
    """The question about a slot that the assistant's last words ask; empty where they ask none."""
    last = last_said(state)
    questions = (Phrases(one)(f"ask.{slot}") for one in _LANGUAGES for slot in _SLOTS)
    return next((question for question in questions if last and question in last), "")


def was_offered(state: ConversationState) -> bool:
    """Whether the turn before offered to add the product it told of."""
    return any(Phrases(language)("cart.offer") in last_said(state) for language in _LANGUAGES)


def last_said(state: ConversationState) -> str:
    """The assistant's last words; empty at the beginning."""
    said = state.get("messages") or [{"content": ""}]
    return str(said[-1]["content"])


def asks_of_a_product(message: str, intent: Intent, state: ConversationState) -> bool:
    """Whether what was read as talk is a question about what is on show (这个好用吗, 保修多久)."""
    if intent.action not in _ASIDE or not state.get("listed") or not is_cjk(message):
        return False
    text = fold(message)
    return asks(message) and (_has("this", text) or any(topic.asked(text) for topic in topics()))


def _picks(said: str) -> bool:
    """Whether nothing but an end of the list is said: 买最便宜的那个, "the cheapest one"."""
    rest = without_superlative(said)
    if rest is None or not _has("picks", said):
        return False
    return not cue("around").sub("", rest).strip()


def places_picked_from(message: str, count: int) -> list[int]:
    """The places within which an end of the list is picked; empty where all of it is meant.

    Args:
        message: "the cheaper of the first two", 前三个里最便宜的那个.
        count: how long the list is.

    Examples:
        >>> places_picked_from("the cheaper of the first two", 6)
        [1, 2]
        >>> places_picked_from("the cheaper of the two", 6), places_picked_from("最便宜的那个", 6)
        ([], [])
    """
    if without_superlative(fold(message)) is None:
        return []
    found = take_references(Line(_PAIR.sub(" ", message)), [""] * count)
    places = [place for place in found if place <= count]
    return places if len(places) > 1 else []


def _is_rude(said: str) -> bool:
    """Whether nothing but anger is said, which is no search for what it says."""
    rest = cue("anger").sub(" ", said)
    return rest != said and not cue("around_anger").sub("", rest).strip()


def _bare(message: str) -> str:
    """A folded message without its final punctuation."""
    return fold(message).replace("’", "'").strip(" ,.!?，。！？~～")


def _is(name: str, said: str) -> bool:
    return cue(name).fullmatch(said) is not None


def _has(name: str, said: str) -> bool:
    return cue(name).search(said) is not None


@cache
def cue(name: str) -> re.Pattern[str]:
    """The expressions of that name in ``brief.toml``, as one."""
    text = (resources.files(__package__) / "brief.toml").read_text("utf-8")
    return re.compile("|".join(f"(?:{part})" for part in tomllib.loads(text)[name]), re.IGNORECASE)
