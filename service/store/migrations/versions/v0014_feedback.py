"""What clients of foreign APIs said was wrong."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def _ascii(length: int) -> sa.String:
    return sa.String(length, collation="C" if op.get_bind().dialect.name == "postgresql" else None)


def upgrade() -> None:
    """Nobody has said anything yet."""
    op.create_table(
        "feedback",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("site", _ascii(64), sa.ForeignKey("sites.id"), nullable=False),
        sa.Column("door", _ascii(16), nullable=False),
        sa.Column("sha256", sa.LargeBinary, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("action", _ascii(16), nullable=False),
        sa.Column("label", _ascii(32)),
        sa.Column("told", sa.Text, nullable=False),
        sa.Column("token", sa.Text),
        sa.Column("at", sa.Double, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("feedback_of_text", "feedback", ["site", "door", "sha256"], unique=True)
    op.create_index("feedback_by_age", "feedback", ["site", "at"])
    op.create_index("feedback_by_token", "feedback", ["site", "token"])
