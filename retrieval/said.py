"""Who says a word: the rows whose text has it, for exclusions over a million products.

Reading a million texts for one excluded word takes a second. So each word has the list of rows that
have it, and only those are looked at; and of those, only the ones that also say "no", "free" and
the like are read, since nothing else can make a mention a negated one.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from retrieval.values import is_cjk

Rows = npt.NDArray[np.intp]

_TURN = re.compile(r"\b(?:no|non|not|without|zero|free|less|never)\b")
"""English words without one of which no mention is negated (see ``filters.says_test``)."""


class Said:
    """The words of all texts, and the rows that have each."""

    def __init__(self, texts: Sequence[str], each: Iterable[str] | None = None) -> None:
        """Reads the texts once, from ``each`` where walking through ``texts`` is dear."""
        self._texts = texts
        self._words: dict[str, int] = {}
        words, rows = array("i"), array("i")
        for row, text in enumerate(texts if each is None else each):
            own = [self._words.setdefault(word, len(self._words)) for word in set(text.split())]
            words.extend(own)
            rows.extend([row] * len(own))
        code = np.array(words, dtype=np.int32)
        order = np.argsort(code, kind="stable")
        self._rows = np.array(rows, dtype=np.int32)[order]
        self._starts = np.searchsorted(code[order], np.arange(len(self._words) + 1))

    def __len__(self) -> int:
        return len(self._texts)

    def rows(self, needle: str, says: Callable[[str], bool]) -> Rows:
        """The rows whose text ``says`` passes; ``needle`` is the padded text it looks for."""
        parts = needle.split()
        if not parts:
            return np.empty(0, dtype=np.intp)
        if is_cjk(needle):
            # Chinese stands anywhere in a word.
            part = max(parts, key=len)
            words = [code for word, code in self._words.items() if part in word]
            return self._passing(self._union(words), says)
        having = [self._having(part) for part in parts]
        found = min(having, key=len)
        for other in having:
            if other is not found and len(found):
                found = np.intersect1d(found, other, assume_unique=True)
        if len(parts) > 1:
            return self._passing(found, says)
        turned = np.isin(found, self._turning)
        return np.union1d(found[~turned], self._passing(found[turned], says))

    @cached_property
    def _turning(self) -> Rows:
        """The rows in which a mention could be negated."""
        return self._union([code for word, code in self._words.items() if _TURN.search(word)])

    def _having(self, word: str) -> Rows:
        code = self._words.get(word)
        if code is None:
            return np.empty(0, dtype=np.intp)
        return self._rows[self._starts[code] : self._starts[code + 1]].astype(np.intp)

    def _union(self, codes: Iterable[int]) -> Rows:
        lists = [self._rows[self._starts[code] : self._starts[code + 1]] for code in codes]
        return np.unique(np.concatenate([*lists, np.empty(0, np.int32)])).astype(np.intp)

    def _passing(self, rows: Rows, says: Callable[[str], bool]) -> Rows:
        return np.array([row for row in rows.tolist() if says(self._texts[row])], dtype=np.intp)
