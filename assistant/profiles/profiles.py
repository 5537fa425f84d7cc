"""Profiles, put together from running sums when asked for.

The sums (:mod:`assistant.profiles.ledger`) change in the transaction that stores an event, so the
next ranking sees it, and no reading goes back to the shopper's events: it costs as much as they
have touched different products. The session part is computed from the session's own events, as is
a profile as of a moment before the newest event, which only evaluation asks for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from assistant.categories import prefixes
from assistant.events import Event
from assistant.profiles import ledger
from assistant.profiles.conversations import Conversations
from assistant.profiles.interests import interests, price_bands, price_tags
from assistant.profiles.model import Fact, Interests, Profile
from assistant.profiles.recipients import for_another
from assistant.profiles.segments import hunts_deals, orders_of, segments
from assistant.profiles.shoppers import Shopper, Shoppers
from assistant.profiles.statements import Statements
from assistant.profiles.sums import Decay, Sums, fold, viewed
from assistant.storage import Database
from retrieval.product import Product

if TYPE_CHECKING:
    from assistant.event_log import EventLog

RECENT = timedelta(days=30)
MOST_SESSION_EVENTS = 5000


class ProductSource(Protocol):
    """Where products are looked up: the catalogue."""

    def get(self, ids: Sequence[str]) -> list[Product]:
        """The products of the ids that are known, in the order asked."""


@dataclass(frozen=True)
class History:
    """What a shopper did until a moment, summed up."""

    sums: Sums = field(default_factory=Sums)
    views: Mapping[str, int] = field(default_factory=dict)
    """Product id to views in the 30 days before."""
    redeemed: int = 0
    """Different promotions."""
    events: int = 0

    @classmethod
    def of(cls, events: Sequence[Event], now: datetime) -> History:
        """From all of a shopper's events until ``now``, in any order."""
        redeemed = {one.promotion_id for one in events if one.type == "redeem_promotion"} - {None}
        return cls(fold(events), viewed(events, now - RECENT), len(redeemed), len(events))


class Profiles:
    """The profiles of a shop's shoppers."""

    def __init__(self, database: Database, event_log: EventLog, products: ProductSource) -> None:
        """Read the sums of ``database``, looking products up in ``products``."""
        self._database = database
        self._log = event_log
        self._products = products
        self.shoppers = Shoppers(database)
        self.statements = Statements(database)
        self.conversations = Conversations(database)

    def get(
        self, user_id: str | None, *, session_id: str | None = None, now: datetime | None = None
    ) -> Profile:
        """The profile as of ``now`` (the clock's time if None). Events after it do not count.

        With no ``user_id`` the shopper is a stranger: only the session speaks. With personalisation
        switched off nothing personal is in it: see :meth:`known` for what there is.
        """
        profile = self.known(user_id, session_id=session_id, now=now)
        return profile if profile.personalised else impersonal(profile)

    def known(
        self, user_id: str | None, *, session_id: str | None = None, now: datetime | None = None
    ) -> Profile:
        """All that is known, switched off or not: for the shopper's own eyes."""
        moment = now or datetime.now(UTC)
        shopper = self.shoppers.get(user_id) if user_id else None
        facts = self.statements.facts(user_id) if user_id else []
        in_session = (
            self._log.for_session(session_id, until=now, limit=MOST_SESSION_EVENTS)
            if session_id
            else []
        )
        if user_id:
            history = self._history(user_id, moment, replay=now is not None)
        else:
            # Cold start: a stranger's views are those of this visit.
            history = History(views=viewed(for_one_recipient(in_session), moment - RECENT))
        decay = Decay.of_session(moment)
        here = fold(for_one_recipient(in_session), decay, gifts=True).items
        wanted = history.sums.items.keys() | here.keys() | history.views.keys()
        products = {product.id: product for product in self._products.get(sorted(wanted))}
        profile = build(
            history, products, shopper=shopper, facts=facts, user_id=user_id, now=moment
        )
        session = interests(here, products, scale=decay.scale(moment), facts=facts, restate=False)
        on = self.statements.personalised(user_id) if user_id else True
        return profile.model_copy(update={"session": session, "personalised": on})

    def weights(self, user_id: str, *, now: datetime | None = None) -> dict[str, float]:
        """Product id to how much the shopper's events speak for it now (below 0: against it).

        What :meth:`retrieval.index.ProductIndex.taste` makes a vector of. Empty where
        personalisation is off.
        """
        if not self.statements.personalised(user_id):
            return {}
        moment = now or datetime.now(UTC)
        sums, scale = self._history(user_id, moment, replay=now is not None).sums, Decay()
        return {item: scale.scale(moment) * one.net for item, one in sums.items.items() if one.net}

    def session_weights(self, session_id: str, *, now: datetime | None = None) -> dict[str, float]:
        """The same of one visit's events, whoever makes it: for whom nothing else is known."""
        moment = now or datetime.now(UTC)
        events = self._log.for_session(session_id, until=now, limit=MOST_SESSION_EVENTS)
        decay = Decay.of_session(moment)
        items = fold(for_one_recipient(events), decay, gifts=True).items
        return {item: decay.scale(moment) * one.net for item, one in items.items() if one.net}

    def facts(self, user_id: str) -> list[Fact]:
        """What the shopper has stated, newest first."""
        return self.statements.facts(user_id)

    def state(self, user_id: str, fact: Fact) -> None:
        """Keep a stated fact; stating the opposite replaces it."""
        self.statements.state(user_id, fact)

    def delete(self, user_id: str, *, session_ids: Sequence[str] = ()) -> int:
        """Forget a shopper: events, sums, facts, choices and the shopper's own row.

        Carts and conversations are elsewhere: :func:`assistant.profiles.erasure.erase` is the whole
        of it.

        Args:
            user_id: the shopper.
            session_ids: sessions whose events before sign-in go too.

        Returns:
            How many events are gone.
        """
        self.statements.delete(user_id)
        self.shoppers.delete(user_id)
        return self._log.delete_user(user_id, session_ids=session_ids)

    def _history(self, user_id: str, now: datetime, *, replay: bool) -> History:
        with self._database.read() as connection:
            count, newest = ledger.extent(connection, user_id)
            if newest is None:
                return History()
            if newest <= now or not replay:
                return History(
                    ledger.read(connection, user_id),
                    ledger.views_since(connection, user_id, now - RECENT),
                    ledger.redeemed(connection, user_id),
                    count,
                )
        return History.of(self._log.for_user(user_id, until=now), now)


def for_one_recipient(events: Sequence[Event]) -> list[Event]:
    """The events of a session that are for whom its newest event is for: its present need."""
    if not events:
        return []
    newest = max(events, key=lambda one: (one.ts, one.type == "search", one.event_id))
    recipient = _other(newest)
    return [one for one in events if _other(one) == recipient]


def _other(event: Event) -> str | None:
    return event.recipient if for_another(event.recipient) else None


def impersonal(profile: Profile) -> Profile:
    """A profile as the shop may use it where personalisation is off.

    What stays is what the shop's order book says (orders, purchases, segments), on which offers
    such as a first order's depend; interests, views, facts and the session go.
    """
    return profile.model_copy(
        update={
            "tags": (),
            "dislikes": (),
            "disliked_items": frozenset(),
            "session": Interests(),
            "facts": (),
            "price_band": None,
            "price_bands": {},
            "viewed_items": {},
            "viewed_categories": {},
        }
    )


def build(
    history: History | Sequence[Event],
    products: Mapping[str, Product],
    *,
    shopper: Shopper | None = None,
    facts: Sequence[Fact] = (),
    user_id: str | None = None,
    now: datetime,
) -> Profile:
    """The long-term profile as of ``now``; pure.

    Args:
        history: what the shopper did, or all their events in any order.
        products: the catalogue's, by id.
        shopper: what the shop was told.
        facts: what the shopper stated.
        user_id: whose it is.
        now: the moment; no event may be later.
    """
    if not isinstance(history, History):
        history = History.of(history, now)
    sums, scale = history.sums, Decay().scale(now)
    found = interests(sums.items, products, scale=scale, facts=facts)
    overall, bands = price_bands(sums.items, products, scale=scale)
    orders = orders_of(sums.lines, products)
    bought = {item: entry.pieces for item, entry in sorted(sums.items.items()) if entry.pieces}
    return Profile(
        user_id=user_id,
        name=shopper.name if shopper else "",
        language=shopper.language if shopper else "en",
        at=now,
        tags=(*found.tags, *price_tags(bands, found.tags)),
        dislikes=found.dislikes,
        disliked_items=found.disliked_items,
        facts=tuple(facts),
        price_band=overall,
        price_bands=bands,
        segments=segments(
            orders,
            hunts_deals=hunts_deals(sums.lines, products, history.redeemed),
            given=shopper.segments if shopper else (),
            now=now,
        ),
        viewed_items=dict(history.views),
        viewed_categories=_by_category(history.views.items(), products),
        purchased_items=bought,
        purchased_categories=_by_category(bought.items(), products),
        first_order=not orders,
        orders=len(orders),
        events=history.events,
    )


def _by_category(
    counts: Iterable[tuple[str, int]], products: Mapping[str, Product]
) -> Counter[str]:
    found: Counter[str] = Counter()
    for item, count in counts:
        if item in products:
            for prefix in prefixes(products[item].category):
                found[prefix] += count
    return found
