"""Chinese typed without its characters: "lanya erji" is read as 蓝牙 耳机 where the shop says so.

Only letters that nobody knows as a word (not the shop, not the thesaurus, nor English as it is
used) are taken for pinyin, and only where they spell words of two syllables or more that some
product says, without a letter left over. Syllables may be apart or run together; tones are not
told. Of words that sound alike the one that most products say is meant. Given up: words of one
syllable, which too many letters spell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from pypinyin import lazy_pinyin
from wordfreq import zipf_frequency

from retrieval.values import fold, is_cjk

_ENGLISH = 3.5
"""From this Zipf frequency on letters are an English word (three in a million words): below are as
many words of pinyin as of English ("pixie", 皮鞋), above hardly any."""
_SYLLABLE = 3
_PIECES = 8
"""Pieces that are read together at most."""
_LONGEST = 40
"""Letters of a run that are looked at; a longer one is no pinyin of a search."""


class Pinyin:
    """How a shop's Chinese words sound."""

    def __init__(self, counts: Iterable[tuple[str, int]]) -> None:
        """Takes words of any script, and how many products say each."""
        self._words: dict[str, tuple[int, str]] = {}
        for word, count in counts:
            if 2 <= len(word) <= 8 and count and all(map(is_cjk, word)) and (key := _sound(word)):
                self._words[key] = max(self._words.get(key, (0, "")), (count, word))
        self._longest = max(map(len, self._words), default=0)

    def read(self, query: str, known: Callable[[str], bool]) -> str:
        """``query`` with what is pinyin of the shop's words as these; else as it is.

        Args:
            query: What was typed.
            known: Whether letters are a word as they stand, beside those of English.
        """
        if not self._words:
            return query
        found: list[str] = []
        changed = False
        run: list[str] = []
        for piece in [*fold(query).split(), ""]:
            if _is_strange(piece) and not known(piece):
                run.append(piece)
                continue
            read = self._run(run)
            changed = changed or read != run
            found += [*read, piece]
            run = []
        return " ".join(found).strip() if changed else query

    def _run(self, pieces: list[str]) -> list[str]:
        """Pieces side by side, as many read together as leave nothing over; the rest as it is."""
        found: list[str] = []
        at = 0
        while at < len(pieces):
            for end in range(min(len(pieces), at + _PIECES), at, -1):
                if read := self._spelled("".join(pieces[at:end])):
                    found += read
                    at = end
                    break
            else:
                found.append(pieces[at])
                at += 1
        return found

    def _spelled(self, letters: str) -> list[str]:
        """The fewest words that spell ``letters``, the commonest of these; none where none do."""
        if not 0 < len(letters) <= _LONGEST:
            return []
        best: list[tuple[int, int, list[str]] | None] = [(0, 0, [])]
        for end in range(1, len(letters) + 1):
            ways = []
            for start in range(max(0, end - self._longest), end):
                before, word = best[start], self._words.get(letters[start:end])
                if before is not None and word is not None:
                    ways.append((before[0] + 1, before[1] - word[0], [*before[2], word[1]]))
            best.append(min(ways, default=None))
        last = best[-1]
        return [] if last is None else last[2]


def _is_strange(piece: str) -> bool:
    """Whether letters are no English word; so few are a syllable, which is no word alone."""
    if not (piece.isascii() and piece.isalpha()):
        return False
    return len(piece) <= _SYLLABLE or zipf_frequency(piece, "en") < _ENGLISH


@lru_cache(maxsize=262_144)
def _sound(word: str) -> str:
    """The pinyin of a word without tones; empty where a character has none (Japanese, Korean)."""
    sounds = "".join(lazy_pinyin(word, errors="ignore"))
    return sounds if sounds.isascii() and sounds.isalpha() else ""
