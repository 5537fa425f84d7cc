"""Whether a promotion is running, is for this shopper, and covers this product. Pure functions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from assistant.categories import path_key, prefixes, within
from assistant.profiles.model import Profile
from assistant.profiles.segments import segment_key
from assistant.promotions.model import Promotion
from retrieval.product import Product
from retrieval.values.text import fold


def running(promotion: Promotion, now: datetime) -> bool:
    """Whether ``now`` is in the promotion's window (start in, end out) and uses are left."""
    return (
        (promotion.starts is None or promotion.starts <= now)
        and (promotion.ends is None or now < promotion.ends)
        and promotion.budget != 0
    )


def meant_for(promotion: Promotion, profile: Profile) -> bool:
    """Whether the shopper meets the conditions that are about shoppers (not about the cart)."""
    conditions = promotion.conditions
    if conditions.first_order and not profile.first_order:
        return False
    wanted = {segment_key(name) for name in conditions.segments}
    if wanted and not wanted & {segment_key(name) for name in profile.segments}:
        return False
    if any(
        profile.views_in(category) < least
        for category, least in conditions.viewed_categories.items()
    ):
        return False
    bought = conditions.purchased_categories
    return not bought or any(profile.purchases_in(category) > 0 for category in bought)


def covers(promotion: Promotion, product: Product) -> bool:
    """Whether the product is in scope. A bundle covers its items and nothing else."""
    scope = promotion.scope
    if product.id in scope.item_ids:
        return True
    if promotion.kind == "bundle":
        return False
    if not (scope.item_ids or scope.brands or scope.categories):
        return True
    brand = fold(product.brand)
    return (bool(brand) and any(fold(name) == brand for name in scope.brands)) or any(
        within(product.category, category) for category in scope.categories
    )


class ScopeIndex:
    """Promotions by what they cover: one look-up a product instead of one check a promotion."""

    def __init__(self, promotions: Iterable[Promotion]) -> None:
        """Index ``promotions``; their order is kept."""
        self._everywhere: list[tuple[int, Promotion]] = []
        self._by_key: dict[tuple[str, str], list[tuple[int, Promotion]]] = defaultdict(list)
        for place, promotion in enumerate(promotions):
            scope, entry = promotion.scope, (place, promotion)
            keys = [("item", item) for item in scope.item_ids]
            if promotion.kind != "bundle":
                keys += [("brand", fold(name)) for name in scope.brands]
                keys += [("category", path_key(path)) for path in scope.categories]
            if not (keys or promotion.kind == "bundle"):
                self._everywhere.append(entry)
            for key in keys:
                if key[1]:
                    self._by_key[key].append(entry)

    def covering(self, product: Product) -> list[Promotion]:
        """The promotions that :func:`covers` the product, in the order they were given."""
        keys = [("item", product.id), ("brand", fold(product.brand))]
        keys += [("category", path_key(path)) for path in prefixes(product.category)]
        found = dict(self._everywhere)
        for key in keys:
            found.update(self._by_key.get(key, ()))
        return [found[place] for place in sorted(found)]
