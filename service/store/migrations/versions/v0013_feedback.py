"""What sites say of comments through a foreign API's own words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0009"


def _ascii(length: int) -> sa.String:
    return sa.String(length, collation="C" if op.get_bind().dialect.name == "postgresql" else None)


def upgrade() -> None:
    """Nobody has said anything yet."""
    op.create_table(
        "feedback",
        sa.Column("id", _ascii(64), primary_key=True),
        sa.Column("site", _ascii(64), sa.ForeignKey("sites.id"), nullable=False),
        sa.Column("door", _ascii(16), nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("value", sa.Double, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("language", _ascii(8)),
        sa.Column("token", sa.Text),
        sa.Column("at", sa.Double, nullable=False),
    )
    op.create_index("feedback_in_order", "feedback", ["site", "id"])
    op.create_index("feedback_by_token", "feedback", ["site", "token"])
    op.create_index("feedback_by_age", "feedback", ["site", "at"])
