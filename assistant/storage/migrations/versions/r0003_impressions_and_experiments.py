"""How often a promotion was shown to whom; experiments: who is in which arm, and who met it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_KEY, _NAME = sa.String(200), sa.String(100)
_SEQ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "promotion_impressions",
        sa.Column("seq", _SEQ, autoincrement=True, nullable=False),
        sa.Column("owner", _KEY, nullable=False),
        sa.Column("promotion_id", _KEY, nullable=False),
        sa.Column("place", sa.String(16), nullable=False),
        sa.Column("session_id", _KEY, nullable=False),
        sa.Column("ts", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_promotion_impressions"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "experiment_assignments",
        sa.Column("experiment", _NAME, nullable=False),
        sa.Column("unit", _KEY, nullable=False),
        sa.Column("arm", _NAME, nullable=False),
        sa.Column("ts", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("experiment", "unit", name="pk_experiment_assignments"),
    )
    op.create_table(
        "experiment_exposures",
        sa.Column("seq", _SEQ, autoincrement=True, nullable=False),
        sa.Column("experiment", _NAME, nullable=False),
        sa.Column("unit", _KEY, nullable=False),
        sa.Column("arm", _NAME),
        sa.Column("session_id", _KEY, nullable=False),
        sa.Column("teams", sa.JSON()),
        sa.Column("ts", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_experiment_exposures"),
        sqlite_autoincrement=True,
    )
    for table, columns in _INDEXES:
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def downgrade() -> None:
    """Drop them."""
    for table in ("experiment_exposures", "experiment_assignments", "promotion_impressions"):
        op.drop_table(table)


_INDEXES = (
    ("promotion_impressions", ("owner", "ts")),
    ("experiment_assignments", ("unit",)),
    ("experiment_exposures", ("unit",)),
    ("experiment_exposures", ("experiment", "ts")),
)
