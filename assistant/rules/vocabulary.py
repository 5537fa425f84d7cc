"""What the shop sells, as the rules need it: its brands and product types."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from assistant.rules.lexicon import brand_lists, head_singular, matcher, word_list
from retrieval.values import color_families
from retrieval.values.text import fold, is_cjk


class ShopFacets(Protocol):
    """The part of ``retrieval.index.Facets`` that matters here: value → how many products."""

    @property
    def brands(self) -> Iterable[str]: ...  # noqa: D102
    @property
    def product_types(self) -> Iterable[str]: ...  # noqa: D102


def _folded(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for value in values if 1 < len(word := fold(value)) <= 60))


@dataclass(frozen=True)
class Vocabulary:
    """Brands and product types beside the built-in ones. All values are folded on the way in."""

    brands: tuple[str, ...] = ()
    product_types: tuple[str, ...] = ()
    colors: tuple[str, ...] = ()
    categories: tuple[str, ...] = field(default=())

    @classmethod
    def of(cls, facets: ShopFacets) -> Vocabulary:
        """The vocabulary of a shop's facets."""
        return cls(brands=_folded(facets.brands), product_types=_folded(facets.product_types))

    @cached_property
    def known_types(self) -> frozenset[str]:
        """Every known product type, singular."""
        built_in = word_list("types", "english", "chinese")
        return frozenset(head_singular(name) for name in (*built_in, *_folded(self.product_types)))

    @cached_property
    def known_brands(self) -> frozenset[str]:
        """Every known brand, folded."""
        return brand_lists()[0] | frozenset(_folded(self.brands))

    @cached_property
    def doubtful_brands(self) -> frozenset[str]:
        """Brands that are everyday words or kinds of thing: they need a cue beside them."""
        doubtful = brand_lists()[1]
        everyday = set(self.known_types) | set(word_list("features", "english", "chinese"))
        own = {brand for brand in _folded(self.brands) if not is_cjk(brand) and brand in everyday}
        return frozenset(doubtful | own)

    @cached_property
    def type_pattern(self) -> re.Pattern[str]:
        """Finds known product types, singular or plural."""
        return matcher(self.known_types, plurals=True)

    @cached_property
    def brand_pattern(self) -> re.Pattern[str]:
        """Finds known brands, the doubtful ones aside."""
        return matcher(self.known_brands - self.doubtful_brands)

    @cached_property
    def doubtful_pattern(self) -> re.Pattern[str]:
        """Finds doubtful brands where a cue says that a brand is meant."""
        # "with a blue dial": a word that is a colour too is one, whatever maker bears its name.
        named = [b for b in self.doubtful_brands if " " in b or not color_families(b)]
        latin = [re.escape(b) for b in named if not is_cjk(b)]
        cjk = [re.escape(b) for b in self.doubtful_brands if is_cjk(b)]
        latin_part = "|".join(sorted(latin, key=len, reverse=True)) or "(?!)"
        cjk_part = "|".join(sorted(cjk, key=len, reverse=True)) or "(?!)"
        return re.compile(
            rf"(?:(?<![a-z])(?:by|from|brand)\s)"
            rf"(?P<latin>{latin_part})(?![a-z0-9])(?!\s(?:juice|pie|tree))"
            rf"|(?P<cjk>{cjk_part})(?=的|牌|品牌|手机|耳机|电脑|平板|手表|扫地|除外|以外)"
        )
