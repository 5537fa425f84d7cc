"""Who says a word: the rows whose text has it, for exclusions over a million products.

Reading a million texts for one excluded word takes a second. So each word has the list of rows that
have it, and of those only the ones are read in which it stands right after "no", "without" and the
like, or right before "free" or "less": nothing else can make a mention a negated one.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from retrieval.values import is_cjk

Rows = npt.NDArray[np.intp]

_AFTER = re.compile(r"\b(?:no|non|not|without|zero|free of|free from|never)(?=\s(\S+)(?:\s(\S+))?)")
_BEFORE = re.compile(r"(?<!\S)(\S+)(?=\s(?:free|less)\b)")
"""Where an English mention can be negated, some more than ``filters.says_test`` takes for it."""


class _ByWord(NamedTuple):
    """The rows of each word, one word's after the other's."""

    all_rows: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int64]

    def rows(self, code: int) -> Rows:
        return self.all_rows[self.starts[code] : self.starts[code + 1]].astype(np.intp)


class _Pairs:
    """Words and rows as they are read."""

    def __init__(self) -> None:
        self._words, self._rows = array("i"), array("i")

    def add(self, row: int, words: Iterable[int]) -> None:
        before = len(self._words)
        self._words.extend(words)
        self._rows.extend([row] * (len(self._words) - before))

    def by_word(self, count: int) -> _ByWord:
        code = np.array(self._words, dtype=np.int32)
        order = np.argsort(code, kind="stable")
        starts = np.searchsorted(code[order], np.arange(count + 1))
        return _ByWord(np.array(self._rows, dtype=np.int32)[order], starts)


class Said:
    """The words of all texts, and the rows that have each."""

    def __init__(self, texts: Sequence[str], each: Iterable[str] | None = None) -> None:
        """Reads the texts once, from ``each`` where walking through ``texts`` is dear."""
        self._texts = texts
        self._words: dict[str, int] = {}
        said, turned = _Pairs(), _Pairs()
        for row, text in enumerate(texts if each is None else each):
            own = set(text.split())
            said.add(row, (self._words.setdefault(word, len(self._words)) for word in own))
            turned.add(row, (self._words[word] for word in _turned(text) if word in self._words))
        self._said = said.by_word(len(self._words))
        self._turned = turned.by_word(len(self._words))

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
        turned = self._turned.rows(self._words[parts[0]]) if len(found) else found
        return np.union1d(
            np.setdiff1d(found, turned, assume_unique=True), self._passing(turned, says)
        )

    def _having(self, word: str) -> Rows:
        code = self._words.get(word)
        return np.empty(0, dtype=np.intp) if code is None else self._said.rows(code)

    def _union(self, codes: Iterable[int]) -> Rows:
        lists = [self._said.rows(code) for code in codes]
        return np.unique(np.concatenate([*lists, np.empty(0, np.intp)]))

    def _passing(self, rows: Rows, says: Callable[[str], bool]) -> Rows:
        return np.array([row for row in rows.tolist() if says(self._texts[row])], dtype=np.intp)


def _turned(text: str) -> set[str]:
    """The words of a text that something stands beside that could negate them."""
    found = set(_BEFORE.findall(text))
    for words in _AFTER.findall(text):
        found.update(words)
    return found
