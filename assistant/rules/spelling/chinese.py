"""Chinese homophones, by pinyin: 不绣钢 said or typed for 不锈钢.

A stretch of three characters or more that sounds like a goods word, differs from it in one
character and is no word that jieba knows becomes that word. Sound is pinyin without tones, and
without the pairs that many speakers and input methods mix (zh/z, ch/c, sh/s, -ng/-n). Given up:
words of two characters, where too many pairs sound alike (五孔 and 无孔 are both a socket's).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

import jieba
from pypinyin import lazy_pinyin
from rapidfuzz.distance import Hamming

from assistant.rules.spelling.goods import chinese_goods
from assistant.rules.vocabulary import Vocabulary

_RUN = re.compile(r"[\u4e00-\u9fff]+")
_SHORTEST, _LONGEST = 3, 5


def _sound(syllable: str) -> str:
    for told, heard in (("zh", "z"), ("ch", "c"), ("sh", "s")):
        if syllable.startswith(told):
            syllable = heard + syllable[2:]
    return syllable.removesuffix("g") if syllable.endswith("ng") else syllable


def sounds(text: str) -> tuple[str, ...]:
    """How each character of ``text`` sounds to those who hear no tones and mix what many mix."""
    return tuple(map(_sound, lazy_pinyin(text)))


@lru_cache(maxsize=4)
def _by_sound(vocabulary: Vocabulary) -> dict[tuple[str, ...], list[str]]:
    index: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for word in sorted(chinese_goods(vocabulary)):
        if len(word) >= _SHORTEST:
            index[sounds(word)].append(word)
    return dict(index)


def _count(word: str) -> int:
    jieba.dt.check_initialized()
    return int(jieba.dt.FREQ.get(word) or 0)


def mend_chinese(message: str, vocabulary: Vocabulary, known: frozenset[str]) -> str:
    """``message`` with what only sounds right mended.

    Args:
        message: What was said or typed.
        vocabulary: The shop's brands and product types.
        known: Further words that are right.
    """
    return _RUN.sub(lambda match: _run(match[0], vocabulary, known), message)


def _run(run: str, vocabulary: Vocabulary, known: frozenset[str]) -> str:
    heard, goods, index = sounds(run), chinese_goods(vocabulary), _by_sound(vocabulary)
    if len(heard) != len(run):
        return run
    made, at = "", 0
    while at < len(run):
        for size in range(min(_LONGEST, len(run) - at), 1, -1):
            surface = run[at : at + size]
            right = surface in goods or surface in known
            word = surface if right else _meant(surface, index.get(heard[at : at + size], ()))
            if word:
                made, at = made + word, at + size
                break
        else:
            made, at = made + run[at], at + 1
    return made


def _meant(surface: str, words: Sequence[str]) -> str | None:
    close = [word for word in words if Hamming.distance(word, surface) == 1]
    return max(close, key=_count) if close and not _count(surface) else None
