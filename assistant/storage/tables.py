"""The tables, typed.

Instants are stored as whole microseconds since the epoch in UTC (:class:`Instant`): they compare
and sort alike in SQLite, which has no time type, and in PostgreSQL, and no time zone is lost on
the way. Money is stored as text (:class:`Money`), so that what goes in comes out to the cent.
Given up: reading the columns with the naked eye in a database shell.

The schema is made by the migrations beside this file; a test compares the two.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Double,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    TypeDecorator,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
BigKey = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only where the key is declared INTEGER."""


class Instant(TypeDecorator[datetime]):
    """An aware datetime, stored as integer microseconds since the epoch."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """To microseconds. Naive datetimes are refused: they name no instant."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time needs a time zone: pass an aware datetime")
        return (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Back to an aware datetime in UTC."""
        del dialect
        return None if value is None else _EPOCH + timedelta(microseconds=value)


class Money(TypeDecorator[Decimal]):
    """A decimal amount, stored as its exact digits."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """To digits."""
        del dialect
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        """Back to a decimal."""
        del dialect
        return None if value is None else Decimal(value)


class Base(DeclarativeBase):
    """Root of the tables. Constraint names are fixed, so that later migrations can find them."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )


class EventRow(Base):
    """One behaviour event. ``seq`` is the order of arrival; ``ts`` is when it happened."""

    __tablename__ = "events"
    __table_args__ = (
        Index("ix_events_user_id_ts", "user_id", "ts"),
        Index("ix_events_session_id_ts", "session_id", "ts"),
        *(
            Index(
                f"ix_events_{name}",
                *columns,
                sqlite_where=text(which),
                postgresql_where=text(which),
            )
            for name, columns, which in (
                ("views", ("user_id", "ts"), "type = 'view_item'"),
                ("redeemed", ("user_id", "promotion_id"), "type = 'redeem_promotion'"),
                ("given_in_session", ("session_id", "ts"), "recipient IS NOT NULL"),
                ("given_by_user", ("user_id", "ts"), "recipient IS NOT NULL"),
            )
        ),
        {"sqlite_autoincrement": True},
    )

    seq: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    event_id: Mapped[str] = mapped_column(String(200), unique=True)
    ts: Mapped[datetime] = mapped_column(Instant)
    user_id: Mapped[str | None] = mapped_column(String(200))
    session_id: Mapped[str | None] = mapped_column(String(200))
    type: Mapped[str] = mapped_column(String(32))
    item_id: Mapped[str | None] = mapped_column(String(200))
    item_ids: Mapped[list[str]] = mapped_column(JSON)
    query: Mapped[str | None] = mapped_column(Text)
    position: Mapped[int | None] = mapped_column(Integer)
    quantity: Mapped[int | None] = mapped_column(Integer)
    value: Mapped[float | None]
    promotion_id: Mapped[str | None] = mapped_column(String(200))
    recipient: Mapped[str | None] = mapped_column(String(200))


class ShopperRow(Base):
    """A known shopper: what the shop was told, as against what it observed."""

    __tablename__ = "shoppers"

    user_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    name: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(16), default="en")
    persona: Mapped[str] = mapped_column(Text, default="")
    segments: Mapped[list[str]] = mapped_column(JSON, default=list)


class FactRow(Base):
    """Something a shopper stated outright; it outranks what their behaviour suggests."""

    __tablename__ = "profile_facts"

    user_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[str] = mapped_column(String(400), primary_key=True)
    wanted: Mapped[bool | None] = mapped_column()
    ts: Mapped[datetime] = mapped_column(Instant)


class ProfileSettingsRow(Base):
    """What a shopper chose about their profile; without a row, personalisation is on."""

    __tablename__ = "profile_settings"

    user_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    personalised: Mapped[bool]


class ProfileItemRow(Base):
    """What a shopper's events say of one product: decayed sums as of a fixed day, and counts."""

    __tablename__ = "profile_items"

    user_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    item_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    liked: Mapped[float] = mapped_column(Double)
    blamed: Mapped[float] = mapped_column(Double)
    touches: Mapped[int] = mapped_column(Integer)
    buys: Mapped[int] = mapped_column(Integer)
    last: Mapped[datetime | None] = mapped_column(Instant)
    pieces: Mapped[int] = mapped_column(BigInteger)


class ProfileOrderLineRow(Base):
    """One product of one order, as the shopper's purchases told it."""

    __tablename__ = "profile_order_lines"

    user_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    order_key: Mapped[str] = mapped_column(String(210), primary_key=True)
    item_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    paid: Mapped[float] = mapped_column(Double)
    valued: Mapped[int] = mapped_column(BigInteger)
    unvalued: Mapped[int] = mapped_column(BigInteger)


class ConversationRow(Base):
    """Who took part in a conversation signed in, so that it can be forgotten with them."""

    __tablename__ = "conversation_shoppers"

    user_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(String(200), primary_key=True)


class ServedListRow(Base):
    """The factors of a list as it was shown (the event of that id), a row of values a product."""

    __tablename__ = "served_lists"

    event_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    factors: Mapped[list[list[float]]] = mapped_column(JSON)


class PromotionRow(Base):
    """A promotion. ``body`` is the contract's JSON without its budget, which changes."""

    __tablename__ = "promotions"

    id: Mapped[str] = mapped_column(String(200), primary_key=True)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    budget_given: Mapped[int | None] = mapped_column(Integer)
    budget_left: Mapped[int | None] = mapped_column(Integer)


class PromotionUseRow(Base):
    """One use of a promotion by one order; the pair is unique, so a retry costs nothing."""

    __tablename__ = "promotion_uses"
    __table_args__ = (Index("ix_promotion_uses_user_id", "user_id"),)

    promotion_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    order_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    user_id: Mapped[str | None] = mapped_column(String(200))
    amount: Mapped[Decimal] = mapped_column(Money)
    ts: Mapped[datetime] = mapped_column(Instant)


class CartRow(Base):
    """One line of a cart. ``owner`` is a user id or, before sign-in, a conversation id."""

    __tablename__ = "carts"

    owner: Mapped[str] = mapped_column(String(200), primary_key=True)
    product_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    quantity: Mapped[int] = mapped_column(Integer)
    added: Mapped[datetime] = mapped_column(Instant)


class PromotionImpressionRow(Base):
    """One showing of a promotion to a shopper; kept as long as it counts towards a cap."""

    __tablename__ = "promotion_impressions"
    __table_args__ = (
        Index("ix_promotion_impressions_owner_ts", "owner", "ts"),
        {"sqlite_autoincrement": True},
    )

    seq: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    owner: Mapped[str] = mapped_column(String(200))
    promotion_id: Mapped[str] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(String(16))
    session_id: Mapped[str] = mapped_column(String(200))
    ts: Mapped[datetime] = mapped_column(Instant)


class AssignmentRow(Base):
    """Which arm of an experiment a unit (user id, or a guest's conversation) is in, for good."""

    __tablename__ = "experiment_assignments"
    __table_args__ = (Index("ix_experiment_assignments_unit", "unit"),)

    experiment: Mapped[str] = mapped_column(String(100), primary_key=True)
    unit: Mapped[str] = mapped_column(String(200), primary_key=True)
    arm: Mapped[str] = mapped_column(String(100))
    ts: Mapped[datetime] = mapped_column(Instant)


class ExposureRow(Base):
    """A unit met its arm: once a session, or, where two rankings are mixed, once a list."""

    __tablename__ = "experiment_exposures"
    __table_args__ = (
        Index("ix_experiment_exposures_unit", "unit"),
        Index("ix_experiment_exposures_experiment_ts", "experiment", "ts"),
        {"sqlite_autoincrement": True},
    )

    seq: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    experiment: Mapped[str] = mapped_column(String(100))
    unit: Mapped[str] = mapped_column(String(200))
    arm: Mapped[str | None] = mapped_column(String(100))
    session_id: Mapped[str] = mapped_column(String(200))
    teams: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    ts: Mapped[datetime] = mapped_column(Instant)
