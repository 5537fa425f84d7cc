"""English typos, towards the words of goods, brands and the frequent words of the language.

A word of four letters or more that no list holds becomes a known one: a goods word, a brand or a
frequent word one edit away, from seven letters on also a goods word two edits away; of several, the
likeliest (``channel``). A word that nobody uses (by ``wordfreq``) always does; one that is used now
and then, as common misspellings are ("rechargable", "tuch"), where the other is so much more
frequent that a slip is likelier than the word. The first letter must be right, which leaves few
enough words to compare with all of them in a millisecond, so there is no index to build.

The weights were chosen on the training labels, each third of the files with goods words of the
others alone: 3,902 words become what the label has and 82 stop being it; when only words used less
than 1.3 were mended it was 3,235 and 76.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA
from wordfreq import iter_wordlist, zipf_frequency

from assistant.rules.actions import CUE_WORDS
from assistant.rules.lexicon import word_list
from assistant.rules.spelling.channel import cost
from assistant.rules.spelling.goods import brand_words, english_goods
from assistant.rules.vocabulary import Vocabulary
from retrieval.values.text import fold, singular

_TYPED = re.compile(r"(?<![\w@./#'’-])[A-Za-z]{4,20}(?![\w'’@/#-]|\.\w)")
_QUITE = re.compile(
    r"(?<!\bnot )\bquite\b(?=\s*(?:$|[,.;!?]|(?:please|pls|plz|one|and)\b))", re.IGNORECASE
)
"""The commonest slip between two words that exist: "quite" says something only before a word."""
_UNUSED = 0.9
"""Zipf frequency (log10 of uses in a billion words) below which a word is none."""
_USED = 2.6
"""… and from which one is right as it is."""
_LIKELIER = 1.25
"""By how much another must be likelier than a word used now and then …"""
_LIKELIER_LONG = 0.5
"""… that has ``_FAR`` letters or more: fewer of those are near each other by chance."""
_SLIP_OF_A_WORD = 3.0
"""What a slip of cost 1 takes away beside the chance that the word was meant."""
_FREQUENT = 3.4
"""… and from which it is one that typos are mended towards."""
_GOODS = 1.5
"""What being a goods word, or one that requests are made of, adds to it."""
_SLIP = 6.0
"""What a slip of cost 1 takes away: some millionfold, so that frequency decides near ties alone."""
_REQUESTS = frozenset(word_list("spelling", "requests"))
_FAR = 7
"""Letters from which on two edits are forgiven."""


@lru_cache(maxsize=1)
def _frequent() -> frozenset[str]:
    found = set()
    for word in iter_wordlist("en"):  # most frequent first
        if zipf_frequency(word, "en") < _FREQUENT:
            break
        if len(word) > 3 and word.isascii() and word.isalpha():
            found.add(word)
    return frozenset(found)


@lru_cache(maxsize=4)
def _by_letter(vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    """First letter → the words typos are mended towards."""
    words: dict[str, list[str]] = {}
    brands = {word for word in brand_words(vocabulary) if len(word) > 3 and word.isascii()}
    for word in sorted(english_goods(vocabulary) | _frequent() | brands):
        words.setdefault(word[0], []).append(word)
    return {letter: tuple(found) for letter, found in words.items()}


@lru_cache(maxsize=4)
def _right(vocabulary: Vocabulary) -> frozenset[str]:
    cues = re.findall(r"[a-z]{4,}", CUE_WORDS)
    shorthand = word_list("spelling", "shorthand")
    return brand_words(vocabulary) | english_goods(vocabulary) | {*cues, *shorthand, *_REQUESTS}


def mend_english(message: str, vocabulary: Vocabulary, known: frozenset[str]) -> str:
    """``message`` with its clear typos mended.

    Args:
        message: What was typed.
        vocabulary: The shop's brands and product types.
        known: Further words that are right, lower case.
    """
    mended = _TYPED.sub(lambda match: _word(match[0], vocabulary, known), message)
    return _QUITE.sub("quiet", mended)


def _word(word: str, vocabulary: Vocabulary, known: frozenset[str]) -> str:
    plain = fold(word)
    forms = {plain, singular(plain)}
    if not known.isdisjoint(forms) or not _right(vocabulary).isdisjoint(forms):
        return word
    return _nearest(plain, vocabulary) or word


@lru_cache(maxsize=4096)
def _nearest(plain: str, vocabulary: Vocabulary) -> str | None:
    own = zipf_frequency(plain, "en")
    if own >= _USED:
        return None
    goods = english_goods(vocabulary)
    edits = 2 if len(plain) >= _FAR else 1
    near = process.extract(
        plain,
        _by_letter(vocabulary).get(plain[0], ()),
        scorer=OSA.distance,
        score_cutoff=edits,
        limit=None,
    )
    words = [word for word, far, _ in near if far < 2 or word in goods]
    best = max(words, key=lambda word: (_likely(plain, word, goods), word), default=None)
    if best is None or own < _UNUSED:
        return best
    listed = best in _right(vocabulary)
    meant = zipf_frequency(best, "en") + listed - _SLIP_OF_A_WORD * cost(plain, best)
    least = _LIKELIER if len(plain) < _FAR else _LIKELIER_LONG
    return best if meant - own >= least else None


def _likely(typed: str, word: str, goods: frozenset[str]) -> float:
    """How likely ``word`` was meant: its frequency, and how likely the slip is."""
    frequency = float(zipf_frequency(word, "en"))
    listed = word in goods or word in _REQUESTS
    return frequency + _GOODS * listed - _SLIP * cost(typed, word)
