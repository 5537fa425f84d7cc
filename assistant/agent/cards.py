"""From ranked products to cards: the facts as the catalogue has them, and the reason for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.agent.field_words import value_in_words
from assistant.agent.phrases import Phrases
from assistant.agent.turn import Card
from assistant.ranking import Ranked, RankingContext
from assistant.ranking.factors import whole_percent
from assistant.ranking.reasons import reasons
from retrieval.product import Product


def cards_of(
    ranked: Sequence[Ranked],
    context: RankingContext,
    phrases: Phrases,
    misses: Mapping[str, Sequence[str]],
) -> list[Card]:
    """One card a product, numbered as shown. A near miss says what it violates and never fits."""
    return [
        _card(place, item, context, phrases, misses.get(item.hit.product.id, ()))
        for place, item in enumerate(ranked, start=1)
    ]


def _card(
    place: int,
    item: Ranked,
    context: RankingContext,
    phrases: Phrases,
    missed: Sequence[str],
) -> Card:
    product = item.hit.product
    parts, sentence = reasons(item, context, phrases.language, another_kind="type" in missed)
    return Card(
        rank=place,
        product_id=product.id,
        title=product.title_in(phrases.language),
        brand=product.brand,
        image=product.image,
        price=amount(product),
        list_price=float(product.price) if product.discounted and product.price else None,
        percent_off=percent_off(product),
        currency=product.currency,
        rating=product.rating,
        rating_count=product.rating_count,
        availability=product.availability,
        offer=item.offer,
        reasons=parts,
        reason=sentence,
        score=item.score,
        fits=not missed,
        misses=[_miss(name, product, phrases) for name in missed],
    )


def _miss(name: str, product: Product, phrases: Phrases) -> str:
    """What a near miss violates; of a size, with those there are."""
    sizes = value_in_words(product, "sizes", phrases) if name == "sizes" else ""
    return phrases("miss.sizes_stated", sizes=sizes) if sizes else phrases(f"miss.{name}")


def percent_off(product: Product) -> int | None:
    """What a sale takes off the old price, as cards and reasons both say it."""
    if not product.discounted or not product.price or product.charged is None:
        return None
    return whole_percent(1.0 - float(product.charged) / float(product.price)) or None


def amount(product: Product) -> float | None:
    """The price charged now, as a number for display."""
    return None if product.charged is None else float(product.charged)
