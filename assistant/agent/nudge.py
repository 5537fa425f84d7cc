"""The promotion that is this shopper's own, said unasked: one sentence, with the ground for it.

Once a conversation at most, and no oftener than the caps allow
(:mod:`assistant.promotions.fatigue`). What goes with a purchase as a bundle is said with its price,
which is what checkout charges for the set.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from assistant.agent.phrases import Phrases, money
from assistant.agent.shop import Shop
from assistant.agent.turn import Offer
from assistant.profiles.model import Profile
from assistant.promotions.fatigue import Tired
from assistant.promotions.offers import title_of
from assistant.promotions.personal import Ground, Personal, fitting_first, personal_of
from retrieval.product import Product
from retrieval.shelves import shelf_name


def nudge(
    shop: Shop,
    profile: Profile,
    tired: Tired,
    shown: Sequence[Product],
    phrases: Phrases,
    *,
    grounds: Collection[Ground],
    now: datetime,
) -> Offer | None:
    """The one promotion worth a sentence now, or None.

    Args:
        shop: for the promotions and the products of a bundle.
        profile: the shopper.
        tired: what they have seen often enough.
        shown: the products of this turn: a promotion on one of them goes first.
        phrases: the language.
        grounds: those worth speaking of at this point of a conversation.
        now: the moment (aware).
    """
    if tired.nudged:
        return None
    found = personal_of(shop.promotions.active(profile, now=now), profile)
    for one in fitting_first(found, shown):
        if one.ground in grounds and one.promotion.id not in tired.nudges:
            offer = worded(shop, profile, one, phrases, now=now)
            if offer is not None:
                return offer
    return None


def personal_offers(
    shop: Shop, profile: Profile, phrases: Phrases, *, now: datetime
) -> list[Offer]:
    """All promotions that are the shopper's own, each with its ground in words."""
    found = personal_of(shop.promotions.active(profile, now=now), profile)
    offers = (worded(shop, profile, one, phrases, now=now) for one in found)
    return [offer for offer in offers if offer is not None]


def worded(
    shop: Shop, profile: Profile, one: Personal, phrases: Phrases, *, now: datetime
) -> Offer | None:
    """The promotion as an offer with its ground; None for a bundle that cannot be had."""
    promotion = one.promotion
    offer = Offer(
        promotion_id=promotion.id,
        title=title_of(promotion, phrases.language),
        code=promotion.code,
    )
    if one.ground == "segment":
        key = f"ground.segment_{one.value}"
        ground = phrases(key) if phrases.has(key) else phrases("ground.segment")
    else:
        ground = phrases(f"ground.{one.ground}", what=shelf_name(one.value, phrases.language))
    if promotion.kind != "bundle":
        return offer.model_copy(update={"why": ground})
    items = sorted(set(promotion.scope.item_ids))
    products = shop.index.get(items)
    if len(products) < len(items) or any(
        item.availability == "out_of_stock" or item.charged is None for item in products
    ):
        return None
    codes = [promotion.code] if promotion.code else []
    quote = shop.promotions.quote([(item, 1) for item in products], profile, codes=codes, now=now)
    if quote.total >= quote.subtotal:
        return None
    return offer.model_copy(
        update={
            "why": ground,
            "item_ids": [item.id for item in products],
            "price_together": float(quote.total),
            "price_apart": float(quote.subtotal),
            "currency": quote.currency,
        }
    )


def sentence(offer: Offer, phrases: Phrases) -> str:
    """An offer with its ground, as it is said."""
    code = phrases("ground.code", code=offer.code) if offer.code else ""
    if offer.price_together is not None and offer.price_apart is not None:
        return phrases(
            "ground.bundle",
            why=offer.why,
            title=offer.title,
            code=code,
            together=money(offer.price_together, offer.currency),
            apart=money(offer.price_apart, offer.currency),
        )
    return phrases("ground.said", why=offer.why, title=offer.title, code=code)
