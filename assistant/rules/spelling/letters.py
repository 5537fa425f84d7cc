"""Chinese words typed in letters, whole or in part: kouzhao for 口罩, 音xiang for 音响.

A stretch with letters in it that spells a goods word in pinyin (without tones) becomes that word;
characters in the stretch must be the word's own. Of several that are spelt so, the commonest. Only
in a message that has Chinese in it, and never an English word or a brand. On the training labels,
each third of the files with goods words of the others alone, 304 words become what the label has,
and 1 stops being it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import jieba
from pypinyin import lazy_pinyin
from wordfreq import zipf_frequency

from assistant.rules.lexicon import word_list
from assistant.rules.spelling.goods import chinese_goods, chinese_twos
from assistant.rules.vocabulary import Vocabulary

_UNIT = re.compile(r"[A-Za-z]+|[\u4e00-\u9fff]")
_MOST = 5
"""Units, characters or runs of letters, of one word."""
_LETTERS = 5
"""The fewest letters of a word that is typed in letters alone; half a word may have fewer."""
_ENGLISH = 2.2
"""Zipf frequency from which letters are an English word."""


class _Unit(NamedTuple):
    text: str
    spelt: str
    start: int
    end: int

    @property
    def letters(self) -> bool:
        return self.text.isascii()


def mend_letters(message: str, vocabulary: Vocabulary, known: frozenset[str]) -> str:
    """``message`` with pinyin in it written in characters.

    Args:
        message: What was typed; has Chinese in it.
        vocabulary: The shop's brands and product types.
        known: Further words that are right, lower case.

    Examples:
        >>> mend_letters("kouzhao 独立包装", Vocabulary(), frozenset())
        '口罩 独立包装'
    """
    if not any("a" <= letter <= "z" for letter in message.lower()):
        return message
    units = [_unit(match) for match in _UNIT.finditer(message)]
    made: list[str] = []
    at = done = 0
    while at < len(units):
        size, word = _longest(message, units[at : at + _MOST], vocabulary, known)
        if word:
            made += [message[done : units[at].start], word]
            done = units[at + size - 1].end
        at += max(size, 1)
    return "".join([*made, message[done:]])


def _unit(match: re.Match[str]) -> _Unit:
    text = match[0].lower()
    return _Unit(text, text if text.isascii() else _pinyin(text), match.start(), match.end())


@lru_cache(maxsize=8192)
def _pinyin(character: str) -> str:
    return lazy_pinyin(character)[0]


def _longest(
    message: str, units: Sequence[_Unit], vocabulary: Vocabulary, known: frozenset[str]
) -> tuple[int, str]:
    """How many of the first ``units`` spell a goods word, and the word; zero where none do."""
    index = _by_spelling(vocabulary)
    for size in range(len(units), 0, -1):
        taken = units[:size]
        if not any(unit.letters for unit in taken) or not _together(message, taken):
            continue
        if _is_right(taken, vocabulary, known):
            continue
        words = index.get("".join(unit.spelt for unit in taken), ())
        for word in words:
            if all(unit.text in word for unit in taken if not unit.letters):
                return size, word
    return 0, ""


def _together(message: str, taken: Sequence[_Unit]) -> bool:
    """Whether nothing stands between them, or spaces between runs of letters."""
    return all(
        (gap := message[one.end : other.start]) == ""
        or (gap == " " and one.letters and other.letters)
        for one, other in pairwise(taken)
    )


def _is_right(taken: Sequence[_Unit], vocabulary: Vocabulary, known: frozenset[str]) -> bool:
    """Whether the letters are a word as they are; beside characters of a word they hardly are."""
    letters = [unit.text for unit in taken if unit.letters]
    whole = "".join(letters)
    if any(one in known or one in vocabulary.known_brands for one in (*letters, whole)):
        return True
    if len(letters) < len(taken):
        return False
    return len(whole) < _LETTERS or zipf_frequency(whole, "en") >= _ENGLISH


@lru_cache(maxsize=4)
def _by_spelling(vocabulary: Vocabulary) -> dict[str, list[str]]:
    """Pinyin in one piece → the words spelt so: of requests, then of goods, the commonest first."""
    index: dict[str, list[str]] = defaultdict(list)
    requests = word_list("spelling", "requests_zh")
    for word in chinese_goods(vocabulary).union(requests):
        index["".join(lazy_pinyin(word))].append(word)
    common = (*requests, *chinese_twos(vocabulary))
    place = {word: at for at, word in reversed(list(enumerate(common)))}
    jieba.dt.check_initialized()

    def rarity(word: str) -> tuple[int, int, str]:
        return place.get(word, len(common)), -int(jieba.dt.FREQ.get(word) or 0), word

    return {spelt: sorted(words, key=rarity) for spelt, words in index.items()}
