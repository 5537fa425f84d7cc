"""What a fine-tuned model wrote, checked against what the shopper said.

The model copies well but not always: a listed value whose words stand neither in the message nor in
the need is left out, and so is a price or rating where the message names no figure at all. A typo
put right passes: one letter off in a word, one character in a Chinese word. Product type, occasion
and recipient are the model's to name ("dad" is ``father``). Nothing is added here. Each value left
out is counted, so that the figures show what code did.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from rapidfuzz.distance import Hamming

from assistant.intent import Intent
from assistant.llm.notation import LISTS, Change
from assistant.llm.repair import REPAIRS, grounded
from retrieval.values.text import fold, is_cjk

_FIGURES = ("price_min", "price_max", "min_rating")
_FIGURE = re.compile(
    r"\d|[零〇一二两俩三四五六七八九十百千万亿半几]|hundred|thousand|grand|dozen|couple|twent|thirt"
    r"|fort|fift|sixt|sevent|eight|ninet|tenner|fiver|\b(?:one|two|three|four|five|six|seven|nine"
    r"|ten|eleven|twelve|half)\b"
)


def checked(change: Change, message: str, need: Intent, shown: Sequence[str]) -> Change:
    """``change`` without what nobody said.

    Args:
        change: What the model wrote.
        message: The shopper's words.
        need: The need so far; its values may be written again, whole or in part.
        shown: Titles of the list last shown; a product may be named by them.
    """
    known = " ".join([message, *shown])
    figures = _FIGURE.search(fold(message)) is not None
    slots: dict[str, Any] = {}
    for name, value in change.slots.items():
        if name in LISTS:
            before = getattr(need, name)  # "actually 15" after "30 metre" is "15 metre"
            kept = [v for v in value if heard(v, " ".join([known, *before]))]
            if len(kept) < len(value):
                REPAIRS.labels(name).inc(len(value) - len(kept))
            if kept:
                slots[name] = kept
        elif name in _FIGURES and not figures and value != getattr(need, name):
            REPAIRS.labels(name).inc()
        else:
            slots[name] = value
    return replace(change, slots=_ordered(slots))


def heard(value: str, text: str) -> bool:
    """Whether ``value`` was said in ``text``, a typo put right in it forgiven.

    Examples:
        >>> heard("不锈钢", "不绣钢的汤锅"), heard("黑色", "红色的")
        (True, False)
    """
    return grounded(value, text) or (is_cjk(value) and _one_off(value, fold(text)))


def _one_off(value: str, text: str) -> bool:
    """Whether ``text`` has ``value`` but for one character: pinyin input picks the wrong one."""
    word = value.removesuffix("色")  # 黑色 and 红色 are no typos of each other
    if word in text:
        return True
    return len(word) > 1 and any(
        Hamming.distance(word, text[start : start + len(word)]) == 1
        for start in range(len(text) - len(word) + 1)
    )


def _ordered(slots: Mapping[str, Any]) -> dict[str, Any]:
    """A floor above the cap is the two in the wrong order."""
    low, high = slots.get("price_min"), slots.get("price_max")
    if low is not None and high is not None and low > high:
        return {**slots, "price_min": high, "price_max": low}
    return dict(slots)
