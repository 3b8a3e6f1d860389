"""Secrets that Coral signs with, and how often Akismet's clients asked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def _ascii(length: int) -> sa.String:
    return sa.String(length, collation="C" if op.get_bind().dialect.name == "postgresql" else None)


def upgrade() -> None:
    """Nobody has signed or asked yet."""
    op.create_table(
        "coral_secrets",
        sa.Column("id", _ascii(64), primary_key=True),
        sa.Column("site", _ascii(64), sa.ForeignKey("sites.id"), nullable=False),
        sa.Column("secret", sa.Text, nullable=False),
        sa.Column("created_at", sa.Double, nullable=False),
    )
    op.create_index("ix_coral_secrets_site", "coral_secrets", ["site"])
    op.create_table(
        "akismet_usage",
        sa.Column("key", _ascii(64), sa.ForeignKey("keys.id"), primary_key=True),
        sa.Column("month", _ascii(7), primary_key=True),
        sa.Column("blog", _ascii(255), primary_key=True),
        sa.Column("spam", sa.BigInteger, nullable=False),
        sa.Column("ham", sa.BigInteger, nullable=False),
        sa.Column("missed_spam", sa.BigInteger, nullable=False),
        sa.Column("false_positives", sa.BigInteger, nullable=False),
    )
