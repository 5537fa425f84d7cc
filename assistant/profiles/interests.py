"""From touched products to interest tags and price bands.

A touch is a product and an event of it. It adds ``weight(type) * 2 ** (-age / half_life)`` to each
of the product's values (full category path, brand, colour families, material, its size where it
has only one). A tag's strength is ``1 - exp(-sum / 4)``: it grows with every touch and never
passes 1, so one shopper's thirty views do not drown another's purchase. Half of a negative touch
(a dislike, a poor rating, a removal) goes to the values, because it may be about the item alone;
where the sum turns negative the value becomes an aversion.

Sums do not depend on the order of the events, so late ones change nothing but their own share.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from assistant.categories import leaf, prefixes
from assistant.events import Event
from assistant.profiles.model import Fact, Interests, PriceBand, Tag, TagKind
from retrieval.product import Product
from retrieval.values.colors import color_families
from retrieval.values.materials import materials

HALF_LIFE = timedelta(days=45)
SESSION_HALF_LIFE = timedelta(minutes=30)
SATURATION = 4.0
WEIGHTS = {
    "view_item": 1.0,
    "add_to_cart": 3.0,
    "remove_from_cart": -2.0,
    "purchase": 5.0,
    "like": 4.0,
    "dislike": -4.0,
}
SHARE_OF_BLAME = 0.5
_LEAST = 0.02
"""Tags weaker than this have faded: they are left out."""


class Touch(NamedTuple):
    """One product touched by one event: what the profile learns from."""

    product: Product
    event: Event
    weight: float


def weight_of(event: Event) -> float:
    """What one event says of its items: positive, negative, or 0 for nothing.

    A rating counts from its middle: 5 stars 4, 3 stars 0, 1 star -4.
    """
    if event.type == "rate":
        return 0.0 if event.value is None else 2.0 * (min(max(event.value, 1.0), 5.0) - 3.0)
    return WEIGHTS.get(event.type, 0.0)


def items_of(event: Event) -> tuple[str, ...]:
    """The event's product ids, each once."""
    one = (event.item_id,) if event.item_id else ()
    if not event.item_ids:
        return one
    return tuple(dict.fromkeys((*one, *event.item_ids)))


def values_of(product: Product) -> tuple[tuple[TagKind, str], ...]:
    """The tag values of a product."""
    values: list[tuple[TagKind, str]] = []
    if product.category:
        values.append(("category", prefixes(product.category)[-1]))
    if product.brand:
        values.append(("brand", product.brand))
    values.extend(("color", family) for family in sorted(color_families(product.color)))
    values.extend(("material", name) for name in sorted(materials(product.material)))
    if len(product.sizes) == 1:
        values.append(("size", product.sizes[0]))
    return tuple(values)


@dataclass
class _Sum:
    weight: float = 0.0
    evidence: int = 0
    bought: int = 0
    last: datetime | None = None


def interests(
    touches: Iterable[Touch],
    *,
    now: datetime,
    half_life: timedelta,
    facts: Sequence[Fact] = (),
) -> Interests:
    """Tags and aversions from ``touches`` as of ``now``; stated ``facts`` outrank both."""
    sums: dict[tuple[TagKind, str], _Sum] = defaultdict(_Sum)
    items: dict[str, float] = defaultdict(float)
    for product, event, weight in touches:
        decayed = weight * decay(now - event.ts, half_life)
        items[product.id] += decayed
        for key in values_of(product):
            entry = sums[key]
            entry.weight += decayed if weight > 0 else SHARE_OF_BLAME * decayed
            entry.evidence += 1
            entry.bought += event.type == "purchase"
            entry.last = event.ts if entry.last is None else max(entry.last, event.ts)
    tags: list[Tag] = []
    dislikes: list[Tag] = []
    stated = {(fact.kind, fact.value) for fact in facts}
    for (kind, value), entry in sums.items():
        strength = 1.0 - math.exp(-abs(entry.weight) / SATURATION)
        if strength < _LEAST or (kind, value) in stated or entry.last is None:
            continue
        tag = Tag(
            kind=kind,
            value=value,
            strength=strength,
            evidence=entry.evidence,
            bought=entry.bought,
            last=entry.last,
        )
        (tags if entry.weight > 0 else dislikes).append(tag)
    for fact in facts:
        tag = Tag(
            kind=fact.kind, value=fact.value, strength=1.0, evidence=0, last=fact.ts, stated=True
        )
        (tags if fact.wanted else dislikes).append(tag)
    return Interests(
        tags=_strongest(tags),
        dislikes=_strongest(dislikes),
        disliked_items=frozenset(item for item, weight in items.items() if weight < 0),
    )


def decay(age: timedelta, half_life: timedelta) -> float:
    """``2 ** (-age / half_life)``; 1 for what is dated slightly ahead."""
    return float(2.0 ** -max(age / half_life, 0.0))


def _strongest(tags: Iterable[Tag]) -> tuple[Tag, ...]:
    return tuple(sorted(tags, key=lambda tag: (-tag.strength, tag.kind, tag.value)))


def price_bands(
    touches: Iterable[Touch], *, now: datetime, half_life: timedelta = HALF_LIFE
) -> tuple[PriceBand | None, dict[str, PriceBand]]:
    """The overall band and one for each category prefix, in the currency seen most.

    Weighted by the positive touches; a product counts with its price of today.
    """
    weights: dict[str, float] = defaultdict(float)
    products: dict[str, Product] = {}
    for product, event, weight in touches:
        if weight > 0 and product.charged is not None:
            products[product.id] = product
            weights[product.id] += weight * decay(now - event.ts, half_life)
    if not products:
        return None, {}
    by_currency: dict[str, float] = defaultdict(float)
    for item, product in products.items():
        by_currency[product.currency] += weights[item]
    currency = max(sorted(by_currency), key=lambda code: by_currency[code])
    groups: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for item, product in sorted(products.items()):
        if product.currency == currency and product.charged is not None:
            point = (float(product.charged), weights[item])
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
            value = f"{leaf(tag.value)}: {band.low:.0f}–{band.high:.0f} {band.currency}"
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
        if reached >= target:
            return price
    return ordered[-1][0]
