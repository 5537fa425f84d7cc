"""Everything the conversation's steps may call, handed to them by LangGraph as run context."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from assistant.carts import Carts
from assistant.event_log import EventLog
from assistant.events import EventType
from assistant.experiments.trial import Trial
from assistant.parser import IntentParser
from assistant.profiles import Profiles
from assistant.promotions import PromotionEngine
from assistant.ranking import Ranked, RankingContext
from assistant.ranking.ranker import Ranker
from assistant.ranking.served import keep
from assistant.settings import Settings
from assistant.storage import Database
from assistant.suggestions.start import Suggestions
from retrieval.hit import Hit
from retrieval.index import ProductIndex


@dataclass(frozen=True)
class Shop:
    """The shop's parts, opened once and shared by all conversations; each is thread-safe."""

    settings: Settings
    parser: IntentParser
    index: ProductIndex
    events: EventLog
    profiles: Profiles
    promotions: PromotionEngine
    carts: Carts
    ranker: Ranker
    database: Database
    suggestions: Suggestions
    trial: Trial | None = None
    """The experiments that run; none by default."""

    @property
    def currency(self) -> str:
        """The catalogue's currency: that of most of its products."""
        return self.index.currency()

    def popularity(self) -> Mapping[str, float]:
        """Time-decayed popularity by product id, from the event log."""
        return self.events.popularity()

    def ranked(
        self,
        hits: Sequence[Hit],
        context: RankingContext,
        *,
        limit: int,
        user_id: str | None,
        session_id: str,
        turn: int = 0,
    ) -> list[Ranked]:
        """By the shop's ranking, or as the experiment has it that this shopper is in.

        Args:
            hits: the candidates.
            context: what is known.
            limit: how many to show.
            user_id: the signed-in shopper.
            session_id: the conversation, or the visit.
            turn: its number in the conversation.
        """
        if self.trial is None:
            return self.ranker.rank(hits, context, limit=limit)
        return self.trial.ranked(
            hits,
            context,
            self.ranker,
            limit=limit,
            unit=user_id or session_id,
            session_id=session_id,
            turn=turn,
        )

    def record(
        self, event: EventType, *, user_id: str | None, conversation_id: str, **fields: Any
    ) -> None:
        """Log one event of a conversation; the conversation is its session."""
        self.events.add(
            [
                {
                    "event_id": uuid.uuid4().hex,
                    "ts": datetime.now(UTC).isoformat(),
                    "type": event,
                    "user_id": user_id,
                    "session_id": conversation_id,
                    **fields,
                }
            ]
        )

    def record_list(
        self, shown: Sequence[Ranked], *, user_id: str | None, conversation_id: str
    ) -> None:
        """Log a list as shown, with its factors beside the event: what a ranking learns from."""
        event_id = uuid.uuid4().hex
        keep(self.database, event_id, shown)
        self.record(
            "view_item_list",
            user_id=user_id,
            conversation_id=conversation_id,
            event_id=event_id,
            item_ids=[one.hit.product.id for one in shown],
        )
