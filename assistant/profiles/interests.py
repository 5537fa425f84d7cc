"""From sums by product to interest tags and price bands.

A product's sum goes to each of its values (full category path, brand, colour families, material,
its size where it has only one). A tag's strength is ``1 - exp(-sum / 4)``: it grows with every
touch and never passes 1, so one shopper's thirty views do not drown another's purchase. Half of a
negative touch (a dislike, a poor rating, a removal) goes to the values, because it may be about
the item alone; where the sum turns negative the value becomes an aversion.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from assistant.categories import leaf, path_key, prefixes, within
from assistant.profiles.model import Fact, Interests, PriceBand, Tag, TagKind
from assistant.profiles.sums import (
    HALF_LIFE,
    SESSION_HALF_LIFE,
    WEIGHTS,
    ItemSums,
    items_of,
    weight_of,
)
from retrieval.product import Product
from retrieval.values.colors import color_families
from retrieval.values.materials import materials
from retrieval.values.text import fold

__all__ = [
    "HALF_LIFE",
    "SESSION_HALF_LIFE",
    "WEIGHTS",
    "interests",
    "items_of",
    "price_bands",
    "price_tags",
    "values_of",
    "weight_of",
]

SATURATION = 4.0
SHARE_OF_BLAME = 0.5
_LEAST = 0.02
"""Tags weaker than this have faded: they are left out."""


_NO_STYLE = frozenset(
    {"solid", "plain", "none", "no", "other", "standard", "basic", "纯色", "其他"}
)
"""What most things of a kind are, which tells no taste."""
_MOST_STYLES = 4
_LONGEST_STYLE = 40


def values_of(product: Product) -> tuple[tuple[TagKind, str], ...]:
    """The tag values of a product."""
    return tag_values(
        product.category,
        product.brand,
        product.color,
        product.material,
        tuple(product.sizes),
        styles=styles_of(product),
    )


def styles_of(product: Product) -> tuple[str, ...]:
    """What a product's attributes call its style or its pattern, in lower case.

    Examples:
        >>> styles_of(Product(id="p", title="Top", attributes={"style_general": ["Tank", "Tee"]}))
        ('tank', 'tee')
        >>> styles_of(Product(id="p", title="Top", attributes={"pattern": "Solid", "fit": "slim"}))
        ()
    """
    found: list[str] = []
    for name, value in product.attributes.items():
        if "style" not in name and name != "pattern":
            continue
        for one in value if isinstance(value, list) else [value]:
            said = fold(one).strip() if isinstance(one, str) else ""
            if said and said not in _NO_STYLE and len(said) <= _LONGEST_STYLE:
                found.append(said)
    return tuple(dict.fromkeys(found))[:_MOST_STYLES]


@lru_cache(maxsize=16_384)
def tag_values(
    category: str,
    brand: str,
    color: str,
    material: str,
    sizes: tuple[str, ...],
    *,
    styles: tuple[str, ...] = (),
) -> tuple[tuple[TagKind, str], ...]:
    """The tag values of these fields of a product; asked for at every reading, so remembered."""
    values: list[tuple[TagKind, str]] = []
    if category:
        values.append(("category", prefixes(category)[-1]))
    if brand:
        values.append(("brand", brand))
    values.extend(("color", family) for family in sorted(color_families(color)))
    values.extend(("material", name) for name in sorted(materials(material)))
    values.extend(("style", style) for style in styles)
    if len(sizes) == 1:
        values.append(("size", sizes[0]))
    return tuple(values)


_SHOES = re.compile(r"(?:3[4-9]|4\d)(?:[.,]5)?")
_LETTERS = re.compile(r"\d?x*[sml]")


def canonical(kind: TagKind, value: str) -> str:
    """A stated value as the catalogue's tags write it, where that is one value.

    Examples:
        >>> canonical("color", "navy"), canonical("material", "real leather")
        ('blue', 'leather')
    """
    text = " ".join(value.split())
    if kind == "category":
        return prefixes(text)[-1] if prefixes(text) else text
    names = {"color": color_families, "material": materials}.get(kind, frozenset)(text)
    return next(iter(names)) if len(names) == 1 else text


def covers(fact: Fact, kind: TagKind, value: str) -> bool:
    """Whether a fact speaks of a tag; one about a category speaks of what lies below it too."""
    if fact.kind != kind:
        return False
    if kind == "category":
        below = fact.wanted is False and within(value, fact.value)
        return below or path_key(fact.value) == path_key(value)
    return fold(fact.value) == fold(value)


def outranks(fact: Fact, kind: TagKind, value: str) -> bool:
    """Whether a fact speaks of an inferred tag, or is the shopper's size instead of it."""
    mine = kind == fact.kind == "size" and bool(fact.wanted) and _one_scale(fact.value, value)
    return mine or covers(fact, kind, value)


def _one_scale(stated: str, worn: str) -> bool:
    """Whether both are shoe sizes or both letters: who states one is not of the other.

    Examples:
        >>> _one_scale("42", "38"), _one_scale("m", "XL"), _one_scale("42", "L")
        (True, True, False)
    """
    one, other = fold(stated), fold(worn)
    return one == other or any(
        scale.fullmatch(one) and scale.fullmatch(other) for scale in (_SHOES, _LETTERS)
    )


@dataclass
class _Value:
    weight: float = 0.0
    evidence: int = 0
    bought: int = 0
    last: datetime | None = None


def interests(
    items: Mapping[str, ItemSums],
    products: Mapping[str, Product],
    *,
    scale: float,
    facts: Sequence[Fact] = (),
    restate: bool = True,
) -> Interests:
    """Tags and aversions from the sums of products.

    Args:
        items: sums by product id; products unknown to the catalogue are passed over.
        products: the catalogue's, by id.
        scale: from a sum to its value now (:meth:`~assistant.profiles.sums.Decay.scale`).
        facts: outrank both: what they speak of is not inferred.
        restate: whether the facts come out as tags of their own.
    """
    values: dict[tuple[TagKind, str], _Value] = defaultdict(_Value)
    for item in sorted(items.keys() & products.keys()):
        entry = items[item]
        if entry.last is None:
            continue
        weight = scale * (entry.liked + SHARE_OF_BLAME * entry.blamed)
        for key in values_of(products[item]):
            value = values[key]
            value.weight += weight
            value.evidence += entry.touches
            value.bought += entry.buys
            value.last = entry.last if value.last is None else max(value.last, entry.last)
    tags: list[Tag] = []
    dislikes: list[Tag] = []
    for (kind, name), value in values.items():
        strength = 1.0 - math.exp(-abs(value.weight) / SATURATION)
        if strength < _LEAST or value.last is None:
            continue
        if any(outranks(fact, kind, name) for fact in facts):
            continue
        tag = Tag(
            kind=kind,
            value=name,
            strength=strength,
            evidence=value.evidence,
            bought=value.bought,
            last=value.last,
        )
        (tags if value.weight > 0 else dislikes).append(tag)
    for fact in facts if restate else ():
        if fact.wanted is not None:
            (tags if fact.wanted else dislikes).append(
                Tag(
                    kind=fact.kind,
                    value=fact.value,
                    strength=1.0,
                    evidence=0,
                    last=fact.ts,
                    stated=True,
                )
            )
    return Interests(
        tags=_strongest(tags),
        dislikes=_strongest(dislikes),
        disliked_items=frozenset(
            item for item, entry in items.items() if item in products and entry.net < 0
        ),
    )


def _strongest(tags: Iterable[Tag]) -> tuple[Tag, ...]:
    return tuple(sorted(tags, key=lambda tag: (-tag.strength, tag.kind, tag.value)))


def price_bands(
    items: Mapping[str, ItemSums], products: Mapping[str, Product], *, scale: float
) -> tuple[PriceBand | None, dict[str, PriceBand]]:
    """The overall band and one for each category prefix, in the currency seen most.

    Weighted by the positive touches; a product counts with its price of today.
    """
    weights = {
        item: scale * entry.liked
        for item, entry in sorted(items.items())
        if entry.liked > 0 and item in products and products[item].charged is not None
    }
    if not weights:
        return None, {}
    by_currency: dict[str, float] = defaultdict(float)
    for item, weight in weights.items():
        by_currency[products[item].currency] += weight
    currency = max(sorted(by_currency), key=lambda code: by_currency[code])
    groups: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for item, weight in weights.items():
        product = products[item]
        if product.currency == currency:
            point = (float(product.charged or 0), weight)
            for prefix in ("", *prefixes(product.category)):
                groups[prefix].append(point)
    bands = {prefix: _band(points, currency) for prefix, points in groups.items()}
    overall = bands.pop("")
    return overall, bands


def price_tags(bands: dict[str, PriceBand], tags: Sequence[Tag]) -> list[Tag]:
    """A readable price tag for each category of interest whose band is known."""
    found = []
    for tag in tags:
        band = bands.get(tag.value) if tag.kind == "category" else None
        if band is not None and band.evidence >= 2:
            low, high = f"{band.low:.0f}", f"{band.high:.0f}"
            span = low if low == high else f"{low}–{high}"
            value = f"{leaf(tag.value)}: {span} {band.currency}"
            found.append(tag.model_copy(update={"kind": "price", "value": value}))
    return found


def _band(points: list[tuple[float, float]], currency: str) -> PriceBand:
    ordered = sorted(points)
    return PriceBand(
        low=_percentile(ordered, 0.15),
        high=_percentile(ordered, 0.85),
        currency=currency,
        evidence=len(points),
    )


def _percentile(ordered: list[tuple[float, float]], share: float) -> float:
    target = share * sum(weight for _, weight in ordered)
    reached = 0.0
    for price, weight in ordered:
        reached += weight
        if reached >= target * (1.0 - 1e-9):  # no tie is decided by the last digit
            return price
    return ordered[-1][0]
