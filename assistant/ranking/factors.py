"""The named factors of the score, each in [0, 1], with the facts it saw.

- ``relevance``: the retriever's fused relevance; where nothing was asked for, how high the list of
  suggestions (:mod:`assistant.suggestions`) has the product.
- ``wishes``: how far the product's text speaks of features, occasion and recipient, or has what
  carries them
  (:mod:`assistant.ranking.wishes`).
- ``profile``, ``session``: how far its values are among the shopper's tags of the last months, and
  of this session (:mod:`assistant.ranking.affinity`).
- ``popularity``: mean of units sold and decayed popularity, each ``log(1 + x)`` over the list's
  largest; the one there is, where the other is missing from the whole list. Of a signed-in
  shopper of whom no interest is known, popularity is that of their segments
  (:mod:`assistant.segment_popularity`); with personalisation off it is everybody's.
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
from dataclasses import dataclass
from functools import lru_cache

from assistant.agent.turn import Offer
from assistant.events import Event
from assistant.intent import Intent
from assistant.profiles.interests import items_of
from assistant.profiles.model import PriceBand, Profile
from assistant.ranking.affinity import NOTHING, Factor, TagTable, keys_of
from assistant.ranking.context import Evidence, RankingContext
from assistant.ranking.wishes import met, wishes_of
from assistant.segment_popularity import Leaning
from retrieval.hit import Hit
from retrieval.product import Product
from retrieval.values.text import fold, is_cjk

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
"""The order of the factors in every table of them."""
NEGATIVE = frozenset({"dislikes"})
"""Those that are taken off."""
PRIOR_RATING, PRIOR_COUNT = 3.9, 20
FULL_SAVING = 0.5


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


class Factors:
    """The factors of one turn's candidates: what they share is prepared once."""

    def __init__(self, hits: Sequence[Hit], context: RankingContext) -> None:
        """Prepare for ranking ``hits`` in ``context``."""
        profile = context.profile
        self._context = context
        leaning = leaning_of(context)
        wanted = {hit.product.id: leaning.of(hit.product.id) for hit in hits}
        self._interest = {item: interest for item, (interest, _) in wanted.items()}
        self._segment = {item: name for item, (_, name) in wanted.items() if name}
        self._scale = ListScale.of(hits, self._interest)
        self._wanted = wishes_of(context.intent)
        self._profile = TagTable(profile.tags)
        self._session = TagTable(profile.session.tags)
        self._aversions = TagTable((*profile.dislikes, *profile.session.dislikes))
        self._turned_down = turned_down(profile, context.session)

    def of(self, hit: Hit, offer: Offer | None) -> tuple[Factor, ...]:
        """All factors of one candidate in the order of ``FACTORS``, with the best offer on it."""
        product, context = hit.product, self._context
        keys = keys_of(product)
        down = product.id in self._turned_down
        return (
            relevance(hit, context.intent, context.because.get(product.id)),
            met(product, self._wanted, context.intent.recipient),
            self._profile.match(product, keys),
            self._session.match(product, keys),
            popularity(product, self._interest, self._scale, self._segment.get(product.id)),
            rating(product),
            promotion(product, offer),
            price_fit(product, context.intent, context.profile),
            Factor(1.0, {"item": 1}) if down else self._aversions.match(product, keys),
        )


def leaning_of(context: RankingContext) -> Leaning:
    """Whose interest is popularity: the segments' of one of whom no interest is known, or all's."""
    profile = context.profile
    if context.by_segment is None or profile.tags or profile.session.tags:
        return Leaning(context.popularity, {})
    if not (profile.user_id and profile.personalised):
        return Leaning(context.popularity, {})
    return context.by_segment(profile.segments)


def relevance(hit: Hit, intent: Intent, because: Evidence | None = None) -> Factor:
    """How well the candidate matches the words, or how high it stands among the suggestions."""
    value = min(max(hit.relevance, 0.0), 1.0)
    said = _matched(hit, intent)
    return Factor(value, because or ({"query": said} if said else {}))


def _matched(hit: Hit, intent: Intent) -> str:
    """The words that a product near the top can be said to match; relevance is only a share.

    Where wishes are all that is said, something always comes first, whatever it is: the wishes it
    meets are told apart from this. A Chinese query is one run of all its words (妈喝茶), which
    nobody said: there it is the kind that is matched.
    """
    kind = intent.product_type
    if kind is not None:
        return kind if is_cjk(kind) else intent.query
    branded = fold(hit.product.brand) in map(fold, intent.brands)
    return intent.query if branded or not wishes_of(intent) else ""


def popularity(
    product: Product, scores: Mapping[str, float], scale: ListScale, segment: str | None = None
) -> Factor:
    """How much the product is bought and wanted, next to the other candidates."""
    parts = []
    if scale.most_sales:
        parts.append(math.log1p(product.sales or 0) / math.log1p(scale.most_sales))
    if scale.most_popular > 0:
        score = max(scores.get(product.id, 0.0), 0.0)
        parts.append(math.log1p(score) / math.log1p(scale.most_popular))
    if not parts:
        return NOTHING
    facts: Evidence = {"sales": product.sales} if product.sales else {}
    facts["wanted"] = round(scores.get(product.id, 0.0), 2)
    return Factor(
        min(sum(parts) / len(parts), 1.0), {**facts, "segment": segment} if segment else facts
    )


def rating(product: Product) -> Factor:
    """The rating, doubted while few shoppers have given one."""
    return _rating(product.rating, product.rating_count or 0)


@lru_cache(maxsize=16_384)
def _rating(given: float | None, count: int) -> Factor:
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
    if offer is None and not product.discounted:
        return NOTHING
    charged = float(product.charged)
    full = float(product.price) if product.discounted and product.price else charged
    after = offer.price_after if offer and offer.price_after is not None else charged
    saved = max(1.0 - after / full, 0.0)
    if saved > 0:
        evidence: Evidence = {"percent": whole_percent(saved)}
        if offer and after < charged:
            # What the card shows as reduced already is not told again as the offer's part.
            how: Evidence = {"code": offer.code} if offer.code else {"offer": offer.title}
            evidence = {"percent": whole_percent(1.0 - after / charged), **how}
            if charged < full:
                evidence["sale"] = whole_percent(1.0 - charged / full)
        return Factor(min(saved / FULL_SAVING, 1.0), evidence)
    return Factor(0.2, {"title": offer.title}) if offer else NOTHING


def whole_percent(share: float) -> int:
    """A saving as it is said: whole percents, never more than is saved.

    Examples:
        >>> whole_percent(1 - 26 / 32), whole_percent(0.2)
        (18, 20)
    """
    return math.floor(100 * share + 1e-9)


def price_fit(product: Product, intent: Intent, profile: Profile) -> Factor:
    """How well the price sits in the asked range, or in what the shopper usually pays."""
    if product.charged is None:
        return NOTHING
    price = float(product.charged)
    if intent.price_min is not None or intent.price_max is not None:
        if intent.currency and intent.currency != product.currency:
            return Factor(0.5)
        fit = _in_range(price, intent.price_min, intent.price_max)
        return Factor(fit, {"asked": int(fit == 1.0)})
    band = profile.band_for(product.category)
    if band is None or band.currency != product.currency or price <= 0 or band.low <= 0:
        return Factor(0.5)
    fit = _near_band(price, band)
    return Factor(fit, {"usual": int(fit == 1.0)})


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


def turned_down(profile: Profile, session: Sequence[Event]) -> frozenset[str]:
    """The items the shopper dislikes; in a session the last word on an item holds."""
    last: dict[str, Event] = {}
    for event in sorted(session, key=lambda one: (one.ts, one.event_id)):
        if event.type in {"like", "dislike"}:
            last.update(dict.fromkeys(items_of(event), event))
    down = {item for item, event in last.items() if event.type == "dislike"}
    return (profile.disliked_items | profile.session.disliked_items | down) - (last.keys() - down)
