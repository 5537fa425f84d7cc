"""The built-in word lists as matchers, made once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from retrieval.values.text import fold, is_cjk, singular

# (singular ending, characters to cut, pattern of both numbers)
_PLURALS = (
    (re.compile(r"(?:man|woman)$"), 2, "[ae]n"),
    (re.compile(r"[^aeiou]y$"), 1, "(?:y|ies)"),
    (re.compile(r"fe$"), 2, "(?:fe|ves)"),
    (re.compile(r"[^f]f$"), 1, "(?:f|fs|ves)"),
    (re.compile(r"^mouse$"), 4, "(?:ouse|ice)"),
)


BRANDS = Path(__file__).with_name("brands.txt")
"""Brands of our training material: ``finetune.data.brands`` writes them."""


@lru_cache(maxsize=1)
def brand_lists() -> tuple[frozenset[str], frozenset[str]]:
    """Every built-in brand, folded, and those among them that are everyday words as well."""
    lines = BRANDS.read_text(encoding="utf-8").split("\n")
    found = {fold(line.removeprefix("?")) for line in lines if line}
    doubtful = {fold(line[1:]) for line in lines if line.startswith("?")}
    names, unsure = set(word_list("brands", "names")), set(word_list("brands", "doubtful"))
    return frozenset(found | names), frozenset((doubtful - names) | unsure)


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """``lexicon.toml``."""
    return tomllib.loads(Path(__file__).with_name("lexicon.toml").read_text(encoding="utf-8"))


def word_list(section: str, *names: str) -> tuple[str, ...]:
    """The folded words of ``section``'s lists ``names``, without repeats."""
    table = words()[section]
    return tuple(dict.fromkeys(fold(word) for name in names for word in table[name]))


def matcher(phrases: Iterable[str], *, plurals: bool = False) -> re.Pattern[str]:
    """A pattern for any of ``phrases``: English as whole words, Chinese anywhere, longest first.

    Args:
        phrases: Folded phrases; a space in one also meets a hyphen or nothing.
        plurals: Whether the last word may also stand in its plural.
    """
    latin, cjk = [], []
    for phrase in sorted(set(phrases), key=len, reverse=True):
        if is_cjk(phrase):
            cjk.append(re.escape(phrase))
        elif phrase:
            latin.append(_latin(phrase, plurals=plurals))
    parts = []
    if latin:
        parts.append(rf"(?<![a-z0-9])(?:{'|'.join(latin)})(?![a-z0-9])")
    if cjk:
        parts.append(f"(?:{'|'.join(cjk)})")
    return re.compile("|".join(parts) or r"(?!)")


def _latin(phrase: str, *, plurals: bool) -> str:
    gaps = {" ": r"[\s\-]", "-": r"[\s\-]?"}
    escaped = "".join(gaps.get(char) or re.escape(char) for char in phrase)
    if not plurals:
        return escaped
    return next(
        (
            escaped[: len(escaped) - cut] + ending
            for end, cut, ending in _PLURALS
            if end.search(phrase)
        ),
        f"{escaped}(?:e?s)?",
    )


def head_singular(phrase: str) -> str:
    """``phrase`` with its last English word in the singular.

    Examples:
        >>> head_singular("running shoes"), head_singular("headphones"), head_singular("耳机")
        ('running shoe', 'headphones', '耳机')
    """
    first, _, last = phrase.rpartition(" ")
    return f"{first} {singular(last)}".strip()
