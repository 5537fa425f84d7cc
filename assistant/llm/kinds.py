"""The kind of product that the model wrote, held to the kinds that were said.

A 270M model that meets a noun it has seldom seen writes a likelier one in its place: "sink" for
"drinks", "panel truck" for "pallet truck". A word of the message that is itself a word is never a
slip of the shopper's for another product, so what was said counts.
"""

from __future__ import annotations

import re
from functools import cache

from wordfreq import zipf_frequency

from assistant.llm.heard import heard
from assistant.llm.plain import lone_noun
from assistant.llm.slips import is_word
from assistant.rules.lexicon import head_singular
from assistant.rules.vocabulary import Vocabulary
from retrieval.values.text import contains_term, fold, is_cjk, singular

_OFTENER = 0.3
"""By how much more than its plural (log10 of uses) the singular of a known kind is said."""
_ALIKE = 2
"""Letters that a word and what the model made of it begin with alike."""
_WORDS = re.compile(r"[a-z][a-z'-]*")
_BACK = re.compile(
    r"\b(?:(?:back|return) to|(?:start|begin) with) (?:(?:the|those|some|looking at|looking for) )*"
)
_NOWHERE = frozenset(
    ["start", "beginning", "scratch", "zero", "begin", "top", "slate", "search", "nothing", "new"]
)
"""What one goes back to in order to begin anew."""
_GOES_ON = re.compile(r"\s+(?:bigger|smaller|larger|under|over|below|above|with|without|in|for)\b")
_LEAD = re.compile(r"(?:(?:and|also|now|then|ok|okay|show me|what about|how about|an?|the)[, ]+)*")


def spoken_kind(kind: str, message: str, known: str) -> str:
    """``kind`` as the message has it, its last word in the singular.

    Args:
        kind: The product type that the model wrote.
        message: The shopper's words.
        known: What a kind may also be taken from: the need, the titles shown.

    Examples:
        >>> spoken_kind("sink", "drinks", ""), spoken_kind("lamps", "lamps under 40", "")
        ('drink', 'lamp')
        >>> spoken_kind("panel truck", "a pallet truck 2500 kg, narrow forks", "")
        'pallet truck'
        >>> spoken_kind("headphones", "hedphones", ""), spoken_kind("nest of tables", "tables", "")
        ('headphones', 'nest of tables')
    """
    if is_cjk(kind) or is_cjk(message):
        return kind
    kind = _everyday(kind)
    if heard(kind, message) or heard(kind, known):
        return kind
    text = fold(message)
    said = _WORDS.findall(text)
    whole = {singular(word) for word in said}
    if (near := _miscopied(kind, said)) is not None:
        return near
    if any(singular(word) in whole for word in kind.split()):
        return kind
    noun = lone_noun(message)
    if noun is not None and _are_words(noun):
        return noun
    named = _vocabulary().type_pattern.search(text)
    return head_singular(named[0]) if named is not None and _are_words(named[0]) else kind


def unread_kind(message: str, before: str, written: str) -> str | None:
    """A known kind, another than ``before``, that opens the message and the model left out.

    Args:
        message: The shopper's words.
        before: The kind looked for so far.
        written: All that the model wrote.

    Examples:
        >>> unread_kind("monitor bigger than 24 inches", "tv", "bigger than 24 inches")
        'monitor'
        >>> unread_kind("bottle, velvet", "gift bag", "bottle velvet") is None
        True
    """
    text = fold(message)
    start = _LEAD.match(text)
    found = _vocabulary().type_pattern.match(text, start.end() if start else 0)
    if found is None or is_cjk(found[0]):
        return None
    kind = head_singular(found[0])
    rest = text[found.end() :]
    if contains_term(before, kind) or contains_term(kind, before) or contains_term(written, kind):
        return None
    return kind if _GOES_ON.match(rest) else None


def kind_gone_back_to(message: str) -> str | None:
    """A known kind that the message goes back to; None where it goes back to none.

    Examples:
        >>> kind_gone_back_to("back to the laptops"), kind_gone_back_to("start with bedding")
        ('laptop', 'bedding')
        >>> kind_gone_back_to("back to the start") is None
        True
    """
    text = fold(message)
    start = _BACK.search(text)
    found = _vocabulary().type_pattern.match(text, start.end()) if start is not None else None
    if found is not None:
        return head_singular(found[0])
    noun = lone_noun(text[start.end() :]) if start is not None else None
    return noun if noun and not _NOWHERE & set(noun.split()) else None


def _everyday(kind: str) -> str:
    """The singular of a single word, where it is the more frequent: a lamp, but gloves, jodhpurs.

    A compound ("fairy lights") often has another number than its head, and a maker's name
    ("crocs") none.
    """
    one, vocabulary = singular(kind), _vocabulary()
    if one not in vocabulary.known_types or kind in vocabulary.known_brands:
        return kind
    return one if zipf_frequency(one, "en") >= zipf_frequency(kind, "en") + _OFTENER else kind


def _miscopied(kind: str, said: list[str]) -> str | None:
    """The words said before the same head, where the model's begin like them."""
    words = kind.split()
    heads = [at for at, word in enumerate(said) if singular(word) == words[-1]]
    for at in heads:
        before = said[max(0, at - len(words) + 1) : at]
        pairs = list(zip(words[:-1], before, strict=False))
        if len(before) == len(words) - 1 > 0 and all(
            one == other or (one[:_ALIKE] == other[:_ALIKE] and is_word(other))
            for one, other in pairs
        ):
            return " ".join([*before, words[-1]])
    return None


def _are_words(phrase: str) -> bool:
    return all(is_word(word) for word in phrase.split())


@cache
def _vocabulary() -> Vocabulary:
    return Vocabulary()
