"""The steps that need no products: reset, help, smalltalk, out of scope."""

from __future__ import annotations

import re

from langgraph.runtime import Runtime

from assistant.agent.phrases import Phrases
from assistant.agent.present import chips_of
from assistant.agent.shop import Shop
from assistant.agent.state import ConversationState, Draft
from assistant.agent.turn import Chip

_SMALLTALK = (
    ("thanks", re.compile(r"\b(thank|thanks|thx|cheers|ta)\b|谢|多谢|感谢", re.IGNORECASE)),
    ("bye", re.compile(r"\b(bye|goodbye|see you|good night)\b|再见|拜拜|晚安", re.IGNORECASE)),
    (
        "hello",
        re.compile(
            r"\b(hi|hello|hey|good (?:morning|afternoon|evening))\b|你好|您好|在吗|哈喽|早上好",
            re.IGNORECASE,
        ),
    ),
)
_POLICY = re.compile(
    r"deliver|shipping|return|refund|exchange|pay|policy|open|运费|配送|发货|退货|退款|换货|付款|支付|几天到",
    re.IGNORECASE,
)


def talk(state: ConversationState, runtime: Runtime[Shop]) -> ConversationState:
    """Say the plain thing that fits, and offer a way back to shopping."""
    del runtime
    intent, message = state["parsed"].intent, state["message"]
    phrases = Phrases(intent.language)
    match intent.action:
        case "reset":
            return {
                "draft": Draft(text=phrases("talk.reset"), chips=starters(phrases), listed=[]),
                "seen": [],
                "asked": [],
                "focus": None,
                "facts": [],
            }
        case "help":
            key = "help_policy" if _POLICY.search(message) else "help"
        case "out_of_scope":
            key = "out_of_scope"
        case _:
            key = next((name for name, cue in _SMALLTALK if cue.search(message)), "smalltalk")
    chips = starters(phrases) if not state.get("listed") else chips_of(["more", "deals"], phrases)
    return {"draft": Draft(text=phrases(f"talk.{key}"), chips=chips)}


def starters(phrases: Phrases) -> list[Chip]:
    """Requests to begin with."""
    labels = [phrases(f"chip.start_{number}") for number in (1, 2, 3, 4)]
    return [Chip(label=label, message=label) for label in labels]
