"""How far a product's values are among a shopper's tags.

``1 - prod(1 - share(kind) * strength)`` over the best matching tag of each kind: several matches
add up, and never pass 1. A category tag counts by the share of its path in common with the
product's, from half up. What the shopper stated counts in full. The tags are folded and indexed
once a turn, then looked up for each candidate.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from assistant.categories import SEPARATOR, leaf, parts, path_names
from assistant.profiles.interests import styles_of, tag_values
from assistant.profiles.model import Tag
from assistant.ranking.context import Evidence
from retrieval.product import Product
from retrieval.values.text import fold

SHARES: Mapping[str, float] = {
    "category": 0.5,
    "brand": 0.6,
    "color": 0.25,
    "material": 0.25,
    "style": 0.25,
    "size": 0.3,
}
LEAST_COMMON = 0.5

Key = tuple[str, str]
Names = tuple[str, ...]


class Match(NamedTuple):
    """A tag that speaks for a product."""

    worth: float
    tag: Tag
    depth: int = 0
    """How many names the category tag's path and the product's have in common."""


_NO_FACTS: Mapping[str, str | int | float] = MappingProxyType({})


class Factor(NamedTuple):
    """A factor's value in [0, 1] and the facts behind it."""

    value: float
    evidence: Mapping[str, str | int | float] = _NO_FACTS


NOTHING = Factor(0.0)


def keys_of(product: Product) -> frozenset[Key]:
    """The product's tag values in the form in which they are compared; every size it comes in."""
    return _keys(
        product.brand,
        product.color,
        product.material,
        tuple(product.sizes),
        styles_of(product),
    )


@lru_cache(maxsize=16_384)
def _keys(
    brand: str, color: str, material: str, sizes: tuple[str, ...], styles: tuple[str, ...]
) -> frozenset[Key]:
    named = tag_values("", brand, color, material, sizes, styles=styles)
    values = {(kind, fold(value)) for kind, value in named}
    return frozenset(values | {("size", fold(size)) for size in sizes})


class TagTable:
    """Tags (or aversions), indexed for one turn."""

    def __init__(self, tags: Iterable[Tag]) -> None:
        """Index ``tags``; price tags are for reading and match nothing."""
        self._exact: dict[Key, Match] = {}
        self._categories: dict[Names, dict[int, Match]] = {}
        """By each prefix of a tag's path and that path's length: the strongest such tag."""
        self._by_path: dict[str, Match | None] = {}
        self._found: dict[tuple[str, frozenset[Key]], Factor] = {}
        for tag in tags:
            share = 1.0 if tag.stated else SHARES.get(tag.kind, 0.0)
            match = Match(share * tag.strength, tag)
            if tag.kind == "category":
                self._remember(path_names(tag.value), match)
            elif match.worth > 0:
                key = (tag.kind, fold(tag.value))
                known = self._exact.get(key, match)
                self._exact[key] = max(known, match, key=lambda one: one.worth)

    def match(self, product: Product, keys: frozenset[Key]) -> Factor:
        """The affinity of a product whose :func:`keys_of` are ``keys``; evidence: the best tag.

        The evidence's ``value`` is true of the product. A category tag that has only the start of
        its path in common with the product gives the last name of that, and its own as ``of``.
        """
        if not self._exact and not self._categories:
            return NOTHING
        known = self._found.get((product.category, keys))
        if known is None:
            known = self._found[product.category, keys] = self._match(product, keys)
        return known

    def _match(self, product: Product, keys: frozenset[Key]) -> Factor:
        best: dict[str, Match] = {}
        for key in keys:
            found = self._exact.get(key)
            if found is not None and (key[0] not in best or found.worth > best[key[0]].worth):
                best[key[0]] = found
        category = self._category(product.category)
        if category is not None:
            best["category"] = category
        if not best:
            return NOTHING
        # In the order of the kinds, so that the last digit does not depend on a set's order.
        value = 1.0 - math.prod(1.0 - best[kind].worth for kind in sorted(best))
        strongest = max(best.values(), key=lambda one: (one.worth, one.tag.kind))
        tag = strongest.tag
        evidence: Evidence = {
            "kind": tag.kind,
            "value": tag.value,
            "bought": tag.bought,
            "seen": tag.evidence,
            "stated": int(tag.stated),
        }
        if tag.kind == "category":
            # What is true of this product: it stands where both paths go, which may be above the
            # tag's own end. Who bought tea has bought from Drinks, and no coffee.
            names = parts(tag.value)
            evidence["value"] = names[strongest.depth - 1]
            evidence["path"] = SEPARATOR.join(names[: strongest.depth])
            if strongest.depth < len(names):
                evidence["of"] = leaf(tag.value)
                evidence["of_path"] = tag.value
        return Factor(value, evidence)

    def _category(self, path: str) -> Match | None:
        if path not in self._by_path:
            names = path_names(path)
            best: Match | None = None
            for depth in range(1, len(names) + 1):
                for length, (share, tag, _) in self._categories.get(names[:depth], {}).items():
                    common = depth / max(len(names), length)
                    if common >= LEAST_COMMON and (best is None or share * common > best.worth):
                        best = Match(share * common, tag, depth)
            self._by_path[path] = best
        return self._by_path[path]

    def _remember(self, names: Names, match: Match) -> None:
        for depth in range(1, len(names) + 1):
            below = self._categories.setdefault(names[:depth], {})
            if len(names) not in below or match.worth > below[len(names)].worth:
                below[len(names)] = match
