"""A reply in pieces small enough to read along with."""

from __future__ import annotations

import re
from collections.abc import Iterator

_PIECE = re.compile(r"\s*\S{1,12}")


def deltas(text: str) -> Iterator[str]:
    """Pieces of ``text``, at most a word each; joined they give it back.

    >>> list(deltas("Here are 6 products."))
    ['Here', ' are', ' 6', ' products.']
    """
    end = 0
    for match in _PIECE.finditer(text):
        yield match.group()
        end = match.end()
    if end < len(text):
        yield text[end:]
