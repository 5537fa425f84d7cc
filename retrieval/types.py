"""What kind of thing a product is, and whether that is the kind asked for.

"Laptop" must not bring laptop bags. What the feed states (``type``, the last part of the category)
is believed first; otherwise the title is read: the kind must stand before "for" and must not be
followed by the name of an accessory ("laptop bag"). Word lists and the shop's own stated types,
not a model: it is right or wrong for a reason one can read, and costs microseconds. Given up: a
kind that no list names under another word ("couch" does find sofas, "settee" does not).
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from retrieval.chinese import cut_once
from retrieval.facts import padded, stands_in
from retrieval.product import Product
from retrieval.texts import STATED_KINDS, kind_texts, titles
from retrieval.values import is_cjk

_WORDS = tomllib.loads(Path(__file__).with_name("types.toml").read_text(encoding="utf-8"))
_SAME: dict[str, frozenset[str]] = {}
for _group in _WORDS["same"]:
    _names = frozenset(padded(name) for name in _group)
    for _name in _names:
        _SAME[_name] = _SAME.get(_name, frozenset()) | _names
_GROUPS: dict[str, list[frozenset[str]]] = {}
for _group in _WORDS["same"]:
    for _name in (_names := frozenset(map(padded, _group))):
        _GROUPS.setdefault(_name, []).append(_names)
_AMBIGUOUS = {name: groups for name, groups in _GROUPS.items() if len(groups) > 1}
"""The names of two kinds (笔记本: a laptop, and paper), and all names of each of them."""
_COVERS: dict[str, frozenset[str]] = {}
for _one in _WORDS["covers"]:
    _wide = padded(_one["name"])
    _narrow = frozenset().union(
        *({padded(name)} | _SAME.get(padded(name), frozenset()) for name in _one["also"])
    )
    # A Chinese name covers what Chinese calls so; an English one counts under all its names.
    for _name in {_wide} if is_cjk(_one["name"]) else _SAME[_wide] - set(_AMBIGUOUS):
        _COVERS[_name] = _COVERS.get(_name, frozenset()) | _narrow
_CHINESE: dict[str, str] = {}
for _group in _WORDS["same"]:
    for _name in _group:
        _chinese = next((name for name in _group if is_cjk(name)), None)
        if _chinese and not is_cjk(_name):
            _CHINESE.setdefault(padded(_name), _chinese)
_LONG_ZH = frozenset(bare for name in _SAME if is_cjk(bare := name.strip()) and len(bare) > 1)
_LONGEST_ZH = max(map(len, _LONG_ZH))
_HEAD_ZH = re.compile(r"[男女童]?(?:[椅桌凳包袋架柜表壳套膜垫机]|手表|腕表)")
"""A noun of its own right after a kind, which that kind only describes: 电脑椅, 皮带女表."""
_PARTS = frozenset(padded(word).strip() for word in _WORDS["parts"])
_BEARING = frozenset(_WORDS["bearing"])
_PARTS_ZH: tuple[str, ...] = tuple(_WORDS["parts_zh"])
_VAGUE = frozenset(padded(word) for word in _WORDS["vague"])
_FOR = re.compile(
    rf" (?:{'|'.join(_WORDS['for_words'])}) .*| ?(?:{'|'.join(_WORDS['for_words_zh'])}).*"
)
_MEANT = {
    (padded(one["name"]), padded(shelf)): padded(one["means"])
    for one in _WORDS["homonym"]
    for shelf in one["shelves"]
}
_SPLIT = re.compile(r"\s*(?:&|,|/|\band\b|、|和)\s*")
_ANIMALS = frozenset(padded(word).strip() for word in _WORDS["animals"])
_ANIMALS_ZH: tuple[str, ...] = tuple(_WORDS["animals_zh"])


class Kind(NamedTuple):
    """What says of which kind a product is: its stated types, and its titles up to "for"."""

    stated: tuple[str, ...]
    titles: tuple[str, ...]
    shelves: tuple[str, ...] = ()
    """The category path's other levels."""
    curated: bool = False
    """Stated by a feed that has both a type and a category: it knows its kinds."""


def kind(product: Product) -> Kind:
    """The kind of one product, as padded words."""
    names = list(kind_texts(product))
    leaf = product.category.rpartition(">")[2].strip()
    names += [leaf, *_SPLIT.split(leaf)]
    path = [padded(level) for level in product.category.split(">")[:-1] if level.strip()]
    stated = dict.fromkeys(
        _MEANT.get((padded(name), path[0] if path else ""), padded(name)) for name in names if name
    )
    heads = dict.fromkeys(_FOR.sub(" ", padded(title)) for title in titles(product))
    return Kind(
        tuple(name for name in stated if name not in _VAGUE),
        tuple(heads),
        tuple(path),
        curated=bool(
            product.category and any(product.attributes.get(name) for name in STATED_KINDS)
        ),
    )


def speaks_of_animals(text: str) -> bool:
    """Whether ``text`` names an animal that things are made for, or pets.

    Examples:
        >>> [speaks_of_animals(said) for said in ("toys for my puppy", "猫玩具", "a 3 year old")]
        [True, True, False]
    """
    words = padded(text)
    return not _ANIMALS.isdisjoint(words.split()) or any(one in words for one in _ANIMALS_ZH)


def for_animals(own: Kind) -> bool:
    """Whether a product is made for animals: its kind or a shelf of it starts with one's name.

    A title is not asked: a shirt with a cat on it is for people.

    Examples:
        >>> for_animals(kind(Product(id="1", title="Bone", category="Pets > Dogs > Toys")))
        True
        >>> for_animals(kind(Product(id="2", title="Cat Print Shirt", category="Shirts")))
        False
    """
    for name in (*own.stated, *own.shelves):
        words = name.split()
        if words and (words[0] in _ANIMALS or "pet" in words or words[0].startswith(_ANIMALS_ZH)):
            return True
    return False


def on_shelf(own: Kind, wanted: str) -> bool:
    """Whether ``wanted`` names a shelf of the shop that the product stands on ("snacks")."""
    return any(
        shelf.rstrip().endswith(needle.rstrip()) and stands_in(needle, shelf)
        for needle in same_types(wanted)
        if needle.strip()
        for shelf in own.shelves
    )


def is_exactly(own: Kind, wanted: str) -> bool:
    """Whether a product states a listed name of the kind ``wanted`` itself, not of a narrower one.

    Examples:
        >>> sneaker = Kind((padded("sneaker"),), ())
        >>> is_exactly(sneaker, "运动鞋"), is_exactly(Kind((padded("dog toy"),), ()), "toy")
        (True, False)
    """
    return not _SAME.get(padded(wanted), frozenset()).isdisjoint(own.stated)


def also_called(own: Kind) -> list[str]:
    """The wider kinds that other names of a product's own kinds end in.

    Examples:
        >>> also_called(kind(Product(id="1", title="Drip", attributes={"type": "coffee maker"})))
        ['machine']
    """
    ends: dict[str, None] = {}
    for name in own.stated:
        if is_cjk(name):
            continue
        same = _SAME.get(f" {asked_kind(name)} ", frozenset())
        for other in sorted(same):
            words = other.split()
            if len(words) > 1 and not is_cjk(other) and f" {words[-1]} " not in same:
                ends.setdefault(words[-1])
    return [end for end in ends if not any(f" {end} " in name for name in own.stated)]


def is_known(types: Iterable[str], wanted: str) -> bool:
    """Whether any of the shop's stated ``types`` is of the kind ``wanted``."""
    return any(is_type(Kind((padded(name),), ()), wanted) for name in types)


def is_listed(wanted: str) -> bool:
    """Whether the lists name ``wanted`` as a kind of product.

    Examples:
        >>> is_listed("Phones"), is_listed("whatnot")
        (True, False)
    """
    return padded(wanted) in _SAME


def same_types(wanted: str) -> frozenset[str]:
    """All names of the kind ``wanted``, as padded words."""
    needle = padded(wanted)
    return _SAME.get(needle, frozenset({needle}))


def chinese_kind(name: str) -> str | None:
    """The plainest Chinese name of an English kind, where the lists have one.

    Examples:
        >>> chinese_kind("Sneakers"), chinese_kind("whatnot")
        ('运动鞋', None)
    """
    return _CHINESE.get(padded(name))


def asked_kind(query: str) -> str:
    """The kind that a search phrase names: the longest end of it that a list knows.

    Where no list knows any, an English phrase's last word before "for", a Chinese phrase whole.

    Examples:
        >>> asked_kind("huawei laptop"), asked_kind("shelf for books"), asked_kind("华为手机")
        ('laptop', 'shelf', '手机')
    """
    bare = _FOR.sub(" ", padded(query)).strip()
    chinese = is_cjk(bare)
    parts = list(bare) if chinese else bare.split()
    joint = "" if chinese else " "
    for start in range(len(parts)):
        end = joint.join(parts[start:])
        if f" {end} " in _SAME:
            return end
    return bare if chinese else (parts[-1] if parts else "")


def is_type(own: Kind, wanted: str) -> bool:
    """Whether a product is of the kind ``wanted`` (a type name in any case, number or language).

    Examples:
        >>> bag = kind(Product(id="1", title="Targus Laptop Bag 15.6 inch"))
        >>> is_type(bag, "laptops"), is_type(bag, "laptop bag")
        (False, True)
        >>> is_type(kind(Product(id="2", title="HP Pavilion Notebook Silver")), "laptop")
        True
    """
    asked = padded(wanted)
    return any(
        _is(own, needle, asked=asked)
        for needle in _needles(asked)
        if not (needle in _AMBIGUOUS and _means_other(own, needle, asked))
    )


@lru_cache(maxsize=4_096)
def _needles(asked: str) -> tuple[str, ...]:
    """The names that a kind asked for is known by, and those of the kinds that it covers."""
    return tuple(
        name for name in same_types(asked) | _COVERS.get(asked, frozenset()) if name.strip()
    )


def _means_other(own: Kind, needle: str, asked: str) -> bool:
    """Whether an ambiguous name means another kind than the one asked for: the rest tells which.

    A 笔记本 that also states that it is a notepad is no laptop.
    """
    others = frozenset().union(*(group for group in _AMBIGUOUS[needle] if asked not in group))
    told = {name for name in own.stated if name not in _AMBIGUOUS}
    return not told.isdisjoint(others)


def _is(own: Kind, needle: str, *, asked: str) -> bool:
    # Names in two languages do not cover the same things: a kettle is a 水壶, and so is what ends
    # in it. Where a product states its kind in the language asked in, the other's must be its own.
    other = is_cjk(needle) != is_cjk(asked)
    whole = other and any(is_cjk(name) == is_cjk(asked) for name in own.stated)
    if any(name == needle if whole else _ends(name, needle) for name in own.stated):
        return True
    chinese = is_cjk(needle)
    if own.curated and not (needle == asked and (chinese or " " in needle.strip())):
        # "Photo printer for phones" states that it is a printer; only what was asked for in so
        # many words ("dress watch") may still be read off the title.
        return False
    if own.curated and chinese:
        return any(_last_kind(title, needle.strip()) for title in own.titles)
    return any(_heads(title, needle, chinese=chinese) for title in own.titles)


def _last_kind(title: str, needle: str) -> bool:
    """Whether a Chinese title names ``needle`` and after it no other kind: 手机照片打印机 prints.

    A single character says too little beside a stated kind: 灯 is in 尾灯, on a helmet.
    """
    if len(needle) < 2 or not _heads(title, needle, chinese=True):
        return False
    rest = title[title.rfind(needle) + len(needle) :]
    after = next(iter(cut_once(rest)), "")
    return _HEAD_ZH.fullmatch(after) is None and not any(
        rest[start:end] in _LONG_ZH
        for start in range(len(rest))
        for end in range(start + 2, min(len(rest), start + _LONGEST_ZH) + 1)
    )


def _ends(name: str, needle: str) -> bool:
    """Whether a stated name is ``needle``, or a kind of it: it ends in it."""
    if not is_cjk(needle):
        return name.endswith(needle)
    bare, needle = name.rstrip(), needle.strip()
    return bare.endswith(needle) and _constituent(bare, len(bare) - len(needle), needle)


def _constituent(text: str, start: int, needle: str) -> bool:
    """Whether a Chinese ``needle`` at ``start`` ends with a word, and begins with one or in it.

    In 浇水壶, a pot (壶) to water with (浇水), there is no 水壶, and in 咖啡因 no 咖啡.
    """
    end = start + len(needle)
    edges = set(accumulate(map(len, cut_once(text)), initial=0))
    return end in edges and (start in edges or edges.isdisjoint(range(start + 1, end)))


def _heads(title: str, needle: str, *, chinese: bool) -> bool:
    """Whether ``needle`` stands in ``title`` and is not what the product is for, or can bear."""
    bare = needle.strip()
    start = title.find(bare if chinese else needle)
    while start >= 0:
        rest = title[start + len(bare if chinese else needle) :]
        if chinese:
            clear = not any(part in rest.lstrip()[:3] for part in _PARTS_ZH)
            if clear and _constituent(title, start, bare):
                return True
        elif _PARTS.isdisjoint(after := rest.split()[:2]) and _BEARING.isdisjoint(after[:1]):
            return True
        start = title.find(bare if chinese else needle, start + 1)
    return False


def type_counts(kinds: Iterable[Kind]) -> Counter[str]:
    """How many products state each kind; a product counts once, under its plainest name."""
    return Counter(own.stated[0].strip() for own in kinds if own.stated)
