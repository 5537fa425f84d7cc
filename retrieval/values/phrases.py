"""A table of phrases → values, found in running text by longest match.

English phrases match whole words, with any hyphen or space inside and a plural ending; Chinese
phrases match anywhere. The longest phrase wins and is used up, so "faux leather" is no leather.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from retrieval.values.text import fold, is_cjk, simplified

_GAP = "\0"
"""Stands between the words of a phrase while its pattern is made."""


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
        latin = [_words(phrase) for phrase in values if not is_cjk(phrase)]
        ending = "(?:'s|e?s)?" if plurals else ""
        parts = []
        if latin:
            parts.append(rf"(?<![a-z0-9])(?P<latin>{_any_of(latin)}){ending}(?![a-z0-9])")
        if cjk:
            parts.append(
                rf"(?P<cjk>{'|'.join(re.escape(simplified(fold(phrase))) for phrase in cjk)})"
            )
        self._pattern = re.compile("|".join(parts))
        self._ascii = re.compile(parts[0] if latin else "(?!)")

    def mentions(self, folded: str) -> Iterator[Mention]:
        """Every phrase in ``folded`` (text that went through ``fold``), left to right."""
        pattern = self._ascii if folded.isascii() else self._pattern
        for match in pattern.finditer(simplified(folded)):  # of one length
            phrase = match[match.lastgroup or 0]
            start, end = match.span()
            yield Mention(folded[start:end], start, end, self._values[_key(phrase)])


def _key(phrase: str) -> str:
    return re.sub(r"[\s\-]+", "", simplified(fold(phrase)))


def _words(phrase: str) -> list[str]:
    return re.split(r"[\s\-]+", fold(phrase))


def _any_of(phrases: Iterable[Sequence[str]]) -> str:
    """A pattern that matches the longest of ``phrases``, each a list of words.

    Phrases that begin alike share their beginning: a list of all of them is tried one by one at
    every word of a title, which took a third of the time that a product takes to be read.
    """
    root: dict[str, Any] = {}
    for words in phrases:
        node = root
        for step in _GAP.join(words):
            node = node.setdefault(step, {})
        node[""] = {}
    return _branches(root)


def _branches(node: Mapping[str, Any]) -> str:
    # The gap comes last, since it may be empty: "dark blue" must not hide "darker".
    steps = sorted((step for step in node if step), key=lambda step: (step == _GAP, step))
    branches = [
        (r"[\s\-]?" if step == _GAP else re.escape(step)) + _branches(node[step]) for step in steps
    ]
    if not branches:
        return ""
    some = branches[0] if len(branches) == 1 and "" not in node else f"(?:{'|'.join(branches)})"
    return f"{some}?" if "" in node else some  # greedy: the longer phrase first


def word_table(name: str) -> dict[str, Any]:
    """The word lists of ``<name>.toml``, which stands beside this module."""
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))


def entries(table: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    """Name → phrases, turned round into phrase → the set of its one name."""
    return {phrase: frozenset({name}) for name, phrases in table.items() for phrase in phrases}
