"""Slips of the pen: a word the model meant to copy, with a letter wrong.

A small model sometimes writes what is no word at all ("hographic", "kj裙") for one that stands in
the message, rightly spelt. Then the message's word is what was meant. So it is where it wrote but
the end of a word ("phone" of "iphone"). Any other word of the model's that exists is left alone: it
may well be a typo put right.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

import jieba
from rapidfuzz.distance import OSA, Hamming
from wordfreq import zipf_frequency

from assistant.rules.vocabulary import Vocabulary
from retrieval.values.text import fold, is_cjk, singular

_WORD = 2.5
"""Zipf frequency (log10 of uses in a billion words) from which letters are a word."""
_SHORT = 6
"""Letters from which on two may be wrong."""
_LEAST = 4
_EDGES = ".,!?;:'\"()"


def copied(value: str, message: str) -> str:
    """``value`` with words that are none as ``message`` spells them.

    Examples:
        >>> copied("hographic", "vinyl, permanent, holographic"), copied("kj裙", "jk裙 格纹")
        ('holographic', 'jk裙')
        >>> copied("case", "a caes for my phone"), copied("latest phone", "only the latest iphone")
        ('case', 'latest iphone')
        >>> copied("袜子", "推荐双靴子"), copied("沙发", "沙法")
        ('靴子', '沙发')
    """
    text = fold(message)
    if _stands(fold(value), text):
        return value
    if is_cjk(value):
        return _characters(fold(value), text)
    said = [word.strip(_EDGES) for word in text.replace("-", " ").split()]
    return " ".join(_word(word, said) for word in value.split())


def _stands(value: str, text: str) -> bool:
    """Whether ``text`` has ``value``, from the beginning of a word on where it is in letters."""
    if is_cjk(value) or not value[:1].isalpha():
        return value in text
    return re.search(rf"(?<![^\W\d_]){re.escape(value)}", text) is not None


def _word(word: str, said: list[str]) -> str:
    if len(word) < _LEAST or word in said:
        return word
    if whole := _whole(word, said):
        return whole
    if is_word(word):
        return word
    limit = 1 if len(word) < _SHORT else 2
    near = [
        (distance, other)
        for other in said
        if len(other) >= _LEAST
        and (distance := OSA.distance(word, other, score_cutoff=limit)) <= limit
    ]
    best = min(near, default=(0, word))[1]
    return best if is_word(best) else word


def _whole(word: str, said: list[str]) -> str | None:
    """The word that was said of which ``word`` is the end, where ``word`` itself was not said."""
    if any(singular(other) == singular(word) for other in said):
        return None
    forms = {word, singular(word)}
    longer = (one for other in said for one in (other, singular(other)))
    return next(
        (
            one
            for one in longer
            if one.isalpha()
            and any(len(one) > len(form) and one.endswith(form) for form in forms)
            and is_word(one)
        ),
        None,
    )


def _characters(value: str, text: str) -> str:
    size = len(value)
    windows = [text[start : start + size] for start in range(len(text) - size + 1)]
    for window in windows:
        if sorted(window) == sorted(value):
            return window
    if goods := [w for w in windows if size > 1 and _is_slip(value, w)]:
        return goods[0]
    if size < 2 or _is_chinese_word(value):
        return value
    near = (w for w in windows if Hamming.distance(w, value) == 1 and _is_chinese_word(w))
    return next(near, value)


def _is_slip(value: str, said: str) -> bool:
    """Whether a kind that was said (靴子) was written as another kind of things (袜子)."""
    kinds = _kinds()
    return value in kinds and said in kinds and Hamming.distance(said, value) == 1


@cache
def _kinds() -> frozenset[str]:
    return Vocabulary().known_types


@lru_cache(maxsize=10_000)
def is_word(word: str) -> bool:
    """Whether English letters are a word, in their number or the singular."""
    return any(zipf_frequency(form, "en") >= _WORD for form in (word, singular(word)))


def _is_chinese_word(word: str) -> bool:
    jieba.dt.check_initialized()
    return bool(jieba.dt.FREQ.get(word))
