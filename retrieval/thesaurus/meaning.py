"""What a query means in one shop's words: products that say a thing by another of its names.

A product that says another name scores as if it said the one asked for, a little less, and never
more for a rarer name; all words of the name must be there. Names inside a name count too: who asks
for 蓝牙耳机 is served by "bluetooth headphones". Only other names that some product says cost time.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from retrieval.lexical import LexicalIndex, Scores, units, words
from retrieval.thesaurus.table import Name, Span, spans
from retrieval.values import is_cjk

OTHER_BARE, OTHER_RICH = 0.8, 0.3
"""What another name counts where titles are all there is, and where products are described at
length: descriptions say other names themselves, and a word in them is no name."""
_RICH = 0.5
"""The share of words outside of titles from which a catalogue counts as richly described."""
_USED = 2.0
"""The more titles say the name asked for, the less the shop needs others: with e² - 1, about 6,
of them other names count half."""
_LONGEST = 24
"""Of a longer query only so many words are looked up: a talk has enough words of its own."""


class _Said(NamedTuple):
    """The rows that say one name, what they score, and whether they say it in the title."""

    rows: npt.NDArray[np.int32]
    scores: Scores
    titled: npt.NDArray[np.bool_]


class Meaning:
    """One query read with the thesaurus over one word index."""

    def __init__(self, lexical: LexicalIndex, query: str) -> None:
        self._lexical = lexical
        self._units = units(query)[:_LONGEST]
        self._spans = spans(self._units)
        self._found: dict[str, _Said | None] = {}

    def more(self) -> Scores:
        """What other names add to the word score of each row, shape ``(rows,)``."""
        total = np.zeros(self._lexical.size, dtype=np.float32)
        for span in self._spans:
            total += self._gain(self._units[span.start : span.end], span)
        return total

    def in_shop_words(self) -> str | None:
        """The query with each thing under the other name that most products use; None for none.

        An embedding model that is unsure of the word asked for may know the shop's own.
        """
        parts: list[str] = []
        at, changed = 0, False
        for span in self._spans:
            parts += self._units[at : span.start]
            other = self._commonest(span.names)
            parts += [other] if other else self._units[span.start : span.end]
            changed = changed or other is not None
            at = span.end
        parts += self._units[at:]
        if not changed:
            return None
        return ("" if all(map(is_cjk, parts)) else " ").join(parts)

    def _commonest(self, names: Sequence[Name]) -> str | None:
        counted = [
            (len(found.rows) * name.weight, name.text)
            for name in names
            if (found := self._say(name.text)) is not None
        ]
        return max(counted)[1] if counted else None

    def _gain(self, part: Sequence[str], span: Span) -> Scores:
        """What the other names of ``part``, and of names inside of it, add to what it scores."""
        gain = np.zeros(self._lexical.size, dtype=np.float32)
        for inner in spans(part, below=len(part)) if len(part) > 1 else ():
            gain += self._gain(part[inner.start : inner.end], inner)
        best = np.zeros(self._lexical.size, dtype=np.float32)
        cap = self._rarity(part)
        base = self._other(part)
        for name in span.names:
            if (found := self._say(name.text)) is None:
                continue
            rarity = sum(map(self._lexical.rarity, dict.fromkeys(words(name.text))))
            factor = base * name.weight * min(1.0, cap / max(rarity, 1e-9))
            best[found.rows] = np.maximum(best[found.rows], factor * found.scores)
        for word in _words(part):
            if (own := self._lexical.postings(word)) is not None:
                best[own.rows] -= own.scores
        return np.maximum(gain, best)

    def _other(self, part: Sequence[str]) -> float:
        """What another name counts beside ``part`` in this shop."""
        used = self._say(" ".join(part))
        titles = 0 if used is None else int(used.titled.sum())
        most = float(np.interp(self._lexical.richness, (0, _RICH), (OTHER_BARE, OTHER_RICH)))
        return most / (1.0 + math.log1p(titles) / _USED)

    def _rarity(self, part: Sequence[str]) -> float:
        return sum(map(self._lexical.rarity, _words(part)))

    def _say(self, name: str) -> _Said | None:
        """The rows that say all words of ``name``."""
        if name not in self._found:
            self._found[name] = self._look_up(name)
        return self._found[name]

    def _look_up(self, name: str) -> _Said | None:
        found = [self._lexical.postings(word) for word in dict.fromkeys(words(name))]
        known = [one for one in found if one is not None]
        if not known or len(known) < len(found):
            return None
        first, *others = sorted(known, key=lambda one: len(one.rows))
        rows, scores, titled = first
        for other in others:
            rows, here, there = np.intersect1d(
                rows, other.rows, assume_unique=True, return_indices=True
            )
            scores, titled = scores[here] + other.scores[there], titled[here] & other.titled[there]
        return _Said(rows, scores, titled) if len(rows) else None


def _words(part: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(word for unit in part for word in words(unit)))
