"""The first tables: events, shoppers, facts, promotions and their uses, carts."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_KEY = sa.String(200)
_ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "events",
        sa.Column("seq", _ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("event_id", _KEY, nullable=False),
        sa.Column("ts", sa.BigInteger(), nullable=False),
        sa.Column("user_id", _KEY),
        sa.Column("session_id", _KEY),
        sa.Column("type", sa.String(32), nullable=False),
        sa.Column("item_id", _KEY),
        sa.Column("item_ids", sa.JSON(), nullable=False),
        sa.Column("query", sa.Text()),
        sa.Column("position", sa.Integer()),
        sa.Column("quantity", sa.Integer()),
        sa.Column("value", sa.Double()),
        sa.Column("promotion_id", _KEY),
        sa.PrimaryKeyConstraint("seq", name="pk_events"),
        sa.UniqueConstraint("event_id", name="uq_events_event_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_events_user_id_ts", "events", ["user_id", "ts"])
    op.create_index("ix_events_session_id_ts", "events", ["session_id", "ts"])
    op.create_table(
        "shoppers",
        sa.Column("user_id", _KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("persona", sa.Text(), nullable=False),
        sa.Column("segments", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_shoppers"),
    )
    op.create_table(
        "profile_facts",
        sa.Column("user_id", _KEY, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("value", sa.String(400), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("ts", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "kind", "value", name="pk_profile_facts"),
    )
    op.create_table(
        "promotions",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("budget_given", sa.Integer()),
        sa.Column("budget_left", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_promotions"),
    )
    op.create_table(
        "promotion_uses",
        sa.Column("promotion_id", _KEY, nullable=False),
        sa.Column("order_id", _KEY, nullable=False),
        sa.Column("user_id", _KEY),
        sa.Column("amount", sa.String(40), nullable=False),
        sa.Column("ts", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("promotion_id", "order_id", name="pk_promotion_uses"),
    )
    op.create_index("ix_promotion_uses_user_id", "promotion_uses", ["user_id"])
    op.create_table(
        "carts",
        sa.Column("owner", _KEY, nullable=False),
        sa.Column("product_id", _KEY, nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("added", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "product_id", name="pk_carts"),
    )


def downgrade() -> None:
    """Drop them, newest first."""
    for table in (
        "carts",
        "promotion_uses",
        "promotions",
        "profile_facts",
        "shoppers",
        "events",
    ):
        op.drop_table(table)
