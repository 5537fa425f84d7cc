"""The shelves of a shop: what shoppers call a department, and which one a noun asks for.

"Food", "clothes", 玩具 name no kind of product but a whole part of the shop. Where the shop has a
shelf of that name, everything on it is meant: not what merely has the word in its kind (dog food),
and not the one kind that is called so (soft toys, of all toys). Where most of what stands on the
shelf is of the kind that it is named after ("watches"), the kind is meant, and straps are not.

The names are ``shelves.toml``'s, by hand; a shop's own name for a shelf always counts as well.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from retrieval.facts import padded
from retrieval.thesaurus.table import key, table
from retrieval.types import Kind, chinese_kind, is_listed, is_type
from retrieval.values import is_cjk

Shelf = tuple[str, ...]
"""A category path, each part as padded words."""

_WORDS = tomllib.loads(Path(__file__).with_name("shelves.toml").read_text(encoding="utf-8"))
_AROUND = frozenset(padded(word).strip() for word in _WORDS["around"])
_AROUND_ZH: tuple[str, ...] = tuple(_WORDS["around_zh"])
_PARTS = re.compile(r"\s*(?:&|,|/|\band\b|、|和)\s*")
_KANA = re.compile(r"[\u3040-\u30ff]")
_MOSTLY = 0.5
"""The share of a shelf from which what is named like it is its kind."""


def _plain(name: str) -> str:
    """A name as it is compared: padded words without "and"."""
    return padded(re.sub(r"\band\b|&", " ", name.casefold()))


_GROUPS = [tuple(group) for group in _WORDS["same"]]
_SAME: dict[str, frozenset[str]] = {}
_SHOWN: dict[str, str] = {}
for _group in _GROUPS:
    _names = frozenset(map(_plain, _group))
    _chinese = next(name for name in _group if is_cjk(name))
    for _name in _names:
        _SAME[_name] = _SAME.get(_name, frozenset()) | _names
    for _name in _group:
        if not is_cjk(_name):
            _SHOWN.setdefault(_plain(_name), _chinese)
_HOLDS: dict[str, list[str]] = {_plain(one): parts for one, parts in _WORDS["holds"].items()}
_SHOWN_IN: dict[str, dict[str, str]] = {
    _plain(department): {_plain(name): shown for name, shown in names.items()}
    for department, names in _WORDS["shown_in"].items()
}


@lru_cache(maxsize=4_096)
def shelf_names(wanted: str) -> frozenset[str]:
    """All names of the shelf that a shopper calls ``wanted``, as padded words.

    Examples:
        >>> padded("groceries") in shelf_names("food"), padded("kitchen") in shelf_names("厨房用品")
        (True, True)
        >>> shelf_names("kitchen stuff") >= shelf_names("kitchen")
        True
    """
    name = _plain(wanted)
    bare = _bare(name)
    return frozenset({name, bare}) | _SAME.get(name, frozenset()) | _SAME.get(bare, frozenset())


def is_shelf_noun(wanted: str) -> bool:
    """Whether the lists name ``wanted`` as a whole part of a shop.

    Examples:
        >>> is_shelf_noun("shoes"), is_shelf_noun("phones")
        (True, False)
    """
    return not {_plain(wanted), _bare(_plain(wanted))}.isdisjoint(_SAME)


def _bare(name: str) -> str:
    """A padded name without the words that only say that things are meant."""
    text = name.strip()
    if is_cjk(text):
        for word in _AROUND_ZH:
            if text.endswith(word) and len(text) > len(word):
                return f" {text.removesuffix(word).removesuffix('的')} "
        return name
    words = text.split()
    while len(words) > 1 and words[-1] in _AROUND:
        words.pop()
    return f" {' '.join(words)} " if words else name


@lru_cache(maxsize=16_384)
def path_of(category: str) -> Shelf:
    """A category path as its padded parts."""
    return tuple(_plain(part) for part in category.split(">") if part.strip())


class Shelves:
    """A shop's shelves by their names. Made once a snapshot; asking costs microseconds."""

    def __init__(self, categories: Iterable[str]) -> None:
        """Take in the shop's category paths, those above them included."""
        self._named: dict[str, set[Shelf]] = {}
        for category in categories:
            if path := path_of(category):
                last = category.rpartition(">")[2]
                for name in {last, *_PARTS.split(last)}:  # "Toys & Games" is either
                    self._named.setdefault(_plain(name), set()).add(path)

    def named(self, wanted: str) -> frozenset[Shelf]:
        """The shelves that a noun names: of those of that name, the ones nearest to the door."""
        found: set[Shelf] = set().union(
            *(self._named.get(name, ()) for name in shelf_names(wanted))
        )
        nearest = min(map(len, found), default=0)
        return frozenset(path for path in found if len(path) == nearest)

    def parts_of(self, wanted: str) -> frozenset[Shelf]:
        """The shelves that are parts of what is named ("clothes": tops …)."""
        names = shelf_names(wanted)
        parts = (part for whole, parts in _HOLDS.items() if whole in names for part in parts)
        return frozenset().union(*map(self.named, parts))

    def is_department(self, text: str) -> bool:
        """Whether the whole of ``text`` names a department: a first part of the paths."""
        return any(len(path) == 1 for path in self.named(text))


def asked_shelves(
    shelves: Shelves, shelf_types: Mapping[str, Mapping[str, int]], wanted: str
) -> frozenset[Shelf]:
    """The shelves that are meant as a whole where ``wanted`` is asked for; empty for a kind's name.

    Args:
        shelves: the shop's.
        shelf_types: how many products stand on each category path, by the kind they state.
        wanted: a noun in any number, English or Chinese.
    """
    found = shelves.named(wanted) or shelves.parts_of(wanted)
    if not found:
        return found
    size = of_kind = elsewhere = 0
    for category, types in shelf_types.items():
        inside = on_shelves(path_of(category), found)
        for name, count in types.items():
            is_one = is_type(Kind((padded(name),), ()), wanted)
            size += count if inside else 0
            of_kind += count if inside and is_one else 0
            elsewhere += count if is_one and not inside else 0
    if of_kind >= _MOSTLY * size or of_kind + elsewhere >= size:
        return frozenset()
    if of_kind and is_listed(wanted) and not is_shelf_noun(wanted):
        # "Phone" is a kind's name: cases and chargers may share its shelf. "Shoe" is a shelf's too.
        return frozenset()
    return found


def on_shelves(path: Shelf, shelves: Iterable[Shelf]) -> bool:
    """Whether a product with this category path stands on one of the shelves."""
    return any(path[: len(shelf)] == shelf for shelf in shelves)


@lru_cache(maxsize=4_096)
def shelf_name(category: str, language: str) -> str:
    """What a category is called: the last part of its path, in Chinese where its name is known.

    Examples:
        >>> shelf_name("Shoes > Sandals & Slippers", "zh"), shelf_name("Garden > Pots", "zh")
        ('凉鞋拖鞋', '花盆')
        >>> shelf_name("Garden > Pots", "en"), shelf_name("Home > Whatnots", "zh")
        ('Pots', 'Whatnots')
    """
    parts = [part.strip() for part in category.split(">") if part.strip()]
    if not parts:
        return ""
    last = parts[-1]
    if language != "zh" or is_cjk(last):
        return last
    name = _plain(last)
    for department, shown in _SHOWN_IN.items():
        if len(parts) > 1 and department in shelf_names(parts[0]) and name in shown:
            return shown[name]
    return _SHOWN.get(name) or _kind_name(last) or _halves(last) or last


def _kind_name(name: str) -> str | None:
    """The Chinese name of a kind, where there is one and no doubt which."""
    if chinese := chinese_kind(name):
        return chinese
    others = [one for one in table().get(key(name), ()) if one.weight == 1.0]
    chosen = (one.text for one in others if is_cjk(one.text) and not _KANA.search(one.text))
    return next(chosen, None)


def _halves(name: str) -> str | None:
    """Two names in one ("A & B"), where both are known."""
    halves = _PARTS.split(name)
    if len(halves) < 2:
        return None
    known = [_SHOWN.get(_plain(half)) or _kind_name(half) for half in halves]
    return "和".join(filter(None, known)) if all(known) else None
