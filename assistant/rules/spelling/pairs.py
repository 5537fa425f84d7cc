"""English words that exist but do not go together: "stainless steal", "hari dryer", "eye msk".

A word beside another becomes one a cheap slip away with which that other makes a phrase of goods
(``pairs_en.txt``), unless it makes one as it is, is itself a word of goods or a brand, or is used
more than what it would become. Beside words like "for" anything stands, so they say nothing.

The limits were chosen on the training labels, each third of the files with phrases of the others
alone: 172 more words become what the label has, 9 stop being it (half of those are spellings such
as metre and meter).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import OSA
from wordfreq import zipf_frequency

from assistant.rules.spelling.channel import cost
from assistant.rules.spelling.goods import brand_words, english_goods, english_pairs
from assistant.rules.vocabulary import Vocabulary
from retrieval.values.text import fold, singular

_TOKEN = re.compile(r"(?<![\w@./#'’-])[A-Za-z]{3,20}(?![\w'’@/#-]|\.\w)")
_EVERYWHERE = 5.2
"""Zipf frequency from which a word stands beside anything."""
_SLIP = 0.7
"""The dearest slip (``channel``) that is forgiven."""


def mend_pairs(message: str, vocabulary: Vocabulary, known: frozenset[str]) -> str:
    """``message`` with words mended that their neighbour shows to be slips.

    Args:
        message: What was typed, other typos mended.
        vocabulary: The shop's brands and product types.
        known: Further words that are right, lower case.

    Examples:
        >>> mend_pairs("a stainless steal pan", Vocabulary(), frozenset())
        'a stainless steel pan'
    """
    found = list(_TOKEN.finditer(message))
    changes: dict[int, str] = {}
    for at, (one, other) in enumerate(pairwise(found)):
        if message[one.end() : other.start()].strip():
            continue
        first, second = fold(one[0]), fold(other[0])
        for place, typed in ((at, first), (at + 1, second)):
            if place not in changes and typed not in known:
                meant = _meant(first, second, typed is first, vocabulary)
                if meant:
                    changes[place] = meant
    for place in sorted(changes, reverse=True):
        start, end = found[place].span()
        message = message[:start] + changes[place] + message[end:]
    return message


@lru_cache(maxsize=8192)
def _meant(first: str, second: str, leading: bool, vocabulary: Vocabulary) -> str | None:
    """What the ``leading`` word of two, or the other, was meant to be; None where it is right."""
    typed, beside = (first, second) if leading else (second, first)
    pairs = english_pairs(vocabulary)
    if second in pairs.after(first) or singular(second) in pairs.after(first):
        return None
    if zipf_frequency(beside, "en") > _EVERYWHERE or _is_right(typed, vocabulary):
        return None
    partners = (
        pairs.before(second) | pairs.before(singular(second)) if leading else pairs.after(first)
    )
    return min(_slips(typed, partners), default=(0.0, None))[1]


def _slips(typed: str, partners: frozenset[str]) -> Iterator[tuple[float, str]]:
    own = zipf_frequency(typed, "en")
    for word in partners:
        if abs(len(word) - len(typed)) > 1 or OSA.distance(word, typed, score_cutoff=1) != 1:
            continue
        if singular(word) == singular(typed) or zipf_frequency(word, "en") < own:
            continue
        if (slip := cost(typed, word)) <= _SLIP:
            yield slip, word


def _is_right(word: str, vocabulary: Vocabulary) -> bool:
    return word in english_goods(vocabulary) or word in brand_words(vocabulary)
