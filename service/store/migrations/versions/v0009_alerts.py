"""Which sites' queues are overdue."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def _ascii(length: int) -> sa.String:
    return sa.String(length, collation="C" if op.get_bind().dialect.name == "postgresql" else None)


def upgrade() -> None:
    """Nothing is overdue until somebody looks."""
    op.create_table(
        "alerts",
        sa.Column("site", _ascii(64), sa.ForeignKey("sites.id"), primary_key=True),
        sa.Column("raised_at", sa.Double, nullable=False),
    )
