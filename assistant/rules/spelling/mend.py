"""A message mended in the language it is in, or in both."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from assistant.rules.spelling.chinese import mend_chinese
from assistant.rules.spelling.english import mend_english
from assistant.rules.spelling.goods import WORD
from assistant.rules.spelling.letters import mend_letters
from assistant.rules.spelling.pairs import mend_pairs
from assistant.rules.vocabulary import Vocabulary
from retrieval.values.text import fold, is_cjk

LONGEST = 2000
"""Characters of a message that are mended; of a longer one, only its beginning."""


def mended(message: str, vocabulary: Vocabulary, *, shown: Sequence[str] = ()) -> str:
    """``message`` with its clear typos and homophones mended.

    Args:
        message: What the shopper said.
        vocabulary: The shop's brands and product types.
        shown: Titles of the products on show, whose words are right as they are.

    Examples:
        >>> mended("a bluetoth speeker", Vocabulary())
        'a bluetooth speaker'
        >>> mended("想要兰牙耳机", Vocabulary())
        '想要蓝牙耳机'
    """
    head, tail = message[:LONGEST], message[LONGEST:]
    return _head(head, vocabulary, tuple(shown)) + tail


@lru_cache(maxsize=2048)
def _head(head: str, vocabulary: Vocabulary, shown: tuple[str, ...]) -> str:
    """Kept for what is said again and again: the intent cache is asked with what comes out."""
    known = _known(shown)
    head = mend_pairs(mend_english(head, vocabulary, known), vocabulary, known)
    if not is_cjk(head):
        return head
    return mend_chinese(mend_letters(head, vocabulary, known), vocabulary, known)


@lru_cache(maxsize=256)
def _known(shown: tuple[str, ...]) -> frozenset[str]:
    titles = fold(" ".join(shown))
    return frozenset([*WORD.findall(titles), *titles.split()])
