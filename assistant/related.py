"""What belongs beside a product in this shop: the product graph, fed by the shop's own events.

Purchases count by shopper, views by visit (session). Both count by model, since nobody buys the
same shoe in two sizes, but the pair of shoe and sock is the same pair in every size. New events
are taken in when next asked, old ones are not looked at again; a changed catalogue is read into
the names of models at the next full count, ten minutes later at most.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from assistant.event_tail import Seen, Tail
from assistant.storage import Database
from assistant.suggestions.model_file import RecommenderFile
from retrieval.graph.behaviour import HALF_LIFE, Behaviour, Interaction
from retrieval.graph.edge import RELATIONS, Edge, Relation
from retrieval.graph.graph import related
from retrieval.graph.table import model_key
from retrieval.graph.wording import Language
from retrieval.index import ProductIndex
from retrieval.snapshot import Snapshot

_TYPES = ("view_item", "purchase")
_SINCE = 4 * HALF_LIFE
"""Older events have faded to 1/16 and are left in the log."""


class RelatedProducts:
    """The product graph of one shop. Safe to use from many threads."""

    def __init__(
        self, index: ProductIndex, database: Database, recommender: RecommenderFile | None = None
    ) -> None:
        """Over the catalogue of ``index`` and the events of ``database``; reads nothing yet.

        What ``recommender``'s file holds, where there is one, says what is bought next.
        """
        self._index, self._recommender = index, recommender
        self._lock = threading.Lock()
        self._tail = Tail(database)
        self._behaviour = Behaviour(datetime.now(UTC))

    def related(
        self,
        product_id: str,
        *,
        relations: Sequence[Relation] = RELATIONS,
        limit: int = 10,
        language: Language = "en",
    ) -> Mapping[Relation, list[Edge]] | None:
        """The edges of one product by relation; None for a product the shop does not have.

        Args:
            product_id: the product asked about.
            relations: which lists to make; all without.
            limit: edges in each, at most.
            language: of the reasons.
        """
        snapshot = self._index._current()
        return related(
            snapshot,
            product_id,
            snapshot.models,
            behaviour=self.behaviour(snapshot),
            recommender=None if self._recommender is None else self._recommender.current(),
            relations=relations,
            limit=limit,
            language=language,
        )

    def behaviour(self, snapshot: Snapshot) -> Behaviour:
        """What shoppers bought and viewed together, up to the newest event."""
        with self._lock:
            if self._tail.restart_due():
                self._behaviour = Behaviour(datetime.now(UTC))
                self._tail.restarted()
            self._behaviour.add(self._new(snapshot))
            return self._behaviour

    def _new(self, snapshot: Snapshot) -> Iterator[Interaction]:
        since = datetime.now(UTC) - _SINCE
        for event in self._tail.new(_TYPES, since=since):
            yield from interactions(event, snapshot)


def interactions(event: Seen, snapshot: Snapshot) -> Iterator[Interaction]:
    """What an event says of models: that a shopper bought, or in one visit viewed, each of them."""
    viewed = event.type == "view_item"
    shopper = (event.session_id or event.shopper) if viewed else event.shopper
    for item in sorted(event.items):
        if (row := snapshot.rows.get(item)) is not None:
            model = model_key(item, snapshot.readings[row].group)
            yield Interaction("viewed" if viewed else "bought", shopper, model, event.ts)
