"""Webhooks, and what is on its way to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def _ascii(length: int) -> sa.String:
    return sa.String(length, collation="C" if op.get_bind().dialect.name == "postgresql" else None)


def upgrade() -> None:
    """Make the tables; nothing that happened before is sent."""
    _make_webhooks()
    _make_deliveries()


def _make_webhooks() -> None:
    op.create_table(
        "webhooks",
        sa.Column("id", _ascii(64), primary_key=True),
        sa.Column("site", _ascii(64), sa.ForeignKey("sites.id"), nullable=False, index=True),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("events", sa.Text, nullable=False),
        sa.Column("secret", sa.Text, nullable=False),
        sa.Column("old_secret", sa.Text),
        sa.Column("old_until", sa.Double),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.Double, nullable=False),
        sa.Column("read_to", sa.BigInteger, nullable=False),
    )


def _make_deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("id", _ascii(64), nullable=False, unique=True),
        sa.Column("webhook", _ascii(64), sa.ForeignKey("webhooks.id"), nullable=False),
        sa.Column("comment", _ascii(64)),
        sa.Column("outbox", sa.BigInteger),
        sa.Column("event", _ascii(32), nullable=False),
        sa.Column("state", _ascii(16), nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("next_at", sa.Double, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("first_at", sa.Double),
        sa.Column("tried_at", sa.Double),
        sa.Column("told", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("deliveries_in_order", "deliveries", ["webhook", "number"])
    op.create_index("deliveries_by_state", "deliveries", ["webhook", "state", "number"])
    op.create_index("deliveries_by_age", "deliveries", ["state", "tried_at"])
    _index_waiting("waiting_by_time", ["webhook", "next_at", "number"])
    _index_waiting("waiting_by_comment", ["webhook", "comment", "outbox"])


def _index_waiting(name: str, columns: list[str]) -> None:
    where = sa.text("state = 'waiting'")
    op.create_index(name, "deliveries", columns, sqlite_where=where, postgresql_where=where)
