"""The named factors of the score, each in [0, 1], with the facts it saw.

- ``relevance``: the retriever's fused relevance.
- ``wishes``: mean over features, occasion and recipient of 1 (the phrase stands in the product's
  text), 0.7 (all of its words do) or 0.
- ``profile``, ``session``: ``1 - prod(1 - share(kind) * strength)`` over the best matching tag of
  each kind; a category counts by the share of its path in common.
- ``popularity``: mean of units sold and decayed popularity, each ``log(1 + x)`` over the list's
  largest; the one there is, where the other is missing from the whole list.
- ``rating``: the rating shrunk towards 3.9 as if 20 more shoppers had said so, from 3 (0) to 5 (1).
- ``promotion``: share saved of the price now charged (the list price, for a sale), 50 % being 1;
  0.2 for an offer that takes more than one piece.
- ``price_fit``: 1 in the asked range, falling to 0 at half its lower or one and a half times its
  upper end; else nearness to what the shopper usually pays in this category, in log price; 0.5
  where nothing is known.
- ``dislikes``: 1 for a disliked item; else like ``profile``, over the aversions.

No protected attribute of the shopper is read.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.agent.turn import Offer
from assistant.categories import leaf, shared_depth
from assistant.events import Event
from assistant.intent import Intent
from assistant.profiles.interests import items_of, values_of
from assistant.profiles.model import PriceBand, Profile, Tag
from assistant.ranking.context import Evidence, RankingContext
from retrieval.hit import Hit
from retrieval.product import Product
from retrieval.values.text import contains_term, fold, tokens

SHARES: Mapping[str, float] = {
    "category": 0.5,
    "brand": 0.6,
    "color": 0.25,
    "material": 0.25,
    "size": 0.3,
}
PRIOR_RATING, PRIOR_COUNT = 3.9, 20
FULL_SAVING = 0.5
ALL_WORDS = 0.7


@dataclass(frozen=True)
class Factor:
    """A factor's value in [0, 1] and the facts behind it."""

    value: float
    evidence: Evidence = field(default_factory=dict)


NOTHING = Factor(0.0)


@dataclass(frozen=True)
class ListScale:
    """What values are measured against: the largest of the candidates."""

    most_sales: int
    most_popular: float

    @classmethod
    def of(cls, hits: Iterable[Hit], popularity: Mapping[str, float]) -> ListScale:
        """The scale of a candidate list."""
        sales, popular = 0, 0.0
        for hit in hits:
            sales = max(sales, hit.product.sales or 0)
            popular = max(popular, popularity.get(hit.product.id, 0.0))
        return cls(sales, popular)


def factors(
    hit: Hit, context: RankingContext, scale: ListScale, offer: Offer | None
) -> dict[str, Factor]:
    """All factors of one candidate."""
    product, profile = hit.product, context.profile
    return {
        "relevance": relevance(hit, context.intent),
        "wishes": wishes(product, context.intent),
        "profile": affinity(product, profile.tags),
        "session": affinity(product, profile.session.tags),
        "popularity": popularity(product, context.popularity, scale),
        "rating": rating(product),
        "promotion": promotion(product, offer),
        "price_fit": price_fit(product, context.intent, profile),
        "dislikes": dislikes(product, profile, context.session),
    }


def relevance(hit: Hit, intent: Intent) -> Factor:
    """How well the candidate matches the words."""
    value = min(max(hit.relevance, 0.0), 1.0)
    return Factor(value, {"query": intent.query} if intent.query else {})


def wishes(product: Product, intent: Intent) -> Factor:
    """The share of wanted properties that the product's text speaks of."""
    wanted = [*intent.features, *filter(None, (intent.occasion, intent.recipient))]
    if not wanted:
        return NOTHING
    text = text_of(product)
    words = set(tokens(text))
    total, found = 0.0, []
    for term in wanted:
        if contains_term(text, term):
            credit = 1.0
        else:
            needed = tokens(term)
            credit = ALL_WORDS if needed and words.issuperset(needed) else 0.0
        total += credit
        if credit:
            found.append(term)
    return Factor(total / len(wanted), {"terms": ", ".join(found)} if found else {})


def text_of(product: Product) -> str:
    """All a product says of itself; the name of an attribute counts where its value is true."""
    texts = [product.title, product.description, product.category, product.color, product.material]
    for name, value in product.attributes.items():
        if isinstance(value, bool):
            texts.extend([name.replace("_", " ")] if value else [])
        elif isinstance(value, list):
            texts.extend(value)
        else:
            texts.append(str(value))
    return " . ".join(text for text in texts if text)


def affinity(product: Product, tags: Sequence[Tag]) -> Factor:
    """How far the product's values are among the tags; the strongest match is the evidence."""
    best: dict[str, tuple[float, Tag]] = {}
    values = _matchable(product)
    for tag in tags:
        share = _match(tag, product, values)
        if share > best.get(tag.kind, (0.0, tag))[0]:
            best[tag.kind] = (share, tag)
    if not best:
        return NOTHING
    value = 1.0 - math.prod(1.0 - share for share, _ in best.values())
    _, tag = max(best.values(), key=lambda pair: (pair[0], pair[1].kind))
    shown = leaf(tag.value) if tag.kind == "category" else tag.value
    return Factor(
        value,
        {
            "kind": tag.kind,
            "value": shown,
            "bought": tag.bought,
            "seen": tag.evidence,
            "stated": int(tag.stated),
        },
    )


def _matchable(product: Product) -> set[tuple[str, str]]:
    values = {(kind, fold(value)) for kind, value in values_of(product)}
    return values | {("size", fold(size)) for size in product.sizes}


def _match(tag: Tag, product: Product, values: set[tuple[str, str]]) -> float:
    share = 1.0 if tag.stated else SHARES.get(tag.kind, 0.0)
    if tag.kind == "category":
        common = shared_depth(product.category, tag.value)
        return share * tag.strength * (common if common >= 0.5 else 0.0)
    return share * tag.strength if (tag.kind, fold(tag.value)) in values else 0.0


def popularity(product: Product, scores: Mapping[str, float], scale: ListScale) -> Factor:
    """How much the product is bought and wanted, next to the other candidates."""
    parts = []
    if scale.most_sales:
        parts.append(math.log1p(product.sales or 0) / math.log1p(scale.most_sales))
    if scale.most_popular > 0:
        score = max(scores.get(product.id, 0.0), 0.0)
        parts.append(math.log1p(score) / math.log1p(scale.most_popular))
    if not parts:
        return NOTHING
    return Factor(
        min(sum(parts) / len(parts), 1.0), {"sales": product.sales} if product.sales else {}
    )


def rating(product: Product) -> Factor:
    """The rating, doubted while few shoppers have given one."""
    given, count = product.rating, product.rating_count or 0
    if given is None:
        shrunk = PRIOR_RATING
    else:
        voters = max(count, 1)
        shrunk = (given * voters + PRIOR_RATING * PRIOR_COUNT) / (voters + PRIOR_COUNT)
    value = min(max((shrunk - 3.0) / 2.0, 0.0), 1.0)
    return Factor(value, {} if given is None else {"rating": given, "count": count})


def promotion(product: Product, offer: Offer | None) -> Factor:
    """What the shopper saves now, by sale price or by the best offer."""
    if product.charged is None or product.charged <= 0:
        return NOTHING
    charged = float(product.charged)
    full = float(product.price) if product.discounted and product.price else charged
    after = offer.price_after if offer and offer.price_after is not None else charged
    saved = max(1.0 - after / full, 0.0)
    if saved > 0:
        evidence: Evidence = {"percent": math.floor(100 * saved + 1e-9)}
        if offer and after < charged and offer.code:
            evidence["code"] = offer.code
        return Factor(min(saved / FULL_SAVING, 1.0), evidence)
    return Factor(0.2, {"title": offer.title}) if offer else NOTHING


def price_fit(product: Product, intent: Intent, profile: Profile) -> Factor:
    """How well the price sits in the asked range, or in what the shopper usually pays."""
    if product.charged is None:
        return NOTHING
    price = float(product.charged)
    if intent.price_min is not None or intent.price_max is not None:
        if intent.currency and intent.currency != product.currency:
            return Factor(0.5)
        return Factor(_in_range(price, intent.price_min, intent.price_max), {"asked": 1})
    band = profile.band_for(product.category)
    if band is None or band.currency != product.currency or price <= 0 or band.low <= 0:
        return Factor(0.5)
    return Factor(_near_band(price, band), {"usual": 1})


def _in_range(price: float, low: float | None, high: float | None) -> float:
    if high is not None and price > high:
        return max(1.0 - (price - high) / (0.5 * high), 0.0) if high > 0 else 0.0
    if low is not None and price < low:
        return max(1.0 - (low - price) / (0.5 * low), 0.0)
    return 1.0


def _near_band(price: float, band: PriceBand) -> float:
    if band.low <= price <= band.high:
        return 1.0
    away = math.log(band.low / price) if price < band.low else math.log(price / band.high)
    return math.exp(-((away / math.log(2.0)) ** 2))


def dislikes(product: Product, profile: Profile, session: Sequence[Event]) -> Factor:
    """How far the product is something the shopper has turned down."""
    if product.id in _turned_down(profile, session):
        return Factor(1.0, {"item": 1})
    return affinity(product, (*profile.dislikes, *profile.session.dislikes))


def _turned_down(profile: Profile, session: Sequence[Event]) -> frozenset[str]:
    last: dict[str, Event] = {}
    for event in sorted(session, key=lambda one: (one.ts, one.event_id)):
        if event.type in {"like", "dislike"}:
            last.update(dict.fromkeys(items_of(event), event))
    down = {item for item, event in last.items() if event.type == "dislike"}
    return (profile.disliked_items | profile.session.disliked_items | down) - (last.keys() - down)


FACTORS: tuple[str, ...] = (
    "relevance",
    "wishes",
    "profile",
    "session",
    "popularity",
    "rating",
    "promotion",
    "price_fit",
    "dislikes",
)
