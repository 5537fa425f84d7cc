"""Profiles as running sums, whom an event was for, personalisation settings, who conversed.

The events already stored are folded into the sums, a shopper at a time.
"""

from itertools import groupby

import sqlalchemy as sa
from alembic import context, op

from assistant.events import Event
from assistant.profiles.sums import fold
from assistant.storage.tables import Instant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_KEY = sa.String(200)
_PARTIAL_INDEXES = {
    "ix_events_views": (["user_id", "ts"], "type = 'view_item'"),
    "ix_events_redeemed": (["user_id", "promotion_id"], "type = 'redeem_promotion'"),
    "ix_events_given_in_session": (["session_id", "ts"], "recipient IS NOT NULL"),
    "ix_events_given_by_user": (["user_id", "ts"], "recipient IS NOT NULL"),
}


def upgrade() -> None:
    """Make the tables and fill them from the events."""
    op.add_column("events", sa.Column("recipient", _KEY))
    for name, (columns, which) in _PARTIAL_INDEXES.items():
        where = sa.text(which)
        op.create_index(name, "events", columns, sqlite_where=where, postgresql_where=where)
    with op.batch_alter_table("profile_facts", copy_from=_facts(nullable=False)) as facts:
        facts.alter_column("wanted", existing_type=sa.Boolean(), nullable=True)
    op.create_table(
        "profile_settings",
        sa.Column("user_id", _KEY, nullable=False),
        sa.Column("personalised", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_profile_settings"),
    )
    items = op.create_table(
        "profile_items",
        sa.Column("user_id", _KEY, nullable=False),
        sa.Column("item_id", _KEY, nullable=False),
        sa.Column("liked", sa.Double(), nullable=False),
        sa.Column("blamed", sa.Double(), nullable=False),
        sa.Column("touches", sa.Integer(), nullable=False),
        sa.Column("buys", sa.Integer(), nullable=False),
        sa.Column("last", sa.BigInteger()),
        sa.Column("pieces", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "item_id", name="pk_profile_items"),
    )
    lines = op.create_table(
        "profile_order_lines",
        sa.Column("user_id", _KEY, nullable=False),
        sa.Column("order_key", sa.String(210), nullable=False),
        sa.Column("item_id", _KEY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.Double(), nullable=False),
        sa.Column("valued", sa.BigInteger(), nullable=False),
        sa.Column("unvalued", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "order_key", "item_id", name="pk_profile_order_lines"),
    )
    op.create_table(
        "conversation_shoppers",
        sa.Column("user_id", _KEY, nullable=False),
        sa.Column("conversation_id", _KEY, nullable=False),
        sa.PrimaryKeyConstraint("user_id", "conversation_id", name="pk_conversation_shoppers"),
    )
    if not context.is_offline_mode():
        _fill(items, lines)


def _facts(*, nullable: bool) -> sa.Table:
    """The table before the change: said, so that SQL can be rendered without a database."""
    return sa.Table(
        "profile_facts",
        sa.MetaData(),
        sa.Column("user_id", _KEY, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("value", sa.String(400), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=nullable),
        sa.Column("ts", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "kind", "value", name="pk_profile_facts"),
    )


def _fill(items: sa.Table, lines: sa.Table) -> None:
    events = sa.table(
        "events",
        *(
            sa.column(name, kind)
            for name, kind in (
                ("event_id", _KEY),
                ("ts", Instant()),
                ("user_id", _KEY),
                ("session_id", _KEY),
                ("type", _KEY),
                ("item_id", _KEY),
                ("item_ids", sa.JSON()),
                ("quantity", sa.Integer()),
                ("value", sa.Double()),
                ("recipient", _KEY),
            )
        ),
    )
    instant = Instant()
    connection = op.get_bind()
    shoppers = sa.select(events).where(events.c.user_id.is_not(None)).order_by(events.c.user_id)
    rows = connection.execute(shoppers.execution_options(yield_per=1000))
    for user_id, theirs in groupby(rows, key=lambda row: row.user_id):
        sums = fold(Event.model_construct(**row._mapping) for row in theirs)
        for table, found in ((items, sums.item_rows(user_id)), (lines, sums.line_rows(user_id))):
            if found:
                for row in found:
                    for name in row.keys() & {"last", "at"}:
                        row[name] = instant.process_bind_param(row[name], connection.dialect)
                connection.execute(sa.insert(table), found)


def downgrade() -> None:
    """Drop them; tags that shoppers muted are forgotten."""
    for table in (
        "conversation_shoppers",
        "profile_order_lines",
        "profile_items",
        "profile_settings",
    ):
        op.drop_table(table)
    op.execute(sa.text("DELETE FROM profile_facts WHERE wanted IS NULL"))
    with op.batch_alter_table("profile_facts", copy_from=_facts(nullable=True)) as facts:
        facts.alter_column("wanted", existing_type=sa.Boolean(), nullable=False)
    for name in _PARTIAL_INDEXES:
        op.drop_index(name, "events")
    op.drop_column("events", "recipient")
