"""A table of phrases → values, found in running text by longest match.

English phrases match whole words, with any hyphen or space inside and a plural ending; Chinese
phrases match anywhere. The longest phrase wins and is used up, so "faux leather" is no leather.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from retrieval.values.text import fold, is_cjk, simplified


class Mention(NamedTuple):
    """One phrase found: its words (folded), its place in the folded text, and its values."""

    text: str
    start: int
    end: int
    values: frozenset[str]


class PhraseTable:
    """Finds the phrases of ``entries`` (phrase → its values) in folded text."""

    def __init__(self, values: Mapping[str, frozenset[str]], *, plurals: bool = True) -> None:
        self._values = {_key(phrase): names for phrase, names in values.items()}
        cjk = sorted((p for p in values if is_cjk(p)), key=len, reverse=True)
        latin = sorted((p for p in values if not is_cjk(p)), key=len, reverse=True)
        ending = "(?:'s|e?s)?" if plurals else ""
        parts = []
        if latin:
            words = "|".join(_pattern(phrase) for phrase in latin)
            parts.append(rf"(?<![a-z0-9])(?P<latin>{words}){ending}(?![a-z0-9])")
        if cjk:
            parts.append(
                rf"(?P<cjk>{'|'.join(re.escape(simplified(fold(phrase))) for phrase in cjk)})"
            )
        self._pattern = re.compile("|".join(parts))

    def mentions(self, folded: str) -> Iterator[Mention]:
        """Every phrase in ``folded`` (text that went through ``fold``), left to right."""
        for match in self._pattern.finditer(simplified(folded)):  # of one length
            phrase = match[match.lastgroup or 0]
            start, end = match.span()
            yield Mention(folded[start:end], start, end, self._values[_key(phrase)])


def _key(phrase: str) -> str:
    return re.sub(r"[\s\-]+", "", simplified(fold(phrase)))


def _pattern(phrase: str) -> str:
    return r"[\s\-]?".join(re.escape(word) for word in re.split(r"[\s\-]+", fold(phrase)))


def word_table(name: str) -> dict[str, Any]:
    """The word lists of ``<name>.toml``, which stands beside this module."""
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))


def entries(table: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    """Name → phrases, turned round into phrase → the set of its one name."""
    return {phrase: frozenset({name}) for name, phrases in table.items() for phrase in phrases}
