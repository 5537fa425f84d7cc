"""The words of goods: what shoppers call kinds, properties and materials.

``goods_en.txt`` and ``goods_zh.txt`` are the values of the hand-written training labels, one a
line, ``pairs_en.txt`` the words that stand beside each other in at least two of them, and
``twos_zh.txt`` those of two characters that at least two labels have, the commonest first
(``python -m finetune.data.goods`` rewrites the four); the shop's own words come on top.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from assistant.rules.lexicon import word_list
from assistant.rules.vocabulary import Vocabulary
from retrieval.values.text import fold, is_cjk, singular

FOLDER = Path(__file__).parent
"""Where the lists are."""
WORD = re.compile(r"[a-z]+")
_LISTS = (
    ("types", "english", "chinese"),
    ("features", "english", "chinese"),
    ("materials", "english", "chinese"),
)


@dataclass(frozen=True)
class Pairs:
    """Which words stand right before and right after a word, in phrases of goods."""

    _before: dict[str, frozenset[str]] = field(default_factory=dict)
    _after: dict[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, phrases: Iterable[str]) -> Pairs:
        """Those of all ``phrases``; the second word counts in the singular too."""
        before, after = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
        for phrase in phrases:
            words = phrase.split()
            for first, second in pairwise(words):
                for form in {second, singular(second)}:
                    before[form].add(first)
                    after[first].add(form)
        return cls(
            {word: frozenset(found) for word, found in before.items()},
            {word: frozenset(found) for word, found in after.items()},
        )

    def before(self, word: str) -> frozenset[str]:
        """The words that stand before ``word``."""
        return self._before.get(word, frozenset())

    def after(self, word: str) -> frozenset[str]:
        """The words that stand after ``word``."""
        return self._after.get(word, frozenset())


@lru_cache(maxsize=4)
def _shipped(name: str) -> tuple[str, ...]:
    text = (FOLDER / name).read_text(encoding="utf-8")
    return tuple(fold(line) for line in text.splitlines() if line)


@lru_cache(maxsize=1)
def _listed() -> tuple[str, ...]:
    return tuple(word for section, *names in _LISTS for word in word_list(section, *names))


@lru_cache(maxsize=8)
def english_goods(vocabulary: Vocabulary) -> frozenset[str]:
    """Single English words of goods, lower case."""
    phrases = (*_shipped("goods_en.txt"), *_listed(), *vocabulary.known_types)
    return frozenset(word for phrase in phrases for word in WORD.findall(phrase) if len(word) > 3)


@lru_cache(maxsize=8)
def english_pairs(vocabulary: Vocabulary) -> Pairs:
    """The pairs of English words in phrases of goods."""
    types = (kind for kind in vocabulary.known_types if kind.isascii())
    return Pairs.of((*_shipped("pairs_en.txt"), *types))


@lru_cache(maxsize=8)
def chinese_goods(vocabulary: Vocabulary) -> frozenset[str]:
    """Chinese words of goods, two to five characters."""
    phrases = (*_shipped("goods_zh.txt"), *_listed(), *vocabulary.known_types)
    return frozenset(
        phrase for phrase in phrases if 2 <= len(phrase) <= 5 and all(map(is_cjk, phrase))
    )


@lru_cache(maxsize=8)
def chinese_twos(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Chinese words of goods of two characters: the commonest first, then the shop's."""
    shop = (kind for kind in vocabulary.known_types if len(kind) == 2 and all(map(is_cjk, kind)))
    return tuple(dict.fromkeys((*_shipped("twos_zh.txt"), *sorted(shop))))


@lru_cache(maxsize=8)
def brand_words(vocabulary: Vocabulary) -> frozenset[str]:
    """Words of known brands: right as they are, however strange."""
    return frozenset(word for brand in vocabulary.known_brands for word in WORD.findall(brand))
