"""A bare yes or no, read by what the assistant said just before it.

The model sees the message alone, and a "yes" alone says nothing. After "Shall I put it into your
cart?" it is an order; after a question about a slot it is the parser's to read; otherwise it is
answered with what can be done next.
"""

from __future__ import annotations

import re
from typing import Literal

from assistant.agent.phrases import Phrases
from assistant.agent.state import ConversationState
from assistant.intent import Action
from retrieval.values.text import fold

ShortAnswer = Literal["yes", "no"]
_LANGUAGES = ("en", "zh")
_SLOTS = (
    "product_type", "price", "size", "color", "brand", "occasion", "recipient", "features",
)  # fmt: skip
_YES = re.compile(
    r"(?:(?:yes|yeah|yep|yup|sure|ok(?:ay)?|please(?: do)?|do it|go ahead|of course|definitely"
    r"|why not|sounds good|that(?:'s| is) (?:fine|good|right))[\s,.!]*)+"
    r"|(?:好的?|可以|行|是的?|嗯+|对|要的|没问题)(?:吧|啊|呀)?[\s。.!！]*"
)
_NO = re.compile(
    r"(?:(?:no|nope|nah|not really|no,? thanks?|no,? thank you|rather not"
    r"|i don'?t think so)[\s,.!]*)+"
    r"|(?:不用?了?|不要了?|不行|算了|没有|不是)(?:吧|谢谢)?[\s。.!！]*"
)


def short_answer(message: str) -> ShortAnswer | None:
    """Whether a message is a yes or a no and nothing else.

    Examples:
        >>> short_answer("Yes please!"), short_answer("no, thanks"), short_answer("no leather")
        ('yes', 'no', None)
    """
    text = fold(message).replace("’", "'").strip()
    if _YES.fullmatch(text):
        return "yes"
    return "no" if _NO.fullmatch(text) else None


def action_of(answer: ShortAnswer, state: ConversationState) -> Action | None:
    """What a bare yes or no does here; None where the parser has to say.

    Args:
        answer: what was said.
        state: the conversation before it.
    """
    last = last_said(state)
    if not last or any(
        Phrases(language)(f"ask.{slot}") in last for language in _LANGUAGES for slot in _SLOTS
    ):
        return None
    if answer == "yes" and any(last.endswith(Phrases(one)("cart.offer")) for one in _LANGUAGES):
        return "cart_add"
    return "smalltalk"


def last_said(state: ConversationState) -> str:
    """The assistant's last words; empty at the beginning."""
    said = state.get("messages") or [{"content": ""}]
    return str(said[-1]["content"])
