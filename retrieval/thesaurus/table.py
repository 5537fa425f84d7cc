"""The groups of names, read once, and where in a query a name of them stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from retrieval.values import is_cjk
from retrieval.values.text import tokens

_MEMBER = 0.6
"""What a member of a family counts beside another name of the same thing."""
_MAX_UNITS = 6

Key = tuple[str, ...]


class Name(NamedTuple):
    """Another name, and how surely it means what was asked for, in (0, 1]."""

    text: str
    weight: float


class Span(NamedTuple):
    """A piece of a query: units ``start`` to ``end``, and other names for what they say."""

    start: int
    end: int
    names: tuple[Name, ...]


def key(text: str) -> Key:
    """A name as it is looked up: singular words; Chinese without spaces."""
    return _key(tokens(text))


def _key(parts: Sequence[str]) -> Key:
    return ("".join(parts),) if all(map(is_cjk, parts)) else tuple(parts)


@cache
def table() -> Mapping[Key, tuple[Name, ...]]:
    """Every name's other names, the surest first."""
    found: dict[Key, dict[str, float]] = {}
    groups: dict[Key, int] = {}
    for line in _lines():
        heads, _, members = line.partition(">")
        names, below = _names(heads), _names(members)
        for own in dict.fromkeys(map(key, names)):
            groups[own] = groups.get(own, 0) + (not below)
            others = found.setdefault(own, {})
            for name in below or names:
                if key(name) != own:
                    others[name] = max(others.get(name, 0.0), _MEMBER if below else 1.0)
    return {own: _surest(others, max(1, groups[own])) for own, others in found.items()}


@cache
def words_of_names() -> frozenset[str]:
    """Every word that stands in a name."""
    return frozenset(word for own in table() for word in own)


def _surest(others: Mapping[str, float], groups: int) -> tuple[Name, ...]:
    names = [Name(name, weight / groups**0.5) for name, weight in others.items()]
    return tuple(sorted(names, key=lambda name: -name.weight))


def _lines() -> Iterator[str]:
    for path in sorted(Path(__file__).parent.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                yield line


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def spans(units: Sequence[str], *, below: int = _MAX_UNITS + 1) -> list[Span]:
    """The names of fewer than ``below`` units that stand in ``units``, the longest taken first.

    Args:
        units: Words of a query, in order, lower-case singulars.
        below: A limit, to look for names inside of a name.

    Examples:
        >>> [(one.start, one.end) for one in spans(["蓝牙", "耳机", "black"])]
        [(0, 2), (2, 3)]
    """
    known, taken = table(), [False] * len(units)
    found: list[Span] = []
    for size in range(min(len(units), below - 1, _MAX_UNITS), 0, -1):
        for start in range(len(units) - size + 1):
            end = start + size
            if not any(taken[start:end]) and (names := known.get(_key(units[start:end]))):
                found.append(Span(start, end, names))
                taken[start:end] = [True] * size
    return sorted(found)
