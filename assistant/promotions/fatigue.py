"""How often a shopper has been shown a promotion, and when it is enough.

A *nudge* is a promotion named unasked, in a sentence; a *card* is a coupon named on a product's
card. Each has a cap within seven days, and a nudge comes once a conversation at most. What is
capped is the advertising, never the price: a promotion that needs no code stays on the card, since
it is what checkout charges, and whoever asks for deals is told all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from sqlalchemy import Table, delete, func, insert, select

from assistant.storage import Database
from assistant.storage.tables import PromotionImpressionRow

Place = Literal["nudge", "card"]
WINDOW = timedelta(days=7)

_shown: Table = PromotionImpressionRow.metadata.tables["promotion_impressions"]


@dataclass(frozen=True)
class Caps:
    """Showings of one promotion to one shopper within seven days; no nudges at 0."""

    nudges: int = 3
    cards: int = 20


@dataclass(frozen=True)
class Tired:
    """The promotions that a shopper has seen often enough, by where they would be shown."""

    nudges: frozenset[str] = frozenset()
    cards: frozenset[str] = frozenset()
    nudged: bool = False
    """Whether this conversation has had its nudge, or nudges are off."""


class Impressions:
    """The showings in the database. ``owner`` is a user id or, before sign-in, a conversation."""

    def __init__(self, database: Database, caps: Caps | None = None) -> None:
        """Count in ``database``, against ``caps``."""
        self._database = database
        self.caps = caps or Caps()

    def note(
        self,
        owner: str,
        promotion_ids: Iterable[str],
        place: Place,
        *,
        session_id: str,
        now: datetime | None = None,
    ) -> None:
        """Count one showing of each promotion; what no longer counts is dropped on the way."""
        moment = now or datetime.now(UTC)
        rows = [
            {
                "owner": owner,
                "promotion_id": promotion,
                "place": place,
                "session_id": session_id,
                "ts": moment,
            }
            for promotion in dict.fromkeys(promotion_ids)
        ]
        if not rows:
            return
        with self._database.write() as connection:
            old = (_shown.c.owner == owner, _shown.c.ts <= moment - WINDOW)
            connection.execute(delete(_shown).where(*old))
            connection.execute(insert(_shown), rows)

    def tired(
        self,
        owner: str,
        *,
        session_id: str,
        now: datetime | None = None,
    ) -> Tired:
        """What the shopper has seen often enough.

        Args:
            owner: the shopper.
            session_id: the conversation, which is nudged once.
            now: the moment (aware); the clock's if None.
        """
        since = (now or datetime.now(UTC)) - WINDOW
        statement = (
            select(_shown.c.promotion_id, _shown.c.place, func.count())
            .where(_shown.c.owner == owner, _shown.c.ts > since)
            .group_by(_shown.c.promotion_id, _shown.c.place)
        )
        here = select(func.count()).where(
            _shown.c.owner == owner,
            _shown.c.session_id == session_id,
            _shown.c.place == "nudge",
        )
        with self._database.read() as connection:
            counts = {(row[0], row[1]): row[2] for row in connection.execute(statement)}
            nudged = bool(connection.execute(here).scalar())
        ids = {promotion for promotion, _ in counts}

        def over(place: Place, cap: int) -> frozenset[str]:
            return frozenset(one for one in ids if counts.get((one, place), 0) >= cap)

        return Tired(
            over("nudge", self.caps.nudges),
            over("card", self.caps.cards),
            nudged or self.caps.nudges == 0,
        )

    def forget(self, owners: Sequence[str]) -> int:
        """Delete what was shown to ``owners``; returns how many showings there were."""
        gone = 0
        with self._database.write() as connection:
            for start in range(0, len(owners), 500):
                named = _shown.c.owner.in_(owners[start : start + 500])
                gone += connection.execute(delete(_shown).where(named)).rowcount
        return gone
