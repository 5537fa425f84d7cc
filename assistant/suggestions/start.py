"""What to show a shopper who asks for nothing in particular, and on what ground.

The grounds, each tried where the one before has nothing to go by:

- ``history``: what the fitted recommender expects them to buy next, after what they bought;
- ``interests``: what is near to all they have looked at, liked and bought, with what is popular;
- ``session``: the same of a visitor's present visit;
- ``segment``: what shoppers of their segments (new ones, regulars, students …) buy;
- ``popular``: what is hot in the shop.

What is found are candidates with a relevance in [0, 1]: the ranking puts them in order with the
rest of what it knows, so that stock, promotions, merchandising and diversity hold here too. With
personalisation off only the last ground is left. Gifts are no start: who names a recipient asks for
something.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from typing import get_args

from assistant.agent.turn import Ground
from assistant.events import Event
from assistant.popularity import Popularity
from assistant.profiles import Profiles
from assistant.profiles.model import Profile
from assistant.ranking.context import Evidence
from assistant.segment_popularity import SegmentPopularity
from assistant.storage import Database
from assistant.suggestions.because import because
from assistant.suggestions.exclusions import constrained, unwanted
from assistant.suggestions.model_file import RecommenderFile
from assistant.suggestions.orders import orders_of
from assistant.trends import Trending, Trends
from retrieval.constraints import Constraints
from retrieval.hit import Hit
from retrieval.index import ProductIndex
from retrieval.product import Product

GROUNDS: tuple[Ground, ...] = get_args(Ground)
CANDIDATES = 200
NEAR_TASTE = 50
IN_DEMAND = 0.5
"""A product is said to be in demand from this part of the list's greatest demand on."""
_NONE = Constraints()


@dataclass(frozen=True)
class Start:
    """Candidates where nothing was asked for, the ground they stand on, and each one's own."""

    ground: Ground
    hits: list[Hit]
    because: Mapping[str, Evidence] = field(default_factory=dict)


class Suggestions:
    """A shop's suggestions. Safe to use from many threads."""

    def __init__(
        self, index: ProductIndex, database: Database, profiles: Profiles, file: RecommenderFile
    ) -> None:
        """Over the catalogue of ``index`` and the events of ``database``; reads nothing yet."""
        self._index = index
        self._database = database
        self._profiles = profiles
        self.recommender_file = file
        self._popularity = Popularity(database)
        self._trends = Trends(index, self._popularity)
        self.segments = SegmentPopularity(database, index)

    def start(
        self,
        profile: Profile,
        *,
        session_id: str | None = None,
        session: Sequence[Event] = (),
        constraints: Constraints = _NONE,
        language: str = "en",
        grounds: Collection[Ground] = GROUNDS,
    ) -> Start:
        """The candidates for a shopper of ``profile``, by the best ground there is.

        Args:
            profile: as the shop may use it.
            session_id: the present visit.
            session: its events, for what was turned down in it.
            constraints: what has to hold besides: what the shopper never buys is added.
            language: of the titles in the reasons.
            grounds: those to try; ``popular`` is there whatever stands here.
        """
        own = constrained(constraints, profile, session)
        found: Start | None = None
        if profile.personalised:
            found = (
                ("history" in grounds and self._next(profile, own, language))
                or ("interests" in grounds and self._near(profile, own, session_id))
                or ("segment" in grounds and self._of_segment(profile, own))
                or None
            )
        return found or self._hot(profile, own)

    def _next(self, profile: Profile, constraints: Constraints, language: str) -> Start | None:
        recommender = self.recommender_file.current()
        if recommender is None or profile.user_id is None:
            return None
        history = [order.basket for order in orders_of(self._database, profile.user_id)]
        known = recommender.scene.items.row
        if not any(item in known for basket in history for item in basket):
            return None
        found = recommender.recommend(history, CANDIDATES, exclude=constraints.exclude_ids)
        kept = self._kept([one.id for one in found], constraints, profile)
        products = {one.id: one for one in kept}
        scores = {one.id: one.score for one in found if one.id in products}
        bought = sorted({item for basket in history for item in basket})
        titles = {one.id: one.title_in(language) for one in self._index.get(bought)}
        why = because(recommender, history, found, products, titles.get)
        return _start("history", kept, scores, why)

    def _near(
        self, profile: Profile, constraints: Constraints, session_id: str | None
    ) -> Start | None:
        ground: Ground = "interests"
        weights = self._profiles.weights(profile.user_id) if profile.user_id else {}
        if not weights and session_id is not None:
            ground, weights = "session", self._profiles.session_weights(session_id)
        taste = self._index.taste(weights)
        if taste is None:
            return None
        near = taste.nearest(constraints, limit=NEAR_TASTE)
        hits = self._index.browse(constraints, limit=CANDIDATES, also=near)
        hits = [hit for hit in hits if not unwanted(hit.product, profile)]
        return Start(ground, hits) if hits else None

    def _of_segment(self, profile: Profile, constraints: Constraints) -> Start | None:
        if profile.user_id is None:
            return None
        interest = self._popularity.scores()
        leaning = self.segments.leaning(profile.segments, interest)
        if not leaning.segments:
            return None
        wanted = {item: leaning.of(item)[0] for item in leaning.items}
        kept = self._kept(sorted(wanted), constraints, profile)
        best = nlargest(CANDIDATES, kept, key=lambda one: (wanted[one.id], one.id))
        return _start("segment", best, wanted)

    def _hot(self, profile: Profile, constraints: Constraints) -> Start:
        listed = self._trends.hot(constraints, limit=CANDIDATES)
        kept = [one for one in listed if not unwanted(one.product, profile)]
        products = [one.product for one in kept]
        scores = {one.product.id: one.score for one in kept}
        demand = {one.product.id: _demand(one) for one in kept}
        least = IN_DEMAND * max(demand.values(), default=0.0)
        why: dict[str, Evidence] = {
            id_: {"because": "hot"} for id_, its in demand.items() if its > 0 and its >= least
        }
        return _start("popular", products, scores, why) or Start("popular", [])

    def _kept(
        self, ids: Sequence[str], constraints: Constraints, profile: Profile
    ) -> list[Product]:
        fitting = self._index.fitting(self._index.get(ids), constraints)
        return [one for one in fitting if not unwanted(one, profile)]


def _demand(one: Trending) -> float:
    """What events and sales gave to a score; ratings make nothing wanted now."""
    return one.figures.get("interest", 0.0) + one.figures.get("sales", 0.0)


def _start(
    ground: Ground,
    products: Sequence[Product],
    scores: Mapping[str, float],
    why: Mapping[str, Evidence] | None = None,
) -> Start | None:
    """Candidates with their scores scaled over the list to [0, 1], as a search's are."""
    if not products:
        return None
    own = [scores[one.id] for one in products]
    low, spread = min(own), max(own) - min(own)
    hits = [
        Hit(
            product=one,
            relevance=(score - low) / spread if spread > 0 else 1.0,
            scores={ground: score},
        )
        for one, score in zip(products, own, strict=True)
    ]
    return Start(ground, hits, why or {})
