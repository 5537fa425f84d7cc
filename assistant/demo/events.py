"""Six months of behaviour for every demo shopper, drawn from what they like.

Each person has a random stream of their own. A visit has a purpose (a need that follows their
taste, one left open last time, something used up, a gift), then what a shop's log would show:
search, the list shown, views with their places, likes, a cart, a purchase, a rating days later,
codes redeemed under the promotions' own conditions. Needs drift: in the second half of the months
other things take over. What is given up: shoppers do not influence one another, and the list shown
is a popularity ranking with noise, not our own search engine's, so that the log favours no system.
"""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from assistant.categories import within
from assistant.demo.phrases import phrase
from assistant.demo.shoppers import Saying, Taste, gift_ideas
from assistant.events import Event, EventType
from assistant.promotions.eligibility import covers, running
from assistant.promotions.model import Promotion
from retrieval.product import Product

SEED = 20261122
AS_OF = date(2026, 11, 22)
"""The day after the last day of behaviour, where the caller names none."""
DAYS = 180
SHOWN = 10
_CONSUMED = ("Groceries", "Pets > Dogs > Food", "Pets > Cats", "Baby > Changing", "Beauty")
_NEVER = datetime.min.replace(tzinfo=UTC)
_HOURS = (1, 0, 0, 0, 0, 1, 2, 4, 5, 4, 4, 5, 7, 6, 4, 4, 4, 5, 7, 9, 11, 12, 9, 4)


class Shelves:
    """The products by type, with each one's place among its like in price and popularity."""

    def __init__(self, products: Sequence[Product]) -> None:
        """Sort ``products`` onto shelves."""
        self.by_type: dict[str, list[Product]] = defaultdict(list)
        for product in products:
            self.by_type[str(product.attributes["type"])].append(product)
        self.rank: dict[str, float] = {}
        for found in self.by_type.values():
            prices = sorted({price_of(product) for product in found})
            for product in found:
                place = prices.index(price_of(product))
                self.rank[product.id] = place / max(1, len(prices) - 1)

    def on(self, kinds: Sequence[str], day: date) -> list[Product]:
        """What of these types was for sale on ``day``."""
        return [
            product
            for kind in kinds
            for product in self.by_type.get(kind, ())
            if product.availability != "preorder"
            and (product.released is None or product.released <= day)
        ]


def price_of(product: Product) -> Decimal:
    """What is charged for one piece."""
    return product.charged or Decimal(0)


@dataclass
class Need:
    """What a visit is about: the types wanted, the words for it, and for whom it is."""

    kinds: tuple[str, ...]
    saying: Saying | None = None
    gender: str = ""
    gift: bool = False


@dataclass
class Person:
    """One shopper while their months are being drawn."""

    taste: Taste
    draw: random.Random
    events: list[Event] = field(default_factory=list)
    views: Counter[str] = field(default_factory=Counter)
    bought: list[Product] = field(default_factory=list)
    open_need: Need | None = None
    now: datetime = _NEVER
    session: str = ""

    def did(
        self,
        kind: EventType,
        *,
        item: Product | None = None,
        items: Sequence[Product] = (),
        query: str | None = None,
        position: int | None = None,
        quantity: int | None = None,
        value: float | None = None,
        promotion: str | None = None,
    ) -> None:
        """Log one event and let some seconds pass."""
        self.events.append(
            Event(
                event_id=f"{self.taste.shopper.user_id}-{len(self.events) + 1:05d}",
                ts=self.now,
                user_id=self.taste.shopper.user_id,
                session_id=self.session,
                type=kind,
                item_id=item.id if item else None,
                item_ids=[shown.id for shown in items],
                query=query,
                position=position,
                quantity=quantity,
                value=value,
                promotion_id=promotion,
            )
        )
        if item is not None and kind == "view_item":
            self.views[item.category] += 1
        self.now += timedelta(seconds=round(self.draw.lognormvariate(3.1, 0.8), 3))


class Months:
    """Draws the months of one person after another."""

    def __init__(
        self, products: Sequence[Product], promotions: Sequence[Promotion], as_of: date
    ) -> None:
        """Get ready to draw behaviour that ends on the day before ``as_of``."""
        self.shelves = Shelves(products)
        self.coded = [one for one in promotions if one.code and one.kind in {"percent", "amount"}]
        self.start = as_of - timedelta(days=DAYS)
        self.gifts = gift_ideas()

    def of(self, taste: Taste) -> list[Event]:
        """Every event of one person, oldest first."""
        seed = f"{SEED}:{taste.shopper.user_id}"
        person = Person(taste, random.Random(seed))  # noqa: S311 - a seeded draw is the point
        newcomer = person.draw.random() < 0.1
        first = DAYS - 21 if newcomer else 0
        count = max(3, round(taste.visits * (DAYS - first) / 30 * person.draw.uniform(0.8, 1.2)))
        moments = sorted(self._moment(person.draw, first) for _ in range(count))
        for number, moment in enumerate(moments, start=1):
            if moment <= person.now:  # the last visit was not over yet
                continue
            person.now = moment
            person.session = f"{taste.shopper.user_id}-v{number:03d}"
            self._visit(person, (moment.date() - self.start).days / DAYS, buys=not newcomer)
        return self._with_ratings(person)

    def _moment(self, draw: random.Random, first: int) -> datetime:
        day = self.start + timedelta(days=draw.randrange(first, DAYS))
        hour = draw.choices(range(24), _HOURS)[0]
        at = time(hour, draw.randrange(60), draw.randrange(60), tzinfo=UTC)
        return datetime.combine(day, at)

    # A visit ----------------------------------------------------------------------------------

    def _need(self, person: Person, progress: float) -> Need:
        draw, taste = person.draw, person.taste
        if draw.random() < 0.06:
            idea = draw.choice(self.gifts)
            return Need(idea.types, idea, idea.gender, gift=True)
        if person.open_need and draw.random() < 0.4:
            return person.open_need
        used_up = [item for item in person.bought if _consumed(item)]
        if used_up and draw.random() < 0.15:
            return Need((str(draw.choice(used_up).attributes["type"]),), gender=taste.gender)
        drift = min(1.0, max(0.0, (progress - 0.35) / 0.4))
        weights = {kind: weight * (1 - 0.7 * drift) for kind, weight in taste.wants.items()}
        for kind, weight in taste.later.items():
            weights[kind] = weights.get(kind, 0.0) + weight * drift
        kind = draw.choices(list(weights), list(weights.values()))[0]
        sayings = [saying for saying in taste.says if kind in saying.types]
        saying = draw.choice(sayings) if sayings and draw.random() < 0.3 else None
        return Need((kind,), saying, taste.gender)

    def _visit(self, person: Person, progress: float, *, buys: bool) -> None:
        draw = person.draw
        cart: list[tuple[Product, int]] = []
        for _ in range(draw.choices((1, 2, 3), (60, 30, 10))[0]):
            need = self._need(person, progress)
            wanted = self._look(person, need)
            if wanted is None:
                person.open_need = need
                continue
            quantity = draw.choice((1, 1, 2, 3)) if _consumed(wanted) else 1
            person.did("add_to_cart", item=wanted, quantity=quantity, value=float(price_of(wanted)))
            if draw.random() < 0.14:
                person.did("remove_from_cart", item=wanted, quantity=quantity)
                continue
            cart.append((wanted, quantity))
            person.open_need = None
        if cart and buys and draw.random() < 0.62:
            self._pay(person, cart)

    def _look(self, person: Person, need: Need) -> Product | None:
        """Search, look at the list, open some of it; the one wanted in the end, if any."""
        draw = person.draw
        candidates = self.shelves.on(need.kinds, person.now.date())
        if not candidates:
            return None
        likes = {item.id: self._liking(person, need, item) for item in candidates}
        best: Product | None = None
        for _ in range(draw.choices((1, 2), (72, 28))[0]):
            query = None if draw.random() < 0.12 else self._words(person, need, candidates)
            if query is not None:
                person.did("search", query=query)
            shown = sorted(candidates, key=lambda item: -_popularity(item) - draw.gauss(0, 0.9))[
                :SHOWN
            ]
            person.did("view_item_list", items=shown, query=query)
            for position, item in enumerate(shown, start=1):
                chance = 0.9 / (1 + math.exp(-1.6 * (likes[item.id] - 0.6)))
                if draw.random() >= chance / (1 + 0.14 * (position - 1)):
                    continue
                person.did("view_item", item=item, query=query, position=position)
                if likes[item.id] > 1.2 and draw.random() < 0.1:
                    person.did("like", item=item)
                elif likes[item.id] < -0.4 and draw.random() < 0.12:
                    person.did("dislike", item=item)
                if item.availability == "in_stock" and (
                    best is None or likes[item.id] > likes[best.id]
                ):
                    best = item
        if best is None or draw.random() >= 0.55 / (1 + math.exp(-2 * (likes[best.id] - 0.8))):
            return None
        return best

    def _liking(self, person: Person, need: Need, item: Product) -> float:
        """How much this person likes the item for this need; about -2 to 3."""
        taste = person.taste
        liking = 0.5 * (_popularity(item) - 1) + 0.8 * ((item.rating or 4.0) - 4.2)
        if need.gift:
            liking += 0.6
        else:
            liking += 1.1 * taste.brands.get(item.brand, 0.0)
            liking += 0.8 * (item.color in taste.colors)
        liking -= 2.2 * abs(self.shelves.rank[item.id] - taste.price)
        liking += 0.9 * taste.deals * item.discounted
        if need.gender and item.gender in {"male", "female"} and item.gender != need.gender:
            liking -= 3.0
        if not _consumed(item) and any(
            item.item_group_id == had.item_group_id for had in person.bought
        ):
            liking -= 2.0
        return liking + person.draw.gauss(0, 0.35)

    def _words(self, person: Person, need: Need, candidates: Sequence[Product]) -> str:
        if need.saying is not None and person.draw.random() < 0.8:
            return need.saying.words(person.taste.shopper.language)
        prices = sorted(price_of(item) for item in candidates)
        cap = float(prices[round((len(prices) - 1) * (0.3 + 0.6 * person.taste.price))])
        step = 5 if cap < 50 else 10 if cap < 200 else 50
        kind = person.draw.choice(need.kinds)
        return phrase(kind, person.taste, candidates, math.ceil(cap / step) * step, person.draw)

    # Paying -----------------------------------------------------------------------------------

    def _pay(self, person: Person, cart: list[tuple[Product, int]]) -> None:
        totals = {item.id: price_of(item) * quantity for item, quantity in cart}
        used = self._code(person, cart)
        if used is not None:
            covered = [item.id for item, _ in cart if covers(used, item)]
            spent = sum((totals[key] for key in covered), Decimal(0))
            off = spent * used.value / 100 if used.kind == "percent" else min(used.value, spent)
            person.did(
                "redeem_promotion", promotion=used.id, value=float(round(off, 2)), quantity=1
            )
            for key in covered:
                totals[key] -= off * totals[key] / spent
        for item, quantity in {item.id: (item, count) for item, count in cart}.values():
            paid = float(round(totals[item.id], 2))
            person.did("purchase", item=item, quantity=quantity, value=paid)
            person.bought.append(item)

    def _code(self, person: Person, cart: list[tuple[Product, int]]) -> Promotion | None:
        """A code this person would find and may use on this cart."""
        if person.draw.random() >= 0.15 + 0.5 * person.taste.deals:
            return None
        usable = [one for one in self.coded if self._may_use(person, one, cart)]
        return max(usable, key=lambda one: (one.priority, one.id), default=None)

    @staticmethod
    def _may_use(person: Person, one: Promotion, cart: list[tuple[Product, int]]) -> bool:
        conditions = one.conditions
        spent = sum((price_of(item) * n for item, n in cart if covers(one, item)), Decimal(0))
        if not running(one, person.now) or spent == 0 or spent < (conditions.min_spend or 0):
            return False
        if conditions.first_order and person.bought:
            return False
        if conditions.segments and not {*conditions.segments} & {*person.taste.shopper.segments}:
            return False
        if conditions.purchased_categories and not any(
            within(item.category, path)
            for item in person.bought
            for path in conditions.purchased_categories
        ):
            return False
        return all(
            sum(seen for path, seen in person.views.items() if within(path, category)) >= least
            for category, least in conditions.viewed_categories.items()
        )

    # Afterwards -------------------------------------------------------------------------------

    def _with_ratings(self, person: Person) -> list[Event]:
        """The person's events and, days after some purchases, their ratings; oldest first."""
        end = datetime.combine(self.start + timedelta(days=DAYS), time(), tzinfo=UTC)
        by_id = {item.id: item for item in person.bought}
        for event in [event for event in person.events if event.type == "purchase"]:
            late = event.ts + timedelta(days=person.draw.uniform(3, 16))
            if person.draw.random() >= 0.4 or late >= end or event.item_id is None:
                continue
            item = by_id[event.item_id]
            stars = round(min(5.0, max(1.0, person.draw.gauss((item.rating or 4.2) + 0.1, 0.8))))
            person.now = late.replace(microsecond=0)
            person.session = f"{event.session_id}-r"
            person.did("rate", item=item, value=float(stars))
        return sorted(person.events, key=lambda event: (event.ts, event.event_id))


def _consumed(item: Product) -> bool:
    return any(within(item.category, path) for path in _CONSUMED)


def _popularity(item: Product) -> float:
    """0 for what hardly sells to about 2 for best sellers."""
    return math.log10(10 + (item.sales or 0)) - 1.6


def demo_events(
    products: Sequence[Product],
    promotions: Sequence[Promotion],
    people: Sequence[Taste],
    *,
    as_of: date = AS_OF,
) -> Iterator[Event]:
    """The behaviour of ``people`` over the `DAYS` days before ``as_of``, oldest first.

    The same arguments give the same events, ids included.
    """
    months = Months(products, promotions, as_of)
    every = [event for taste in people for event in months.of(taste)]
    yield from sorted(every, key=lambda event: (event.ts, event.event_id))
