"""Near-duplicates: the same thing listed twice under different ids and nearly the same title.

Only a title that differs in spelling, word order or filler counts, at the same brand and price,
with no field that says otherwise: a differing number, colour, size, gender or attribute makes it a
variant (8GB and 16GB are two products). Nothing is dropped, since a wrong merge loses a product for
good: the later one joins the first one's `item_group_id`, so that a list shows only one of them.
Memory is bounded: what was seen longest ago is forgotten first, and so are near-duplicates of it.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from cachetools import LRUCache
from rapidfuzz import fuzz, process

from retrieval.product import Product
from retrieval.values import color_families, gender, size_key
from retrieval.values.text import fold

_REMEMBERED = 100_000
_PER_BUCKET = 200
_NEARLY = 85.0
_SPELLING = 82.0
_FILLER = frozenset(
    ["a", "an", "and", "by", "for", "from", "new", "of", "original", "the", "to", "全新", "正品"]
)
_WORD = re.compile(r"[^\W_]+")
# Attributes that number the listing and say nothing about the thing.
_LISTING = re.compile(r"gtin|ean|upc|mpn|sku|code|id$|url|link|near_duplicate_of|title_")


class _Seen(NamedTuple):
    key: str
    words: list[str]
    product: Product


class NearDuplicates:
    """Finds, for each product of a run, an earlier one that it repeats."""

    def __init__(self) -> None:
        self._buckets: LRUCache[tuple[str, str], list[_Seen]] = LRUCache(_REMEMBERED, getsizeof=len)

    def group(self, product: Product) -> Product:
        """``product``, in the group of the earlier product it repeats where it repeats one."""
        key = (fold(product.brand), f"{product.price} {product.currency}")
        words = _WORD.findall(fold(product.title))
        this = _Seen(" ".join(sorted(words)), words, _slim(product))
        bucket = self._buckets.get(key, [])
        match = self._earlier(this, bucket)
        if match is None:
            self._buckets[key] = [*bucket[-_PER_BUCKET + 1 :], this]
            return product
        return product.model_copy(
            update={
                "item_group_id": match.item_group_id or match.id,
                "attributes": {**product.attributes, "near_duplicate_of": match.id},
            }
        )

    @staticmethod
    def _earlier(this: _Seen, bucket: list[_Seen]) -> Product | None:
        if this.product.item_group_id or not this.key:
            return None
        close = process.extract(
            this.key,
            [seen.key for seen in bucket],
            scorer=fuzz.ratio,
            processor=None,
            score_cutoff=_NEARLY,
            limit=5,
        )
        for _, _, place in close:
            seen = bucket[place]
            if _same_words(this.words, seen.words) and not _conflict(this.product, seen.product):
                return seen.product
        return None


def _slim(product: Product) -> Product:
    """Without the text that no comparison reads."""
    return product.model_copy(update={"description": "", "image": "", "link": ""})


def _same_words(one: list[str], other: list[str]) -> bool:
    """Whether two titles differ in nothing but filler, spelling and the order of plain words.

    Words that tell variants apart must be the same and in the same order: "USB M / RCA F" is not
    "USB F / RCA M".
    """
    if [w for w in one if _tells_apart(w)] != [w for w in other if _tells_apart(w)]:
        return False
    ours, theirs = Counter(one), Counter(other)
    extra = sorted(word for word in (ours - theirs).elements() if word not in _FILLER)
    missing = sorted(word for word in (theirs - ours).elements() if word not in _FILLER)
    return len(extra) == len(missing) and all(
        fuzz.ratio(mine, yours) >= _SPELLING for mine, yours in zip(extra, missing, strict=True)
    )


@lru_cache(maxsize=16_384)
def _tells_apart(word: str) -> bool:
    named_size = size_key(word) != frozenset({word})
    number = any(character.isdigit() for character in word)
    single = len(word) == 1 and word not in _FILLER
    return number or single or named_size or bool(color_families(word) or gender(word))


def _conflict(one: Product, other: Product) -> bool:
    """Whether a field says that the two are different things."""
    fields = ("color", "material", "gender", "age_group", "category")
    for field in fields:
        ours, theirs = fold(getattr(one, field)), fold(getattr(other, field))
        if ours and theirs and ours != theirs:
            return True
    if one.sizes and other.sizes and set(one.sizes) != set(other.sizes):
        return True
    shared = one.attributes.keys() & other.attributes.keys()
    return any(
        one.attributes[name] != other.attributes[name]
        for name in shared
        if not _LISTING.search(name.casefold())
    )
