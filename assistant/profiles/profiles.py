"""Profiles, computed from the event log when asked for.

There is no profile to fall behind: the next ranking after an event sees it. The newest 5,000
events of a shopper are read; older ones have decayed away. Given up, for now: precomputed profiles
for shoppers with more events than can be read in a few milliseconds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol

from sqlalchemy import Table, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from assistant.categories import prefixes
from assistant.event_log import EventLog
from assistant.events import Event
from assistant.profiles.interests import (
    HALF_LIFE,
    SESSION_HALF_LIFE,
    Touch,
    interests,
    items_of,
    price_bands,
    price_tags,
    weight_of,
)
from assistant.profiles.model import Fact, Profile
from assistant.profiles.segments import orders_of, segments
from assistant.profiles.shoppers import Shopper, Shoppers
from assistant.storage import Database
from assistant.storage.tables import FactRow
from retrieval.product import Product

RECENT = timedelta(days=30)
MOST_EVENTS = 5000
_facts: Table = FactRow.metadata.tables["profile_facts"]


class ProductSource(Protocol):
    """Where products are looked up: the catalogue."""

    def get(self, ids: Sequence[str]) -> list[Product]:
        """The products of the ids that are known, in the order asked."""


class Profiles:
    """The profiles of a shop's shoppers."""

    def __init__(self, database: Database, event_log: EventLog, products: ProductSource) -> None:
        """Compute from ``event_log``, looking products up in ``products``."""
        self._database = database
        self._log = event_log
        self._products = products
        self.shoppers = Shoppers(database)

    def get(
        self, user_id: str | None, *, session_id: str | None = None, now: datetime | None = None
    ) -> Profile:
        """The profile as of ``now`` (the clock's time if None). Events after it do not count.

        With no ``user_id`` the shopper is a stranger: only the session speaks.
        """
        moment = now or datetime.now(UTC)
        shopper = self.shoppers.get(user_id) if user_id else None
        events = self._log.for_user(user_id, until=now, limit=MOST_EVENTS) if user_id else []
        session_events = (
            self._log.for_session(session_id, until=now, limit=MOST_EVENTS) if session_id else []
        )
        facts = self.facts(user_id) if user_id else []
        wanted = {item for event in (*events, *session_events) for item in items_of(event)}
        products = {product.id: product for product in self._products.get(sorted(wanted))}
        profile = build(events, products, shopper=shopper, facts=facts, user_id=user_id, now=moment)
        session = interests(
            touches_of(session_events, products), now=moment, half_life=SESSION_HALF_LIFE
        )
        return profile.model_copy(update={"session": session})

    def facts(self, user_id: str) -> list[Fact]:
        """What the shopper has stated, newest first."""
        columns = (_facts.c.kind, _facts.c.value, _facts.c.wanted, _facts.c.ts)
        statement = select(*columns).where(_facts.c.user_id == user_id)
        with self._database.read() as connection:
            rows = connection.execute(statement.order_by(_facts.c.ts.desc(), _facts.c.value)).all()
        return [Fact.model_validate(dict(row._mapping)) for row in rows]

    def state(self, user_id: str, fact: Fact) -> None:
        """Keep a stated fact; stating the opposite replaces it."""
        with self._database.write() as connection:
            insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
            statement = insert(_facts).values(user_id=user_id, **fact.model_dump())
            connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["user_id", "kind", "value"],
                    set_={"wanted": statement.excluded.wanted, "ts": statement.excluded.ts},
                )
            )

    def delete(self, user_id: str) -> int:
        """Forget a shopper: events, facts and the shopper's own row. Returns the events gone."""
        with self._database.write() as connection:
            connection.execute(delete(_facts).where(_facts.c.user_id == user_id))
        self.shoppers.delete(user_id)
        return self._log.delete_user(user_id)


def touches_of(events: Sequence[Event], products: Mapping[str, Product]) -> list[Touch]:
    """What the events say of known products; events that say nothing are left out."""
    return [
        Touch(products[item], event, weight)
        for event in events
        if (weight := weight_of(event)) != 0.0
        for item in items_of(event)
        if item in products
    ]


def build(
    events: Sequence[Event],
    products: Mapping[str, Product],
    *,
    shopper: Shopper | None = None,
    facts: Sequence[Fact] = (),
    user_id: str | None = None,
    now: datetime,
) -> Profile:
    """The long-term profile from a shopper's events (any order) as of ``now``; pure."""
    touches = touches_of(events, products)
    found = interests(touches, now=now, half_life=HALF_LIFE, facts=facts)
    overall, bands = price_bands(touches, now=now)
    orders = orders_of(events, products)
    viewed, viewed_in, bought, bought_in = _history(events, products, now)
    return Profile(
        user_id=user_id,
        name=shopper.name if shopper else "",
        language=shopper.language if shopper else "en",
        at=now,
        tags=(*found.tags, *price_tags(bands, found.tags)),
        dislikes=found.dislikes,
        disliked_items=found.disliked_items,
        price_band=overall,
        price_bands=bands,
        segments=segments(
            events, orders, products, given=shopper.segments if shopper else (), now=now
        ),
        viewed_items=viewed,
        viewed_categories=viewed_in,
        purchased_items=bought,
        purchased_categories=bought_in,
        first_order=not orders,
        orders=len(orders),
        events=len(events),
    )


def _history(
    events: Sequence[Event], products: Mapping[str, Product], now: datetime
) -> tuple[Counter[str], Counter[str], Counter[str], Counter[str]]:
    viewed: Counter[str] = Counter()
    viewed_in: Counter[str] = Counter()
    bought: Counter[str] = Counter()
    bought_in: Counter[str] = Counter()
    for event in events:
        if event.type == "view_item" and now - event.ts <= RECENT:
            items, categories, pieces = viewed, viewed_in, 1
        elif event.type == "purchase":
            items, categories, pieces = bought, bought_in, event.quantity or 1
        else:
            continue
        for item in items_of(event):
            items[item] += pieces
            if item in products:
                for prefix in prefixes(products[item].category):
                    categories[prefix] += pieces
    return viewed, viewed_in, bought, bought_in
