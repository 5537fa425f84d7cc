"""The words of goods: what shoppers call kinds, properties and materials.

``goods_en.txt`` and ``goods_zh.txt`` are the values of the hand-written training labels, one a
line (``python -m finetune.data.goods`` rewrites them); the shop's own words come on top.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from assistant.rules.lexicon import word_list
from assistant.rules.vocabulary import Vocabulary
from retrieval.values.text import fold, is_cjk

WORD = re.compile(r"[a-z]+")
_LISTS = (
    ("types", "english", "chinese"),
    ("features", "english", "chinese"),
    ("materials", "english", "chinese"),
)


@lru_cache(maxsize=2)
def _shipped(name: str) -> tuple[str, ...]:
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
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
def chinese_goods(vocabulary: Vocabulary) -> frozenset[str]:
    """Chinese words of goods, two to five characters."""
    phrases = (*_shipped("goods_zh.txt"), *_listed(), *vocabulary.known_types)
    return frozenset(
        phrase for phrase in phrases if 2 <= len(phrase) <= 5 and all(map(is_cjk, phrase))
    )


@lru_cache(maxsize=8)
def brand_words(vocabulary: Vocabulary) -> frozenset[str]:
    """Words of known brands: right as they are, however strange."""
    return frozenset(word for brand in vocabulary.known_brands for word in WORD.findall(brand))
