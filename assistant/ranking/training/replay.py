"""The factors of lists shown in the past, as the ranking would have seen them at that moment.

Where the list was ranked by this shop's assistant, its factors were kept when it was shown
(:mod:`assistant.ranking.served`) and are used as they are. Any other log is replayed: profile,
session and popularity are those of the events before the list, promotions those that ran then, the
need is what the rule parser reads in the query, and relevance what the search answers to it now.
Given up: ratings, units sold and prices of the past, which the catalogue does not keep (today's
stand in), and the need's earlier turns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Protocol

from assistant.agent.turn import Offer
from assistant.event_tail import Seen
from assistant.events import Event
from assistant.intent import Intent
from assistant.popularity import WEIGHTS, Counts
from assistant.profiles.interests import interests
from assistant.profiles.model import Profile
from assistant.profiles.profiles import build, for_one_recipient
from assistant.profiles.shoppers import Shopper
from assistant.profiles.sums import Decay, fold
from assistant.ranking.context import RankingContext
from assistant.ranking.rank import factors_of, values_of
from assistant.ranking.scoring import Floats
from assistant.ranking.training.impressions import Impression
from assistant.ranking.weights import Weights
from retrieval.hit import Hit
from retrieval.product import Product

CANDIDATES = 200
POPULARITY_EVERY = timedelta(hours=6)
"""Popularity is read anew when this much of the past has gone by: it moves in days."""

OffersAt = Callable[[Profile, datetime], Callable[[Product], Sequence[Offer]]]


class Search(Protocol):
    """The part of the product index that a replay needs."""

    def search(
        self, query: str, *, limit: int, language: str, product_type: str | None
    ) -> list[Hit]:
        """The best products for a query."""

    def browse(self, *, limit: int) -> list[Hit]:
        """The most popular products."""

    def get(self, ids: Sequence[str]) -> list[Product]:
        """The products of the ids that are known."""


@dataclass(frozen=True)
class Example:
    """One list with its factors: what a model learns from."""

    impression: Impression
    items: tuple[str, ...]
    """The products that the catalogue still knows, in the order shown."""
    places: tuple[int, ...]
    """Where each was shown, from 0."""
    values: Floats
    """Their factors, shape ``(items, factors)``."""
    grades: tuple[int, ...]


class Replay:
    """Goes through a log once and gives the factors of its lists."""

    def __init__(
        self,
        index: Search,
        read: Callable[[str], Intent],
        *,
        weights: Weights,
        shoppers: Mapping[str, Shopper] | None = None,
        offers: OffersAt | None = None,
    ) -> None:
        """Replay on ``index``.

        Args:
            index: the shop's.
            read: the need in a query.
            weights: whose floors hold.
            shoppers: what the shop was told of them.
            offers: the offers to a shopper at a moment; none if None.
        """
        self._index, self._weights, self._offers = index, weights, offers
        self._shoppers = shoppers or {}
        self._products: dict[str, Product] = {}

        @lru_cache(maxsize=100_000)
        def found(query: str) -> tuple[Intent, dict[str, Hit]]:
            intent = read(query) if query.strip() else Intent()
            hits = (
                index.search(
                    intent.query,
                    limit=CANDIDATES,
                    language=intent.language,
                    product_type=intent.product_type,
                )
                if intent.query
                else index.browse(limit=CANDIDATES)
            )
            return intent, {hit.product.id: hit for hit in hits}

        self._found = found

    def examples(self, events: Sequence[Event], lists: Sequence[Impression]) -> Iterator[Example]:
        """The factors of ``lists``, one after another.

        Args:
            events: the log, in the order it happened.
            lists: those of the log, in the same order.
        """
        touched = {item for event in events for item in (event.item_id, *event.item_ids) if item}
        self._products = {one.id: one for one in self._index.get(sorted(touched))}
        past = _Past()
        upcoming = iter(events)
        event = next(upcoming, None)
        for one in lists:
            while event is not None and event.event_id != one.event_id and event.ts <= one.ts:
                past.add(event)
                event = next(upcoming, None)
            example = self._example(one, past)
            if example is not None:
                yield example

    def _example(self, one: Impression, past: _Past) -> Example | None:
        known = [at for at, item in enumerate(one.items) if item in self._products]
        if len(known) < 2:
            return None
        intent, by_id = self._found(one.query)
        items = tuple(one.items[at] for at in known)
        hits = [
            by_id.get(item) or Hit(product=self._products[item], relevance=0.0) for item in items
        ]
        profile = self._profile(one, past)
        offers = self._offers(profile, one.ts) if self._offers else None
        context = RankingContext(
            intent=intent,
            profile=profile,
            session=past.session(one.session_id),
            popularity=past.popularity(one.ts),
            language=intent.language,
        )
        best = [next(iter(offers(hit.product)), None) if offers else None for hit in hits]
        return Example(
            impression=one,
            items=items,
            places=tuple(known),
            values=values_of(factors_of(hits, best, context, self._weights)),
            grades=tuple(one.grades[at] for at in known),
        )

    def _profile(self, one: Impression, past: _Past) -> Profile:
        here = past.session(one.session_id)
        decay = Decay.of_session(one.ts)
        session = interests(
            fold(for_one_recipient(here), decay, gifts=True).items,
            self._products,
            scale=decay.scale(one.ts),
        )
        if one.user_id is None:
            return Profile(at=one.ts, session=session)
        profile = build(
            past.of(one.user_id),
            self._products,
            shopper=self._shoppers.get(one.user_id),
            user_id=one.user_id,
            now=one.ts,
        )
        return profile.model_copy(update={"session": session})


class _Past:
    """What had happened until a moment."""

    def __init__(self) -> None:
        self._by_user: dict[str, list[Event]] = {}
        self._by_session: dict[str, list[Event]] = {}
        self._counts: Counts | None = None
        self._scores: dict[str, float] = {}
        self._scored_at: datetime | None = None

    def add(self, event: Event) -> None:
        if event.user_id is not None:
            self._by_user.setdefault(event.user_id, []).append(event)
        if event.session_id is not None:
            self._by_session.setdefault(event.session_id, []).append(event)
        if event.type in WEIGHTS:
            if self._counts is None:
                self._counts = Counts(event.ts)
            self._counts.add(_seen(event))

    def of(self, user_id: str) -> Sequence[Event]:
        return self._by_user.get(user_id, ())

    def session(self, session_id: str) -> Sequence[Event]:
        return self._by_session.get(session_id, ())

    def popularity(self, now: datetime) -> Mapping[str, float]:
        if self._counts is None:
            return {}
        if self._scored_at is None or now - self._scored_at >= POPULARITY_EVERY:
            self._scores, self._scored_at = self._counts.scores(now), now
        return self._scores


def _seen(event: Event) -> Seen:
    return Seen(
        seq=0,
        ts=event.ts,
        type=event.type,
        user_id=event.user_id,
        session_id=event.session_id or event.event_id,
        item_id=event.item_id,
        item_ids=event.item_ids,
        quantity=event.quantity,
    )


def in_order(events: Iterable[Event]) -> list[Event]:
    """The events in the order they happened."""
    return sorted(events, key=lambda one: (one.ts, one.event_id))
