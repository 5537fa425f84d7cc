"""Text folding and term matching, for English and Chinese.

English terms match whole words, singular or plural ("shoe" is in "Running Shoes", "red" is not in
"incredible"); Chinese has no word breaks, so a Chinese term matches as a substring. Rules, not a
stemmer: a stemmer turns "leather" and "leathery" into one word, and the shopper sees the mistake.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import lru_cache
from pathlib import Path

from wordfreq.chinese import SIMPLIFIED_MAP

_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]+|[^\W_]+(?:[.'’][^\W_]+)*"
)
_PLURALS = tomllib.loads(Path(__file__).with_name("plurals.toml").read_text(encoding="utf-8"))
_SAME = frozenset(_PLURALS["same"])
_IRREGULAR: dict[str, str] = _PLURALS["irregular"]


def is_cjk(text: str) -> bool:
    """Whether ``text`` has a Chinese, Japanese or Korean character."""
    return _CJK.search(text) is not None


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """``text`` in NFKC, case-folded, its white space collapsed: the form in which we compare.

    Examples:
        >>> fold("  ＮＩＫＥ  Air")
        'nike air'
    """
    previous = text
    for _ in range(4):  # NFKC after casefold can need another round (ͅ, ẞ …); it settles in two
        folded = unicodedata.normalize("NFKC", previous).casefold()
        if folded == previous:
            break
        previous = folded
    return " ".join(previous.split())


def simplified(text: str) -> str:
    """``text`` with traditional characters as simplified ones, one for one.

    Both scripts so compare as one; where two traditional characters share a simplified one, what
    told them apart is lost. Japanese is changed too, on both sides of a comparison.

    Examples:
        >>> simplified("藍牙耳機")
        '蓝牙耳机'
    """
    return text if text.isascii() else text.translate(SIMPLIFIED_MAP)


@lru_cache(maxsize=65_536)
def singular(word: str) -> str:
    """The singular of one English word, lower case; anything else comes back folded.

    Words whose everyday form is the plural stay ("headphones", "jeans").

    Examples:
        >>> [singular(w) for w in ("shoes", "Watches", "berries", "headphones", "dress", "耳机")]
        ['shoe', 'watch', 'berry', 'headphones', 'dress', '耳机']
    """
    word = fold(word).removesuffix("'s").removesuffix("’s")
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    plural = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
    if not plural or word in _SAME or is_cjk(word):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    cut = 2 if word.endswith(("sses", "shes", "ches", "xes", "zzes", "oes")) else 1
    return word[:-cut]


@lru_cache(maxsize=32_768)
def tokens(text: str) -> tuple[str, ...]:
    """The words of ``text``, folded: English singular, runs of Chinese whole and simplified."""
    return tuple(singular(token) for token in _TOKEN.findall(simplified(fold(text))))


@lru_cache(maxsize=16_384)
def _padded(text: str) -> str:
    return f" {' '.join(tokens(text))} "


def _run(text: str) -> str:
    return simplified(fold(text)).replace(" ", "")


def contains_term(haystack: str, term: str) -> bool:
    """Whether ``term`` stands in ``haystack`` as whole words (Chinese: as a substring).

    Number and case do not matter, nor does punctuation between the words, nor whether characters
    are traditional or simplified.

    Examples:
        >>> contains_term("Men's Running Shoes", "running shoe"), contains_term("Incredible", "red")
        (True, False)
        >>> contains_term("无线蓝牙耳机", "耳机")
        True
    """
    if is_cjk(term):
        return _run(term) in _run(haystack)
    needle = _padded(term)
    return needle != "  " and needle in _padded(haystack)
