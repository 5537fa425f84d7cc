"""Whether a value was said, as people type and as speech recognition writes.

A small model writes down what was meant: "water proof" as waterproof, 保文 as 保温, "lanya" as
蓝牙. That is right, and must not be taken for something it made up.
"""

from __future__ import annotations

import re

from pypinyin import lazy_pinyin
from rapidfuzz.distance import Hamming

from assistant.llm.repair import grounded
from assistant.rules.spelling.chinese import sounds
from retrieval.values.text import fold, is_cjk

_GAPS = re.compile(r"[\s\-_'’.]+")
_JOINED = 5
"""Letters from which on words run together are no chance."""


def heard(value: str, text: str) -> bool:
    """Whether ``value`` was said in ``text``; a slip put right in it is forgiven.

    Slips are: a letter or two of a word; words run together or apart; one character of a Chinese
    word, or any number that sound alike; and pinyin left in letters.

    Examples:
        >>> heard("不锈钢", "不绣钢的汤锅"), heard("黑色", "红色的"), heard("raincoat", "rain coat")
        (True, False, True)
    """
    if grounded(value, text):
        return True
    value, text = fold(value), fold(text)
    if is_cjk(value):
        return _one_off(value, text) or _sounds_alike(value, text)
    joined = _GAPS.sub("", value)
    return len(joined) >= _JOINED and joined in _GAPS.sub("", text)


def _one_off(value: str, text: str) -> bool:
    """Whether ``text`` has ``value`` but for one character: pinyin input picks the wrong one."""
    word = value.removesuffix("色")  # 黑色 and 红色 are no typos of each other
    if word in text:
        return True
    return len(word) > 1 and any(
        Hamming.distance(word, text[start : start + len(word)]) == 1
        for start in range(len(text) - len(word) + 1)
    )


def _sounds_alike(value: str, text: str) -> bool:
    word, said = sounds(value), sounds(text)
    size = len(word)
    if size > 1 and any(said[at : at + size] == word for at in range(len(said) - size + 1)):
        return True
    letters = "".join(lazy_pinyin(value))
    return len(letters) >= _JOINED and letters in _GAPS.sub("", text)
