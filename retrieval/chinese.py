"""Chinese as words: what a query asks for, and all that a title can be asked by.

jieba cuts a compound one way in a query and another in a title, depending on what stands around
it. So a title is indexed by every word of jieba's dictionary that stands in it, and by its
characters under a mark: an unknown word of a query is read as its characters, wherever they are,
while another name of one character (表, a watch) is not found inside of words (表面). Jieba's
dictionary is simplified; ``values.text.tokens`` has folded the script by then.
"""

from __future__ import annotations

import threading
from functools import lru_cache

import jieba

_MARK = "\x1e"

jieba.setLogLevel("WARNING")
_cutting = threading.Lock()


@lru_cache(maxsize=65_536)
def cut(run: str) -> tuple[str, ...]:
    """The words of a run of characters, and the shorter words in each.

    Examples:
        >>> cut("研究生命起源")
        ('研究', '生命', '起源')
    """
    with _cutting:
        return tuple(jieba.cut_for_search(run))


@lru_cache(maxsize=16_384)
def all_within(run: str) -> tuple[str, ...]:
    """Those words, every other dictionary word in the run, however it is cut, and its characters.

    Examples:
        >>> [word for word in all_within("研究生命") if word not in characters("研究生命")]
        ['研究', '生命', '研究生']
    """
    found = cut(run)
    with _cutting:
        others = [word for word in jieba.cut(run, cut_all=True) if len(word) > 1]
    known = set(found)
    more = (word for word in dict.fromkeys(others) if word not in known)
    return (*found, *more, *characters(run))


def characters(word: str) -> tuple[str, ...]:
    """The characters of a word, as index words."""
    return tuple(_MARK + one for one in dict.fromkeys(word))


@lru_cache(maxsize=16_384)
def cut_once(run: str) -> tuple[str, ...]:
    """The words of a run side by side, no part of one inside another."""
    with _cutting:
        return tuple(jieba.cut(run))
