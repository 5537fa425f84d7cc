"""The factors of lists as they were shown, for learning from what became of them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "served_lists",
        sa.Column("event_id", sa.String(200), nullable=False),
        sa.Column("factors", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name="pk_served_lists"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("served_lists")
