"""The shop's promotions in the database: loading a file, uses left, redeeming.

A use is taken with one conditional update, so the budget cannot fall below zero whoever else is
redeeming. Loading the same file again does not give uses back: the budget in the file is what the
shop last gave, and only a changed figure resets what is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, Table, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from assistant.event_log import reason_of
from assistant.json_lines import BadLine, read_json_lines
from assistant.promotions.model import Promotion, code_key
from assistant.storage import Database
from assistant.storage.tables import PromotionRow, PromotionUseRow

_promotions: Table = PromotionRow.metadata.tables["promotions"]
_uses: Table = PromotionUseRow.metadata.tables["promotion_uses"]


class UnknownPromotionError(LookupError):
    """There is no promotion with this id."""


@dataclass(frozen=True)
class RejectedPromotion:
    """A line refused: its number (1-based), its id if it has one, and why."""

    line: int
    promotion_id: str | None
    reason: str


@dataclass
class PromotionsLoaded:
    """What became of a promotions file."""

    loaded: int = 0
    removed: int = 0
    rejected: list[RejectedPromotion] = field(default_factory=list)


class PromotionStore:
    """Promotions and their uses."""

    def __init__(self, database: Database) -> None:
        """Read and write the promotions of ``database``."""
        self._database = database

    def load(self, path: Path, *, replace: bool = True) -> PromotionsLoaded:
        """Load a JSONL file (``.gz`` allowed); bad lines are refused with reasons.

        Args:
            path: one promotion a line, as in the contract.
            replace: the file is the whole set: promotions it does not name are removed (unless
                every line was refused, which is taken for the wrong file, or the last one is cut
                off, so that what is missing may only be lost).

        Raises:
            UnreadableFileError: if the file cannot be opened or unpacked.
        """
        report = PromotionsLoaded()
        found: dict[str, Promotion] = {}
        codes: dict[str, str] = {}
        cut = False
        for number, line in read_json_lines(path):
            cut = isinstance(line, BadLine) and line.cut
            promotion = _checked(number, line, found, codes, report)
            if promotion is not None:
                found[promotion.id] = promotion
                if promotion.code:
                    codes[code_key(promotion.code)] = promotion.id
        self.put(found.values())
        report.loaded = len(found)
        if replace and found and not cut:
            with self._database.write() as connection:
                others = _promotions.c.id.not_in(found)
                report.removed = connection.execute(delete(_promotions).where(others)).rowcount
        return report

    def put(self, promotions: Iterable[Promotion]) -> None:
        """Add or replace promotions; uses left stay unless the budget given has changed."""
        with self._database.write() as connection:
            insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
            for promotion in promotions:
                body = promotion.model_dump(mode="json", exclude={"budget"})
                before = connection.execute(
                    select(_promotions.c.budget_given, _promotions.c.budget_left).where(
                        _promotions.c.id == promotion.id
                    )
                ).one_or_none()
                kept = before is not None and before.budget_given == promotion.budget
                left = before.budget_left if before is not None and kept else promotion.budget
                values = {"body": body, "budget_given": promotion.budget, "budget_left": left}
                connection.execute(
                    insert(_promotions)
                    .values(id=promotion.id, **values)
                    .on_conflict_do_update(index_elements=["id"], set_=values)
                )

    def all(self) -> list[Promotion]:
        """Every promotion with the uses it has left, highest priority first, then by id."""
        statement = select(_promotions.c.body, _promotions.c.budget_left)
        with self._database.read() as connection:
            rows = connection.execute(statement).all()
        promotions = [Promotion.model_validate({**body, "budget": left}) for body, left in rows]
        return sorted(promotions, key=lambda one: (-one.priority, one.id))

    def budget_left(self, promotion_id: str) -> int | None:
        """Uses left; None is no limit.

        Raises:
            UnknownPromotionError: if there is no such promotion.
        """
        with self._database.read() as connection:
            row = connection.execute(
                select(_promotions.c.budget_left).where(_promotions.c.id == promotion_id)
            ).one_or_none()
        if row is None:
            raise UnknownPromotionError(f"There is no promotion {promotion_id!r}.")
        left: int | None = row.budget_left
        return left

    def redeem(
        self,
        promotion_id: str,
        *,
        order_id: str,
        user_id: str | None = None,
        amount: Decimal = Decimal(0),
        now: datetime | None = None,
    ) -> bool:
        """Take one use for an order. The same order again changes nothing and is True.

        Returns:
            False where no use is left or there is no such promotion.
        """
        return not self.redeem_order(
            {promotion_id: amount}, order_id=order_id, user_id=user_id, now=now
        )

    def redeem_order(
        self,
        amounts: Mapping[str, Decimal],
        *,
        order_id: str,
        user_id: str | None = None,
        now: datetime | None = None,
    ) -> list[str]:
        """Take one use of each promotion of an order, or of none of them.

        Args:
            amounts: promotion id to what it took off.
            order_id: the same order again changes nothing.
            user_id: who ordered.
            now: the moment (aware); the clock's if None.

        Returns:
            The promotions that have no use left or do not exist; empty where all were taken.
        """
        common = {"order_id": order_id, "user_id": user_id, "ts": now or datetime.now(UTC)}
        with self._database.write() as connection, connection.begin_nested() as all_or_none:
            # In one order everywhere, so that two orders never wait for each other in a circle.
            refused = [
                promotion
                for promotion, amount in sorted(amounts.items())
                if not _take(connection, {**common, "promotion_id": promotion, "amount": amount})
            ]
            if refused:
                all_or_none.rollback()
        return refused

    def forget(self, user_id: str) -> int:
        """Take a shopper's name off the uses; the uses stay counted. Returns how many."""
        with self._database.write() as connection:
            statement = update(_uses).where(_uses.c.user_id == user_id).values(user_id=None)
            return connection.execute(statement).rowcount


def _take(connection: Connection, use: Mapping[str, Any]) -> bool:
    """One use for one order, by one conditional update; True where the order has it already."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    # The use first: of two requests for one order, the later waits here for the earlier.
    fresh = connection.execute(
        insert(_uses)
        .values(**use)
        .on_conflict_do_nothing(index_elements=["promotion_id", "order_id"])
        .returning(_uses.c.order_id)
    ).one_or_none()
    if fresh is None:
        return True
    left = _promotions.c.budget_left
    taken = connection.execute(
        update(_promotions)
        .where(_promotions.c.id == use["promotion_id"], or_(left.is_(None), left > 0))
        .values(budget_left=left - 1)
    )
    return bool(taken.rowcount)


def fault_of(promotion: Promotion) -> str | None:
    """What makes a well-formed promotion impossible to apply, or None."""
    value, scope, conditions = promotion.value, promotion.scope, promotion.conditions
    kind, starts, ends = promotion.kind, promotion.starts, promotion.ends
    faults = {
        "value: a percentage lies above 0 and at most at 100": (
            kind == "percent" and not 0 < value <= 100
        ),
        "value: the amount taken off must be above 0": kind == "amount" and value <= 0,
        "value: the bundle's price cannot be negative": kind == "bundle" and value < 0,
        "scope.item_ids: a bundle needs at least two products": (
            kind == "bundle" and len(set(scope.item_ids)) < 2
        ),
        "value: the number of free pieces must be a whole number, at least 1": (
            kind == "buy_x_get_y" and (value < 1 or value != int(value))
        ),
        "conditions.min_quantity: say how many must be bought, at least 1": (
            kind == "buy_x_get_y" and (conditions.min_quantity or 0) < 1
        ),
        "ends: not after starts": starts is not None and ends is not None and ends <= starts,
        "code: empty; leave it out where none is needed": (
            promotion.code is not None and not promotion.code.strip()
        ),
    }
    return next((fault for fault, there in faults.items() if there), None)


def _checked(
    number: int,
    line: Mapping[str, Any] | BadLine,
    found: Mapping[str, Promotion],
    codes: Mapping[str, str],
    report: PromotionsLoaded,
) -> Promotion | None:
    if isinstance(line, BadLine):
        report.rejected.append(RejectedPromotion(number, None, line.reason))
        return None
    claimed = line.get("id")
    shown = claimed if isinstance(claimed, str) else None
    try:
        promotion = Promotion.model_validate(line)
    except ValidationError as error:
        report.rejected.append(RejectedPromotion(number, shown, reason_of(error)))
        return None
    fault = fault_of(promotion)
    if promotion.id in found:
        fault = "id: given twice in this file"
    elif promotion.code and code_key(promotion.code) in codes:
        fault = f"code: already that of {codes[code_key(promotion.code)]}"
    if fault is not None:
        report.rejected.append(RejectedPromotion(number, shown, fault))
        return None
    return promotion


def unlocked(promotions: Iterable[Promotion], codes: Sequence[str]) -> list[Promotion]:
    """The promotions that need no code, and those whose code is given."""
    given = {code_key(code) for code in codes}
    return [one for one in promotions if one.code is None or code_key(one.code) in given]
