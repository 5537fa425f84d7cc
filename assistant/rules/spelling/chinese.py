"""Chinese homophones, by pinyin: 不绣钢 said or typed for 不锈钢.

A stretch of three characters or more that sounds like a goods word, differs from it in one
character and is no word that jieba knows becomes that word. Sound is pinyin without tones, and
without the pairs that many speakers and input methods mix (zh/z, ch/c, sh/s, -ng/-n).

Of two characters too many pairs sound alike (五孔 and 无孔 are both a socket's). So those become a
goods word only where they fall apart in jieba's reading, none is a particle, they stand in no goods
phrase, and the words around them (a unigram model, jieba's counts) are likelier with that word. The
limits were chosen on the training labels, each third of the files with goods words of the others
alone: 534 more words become what the label has, 50 stop being it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import jieba
from pypinyin import lazy_pinyin
from rapidfuzz.distance import Hamming

from assistant.rules.lexicon import word_list
from assistant.rules.spelling.goods import chinese_goods, chinese_twos
from assistant.rules.vocabulary import Vocabulary
from retrieval.values.text import simplified

_RUN = re.compile(r"[\u4e00-\u9fff]+")
_SHORTEST, _LONGEST = 3, 5
_PARTICLES = frozenset(word_list("spelling", "particles"))
_AROUND = 6
"""Characters on either side of two that tell whether they are meant."""
_GAIN = 2.0
"""By how much (natural logarithm) what is around must be likelier with the other word."""


def _sound(syllable: str) -> str:
    for told, heard in (("zh", "z"), ("ch", "c"), ("sh", "s")):
        if syllable.startswith(told):
            syllable = heard + syllable[2:]
    return syllable.removesuffix("g") if syllable.endswith("ng") else syllable


@lru_cache(maxsize=16_384)
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
    longer = _RUN.sub(lambda match: _run(match[0], vocabulary, known), message)
    return _RUN.sub(lambda match: _twos(match[0], vocabulary, known), longer)


def _run(run: str, vocabulary: Vocabulary, known: frozenset[str]) -> str:
    heard, goods, index = sounds(run), chinese_goods(vocabulary), _by_sound(vocabulary)
    if len(heard) != len(run):
        return run
    made, at = "", 0
    while at < len(run):
        for size in range(min(_LONGEST, len(run) - at), 1, -1):
            surface = run[at : at + size]
            # 耳机加入购物车 is no 耳机架: the goods end before the next word.
            following = _count(run[at + size - 1 : at + size + 1]) if at + size < len(run) else 0
            ends = surface[:-1] in goods and following > 0
            right = surface in goods or surface in known
            like = () if ends else index.get(heard[at : at + size], ())
            word = surface if right else _meant(surface, like)
            if word:
                made, at = made + word, at + size
                break
        else:
            made, at = made + run[at], at + 1
    return made


def _meant(surface: str, words: Sequence[str]) -> str | None:
    close = [word for word in words if Hamming.distance(word, surface) == 1]
    return max(close, key=_count) if close and not _count(surface) else None


@lru_cache(maxsize=4)
def _twos_by_sound(vocabulary: Vocabulary) -> dict[tuple[str, ...], list[str]]:
    index: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for word in sorted(chinese_twos(vocabulary)):
        if _count(word):
            index[sounds(word)].append(word)
    return dict(index)


@lru_cache(maxsize=4)
def _written(vocabulary: Vocabulary) -> frozenset[str]:
    """Any two characters that stand beside each other in a goods word or a brand."""
    known = chinese_goods(vocabulary) | vocabulary.known_brands
    return frozenset(first + second for word in known for first, second in pairwise(word))


def _twos(run: str, vocabulary: Vocabulary, known: frozenset[str]) -> str:
    heard, index = sounds(run), _twos_by_sound(vocabulary)
    if len(heard) != len(run):
        return run
    for at in _apart(run):
        surface, words = run[at : at + 2], index.get(heard[at : at + 2], ())
        if not words or _count(surface) or any(surface in title for title in known):
            continue
        if _PARTICLES.isdisjoint(surface) and surface not in _written(vocabulary):
            run = _likelier(run, at, words)
    return run


def _apart(run: str) -> list[int]:
    """Where two characters stand beside each other that are each a token of its own."""
    places, at = [], 0
    sizes = [len(token) for token in jieba.cut(run, HMM=False)]
    for size, following in pairwise(sizes):
        if size == 1 == following:
            places.append(at)
        at += size
    return places


def _likelier(run: str, at: int, words: Sequence[str]) -> str:
    """``run`` with the word of ``words`` at ``at`` that makes it likeliest, or as it is."""
    surface = run[at : at + 2]
    before, after = run[max(0, at - _AROUND) : at], run[at + 2 : at + 2 + _AROUND]
    own = _likelihood(before + surface + after)
    gains = [
        (_likelihood(before + word + after) - own, word)
        for word in words
        if Hamming.distance(word, surface) == 1 and simplified(word) != simplified(surface)
    ]
    gain, word = max(gains, default=(0.0, surface))
    return run[:at] + word + run[at + 2 :] if gain >= _GAIN else run


@lru_cache(maxsize=8192)
def _likelihood(text: str) -> float:
    """The log-probability of the likeliest way to cut ``text`` into words."""
    route: dict[int, tuple[float, int]] = {}
    jieba.dt.calc(text, jieba.dt.get_DAG(text), route)
    return route[0][0]
