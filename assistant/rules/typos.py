"""Typos in English words, corrected towards words that are known.

Only a word of seven letters or more that no list knows, one edit away from exactly one known word
with the same first letter: "bluetoth" becomes "bluetooth", "boats" stays. Given up: short words
and two mistakes in one word, where a correction is as likely wrong as right.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from assistant.rules.actions import CUE_WORDS
from assistant.rules.lexicon import word_list
from assistant.rules.vocabulary import Vocabulary
from retrieval.values.text import fold, is_cjk, singular

_WORD = re.compile(r"[A-Za-z]{7,20}(?![A-Za-z0-9'’])")


@lru_cache(maxsize=8)
def _known(vocabulary: Vocabulary) -> tuple[frozenset[str], tuple[str, ...]]:
    phrases = [
        *vocabulary.known_types,
        *vocabulary.known_brands,
        *word_list("features", "english"),
        *word_list("materials", "english"),
        *word_list("occasions", "english"),
        *word_list("recipients", "english"),
    ]
    # Words of the cues are right as they are: "remove" is no "remote".
    cues = set(re.findall(r"[a-z]{5,}", CUE_WORDS)) - set(phrases)
    words = {w for phrase in phrases if not is_cjk(phrase) for w in re.findall(r"[a-z]+", phrase)}
    goals = {w for w in words if len(w) >= 5} - cues
    return frozenset(words | cues), tuple(sorted(goals))


def corrected(message: str, vocabulary: Vocabulary) -> str:
    """``message`` with its clear typos mended.

    Examples:
        >>> corrected("a bluetoth speaker", Vocabulary())
        'a bluetooth speaker'
    """
    return _WORD.sub(lambda match: _mend(match[0], vocabulary), message)


def _mend(word: str, vocabulary: Vocabulary) -> str:
    known, long_enough = _known(vocabulary)
    plain = fold(word)
    if plain in known or singular(plain) in known:
        return word
    close = {
        choice
        for form in {plain, singular(plain)}
        for choice, _, _ in process.extract(
            form, long_enough, scorer=OSA.distance, score_cutoff=1, limit=3
        )
        if choice[0] == plain[0] and choice.rstrip("s") != plain.rstrip("s")
    }
    return close.pop() if len(close) == 1 else word
