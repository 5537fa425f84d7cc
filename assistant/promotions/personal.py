"""Which promotions are this shopper's own, and on what ground: looked at, bought, who they are.

Everybody's promotions are no news; these depend on what one shopper did, so they are worth a
sentence of their own, with the ground said. Pure functions over the promotions that
:func:`assistant.promotions.eligibility.meant_for` the shopper already.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from assistant.profiles.model import Profile
from assistant.profiles.segments import segment_key
from assistant.promotions.eligibility import covers
from assistant.promotions.model import Promotion
from retrieval.product import Product

Ground = Literal["viewed", "bought", "segment", "first_order"]
_ORDER: tuple[Ground, ...] = ("viewed", "bought", "segment", "first_order")


@dataclass(frozen=True)
class Personal:
    """A promotion and the ground on which it is this shopper's."""

    promotion: Promotion
    ground: Ground
    value: str = ""
    """The category path or segment that the ground is about."""
    count: int = 0
    """Views or pieces bought."""


def personal_of(promotions: Iterable[Promotion], profile: Profile) -> list[Personal]:
    """The promotions that are this shopper's own: what was looked at first, then by priority.

    Args:
        promotions: running, and meant for the shopper.
        profile: a stranger's has only this visit's views, and no first order to speak of; with
            personalisation off there are none.
    """
    if not profile.personalised:
        return []
    found = [one for promotion in promotions if (one := _ground(promotion, profile)) is not None]
    return sorted(
        found,
        key=lambda one: (_ORDER.index(one.ground), -one.promotion.priority, one.promotion.id),
    )


def fitting_first(found: Iterable[Personal], products: Iterable[Product]) -> list[Personal]:
    """The same, those that cover one of ``products`` (what is on the shelf now) before others."""
    shown = list(products)
    return sorted(
        found, key=lambda one: not any(covers(one.promotion, product) for product in shown)
    )


def _ground(promotion: Promotion, profile: Profile) -> Personal | None:
    conditions = promotion.conditions
    owned = set(promotion.scope.item_ids)
    if promotion.kind == "bundle" and owned <= profile.purchased_items.keys():
        return None
    if conditions.viewed_categories:
        category = max(conditions.viewed_categories, key=profile.views_in)
        return Personal(promotion, "viewed", category, profile.views_in(category))
    if conditions.purchased_categories:
        category = max(conditions.purchased_categories, key=profile.purchases_in)
        return Personal(promotion, "bought", category, profile.purchases_in(category))
    if conditions.segments:
        theirs = {segment_key(name) for name in profile.segments}
        name = next(name for name in conditions.segments if segment_key(name) in theirs)
        return Personal(promotion, "segment", segment_key(name))
    if conditions.first_order and profile.user_id is not None:
        return Personal(promotion, "first_order")
    return None
