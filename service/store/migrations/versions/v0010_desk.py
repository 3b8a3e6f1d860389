"""Moderators' settings, templates, who is on duty, and hand-over notes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the tables; nobody has set, written or said anything yet."""
    op.create_table("moderator_settings", _of("moderators", key=True), _document())
    op.create_table("templates", _of("sites", key=True), _document())
    _make_duty()
    _make_handovers()


def _ascii(length: int) -> sa.String:
    return sa.String(length, collation="C" if op.get_bind().dialect.name == "postgresql" else None)


def _of(table: str, *, key: bool = False, index: bool = False) -> sa.Column[str]:
    name, to = table.removesuffix("s"), sa.ForeignKey(f"{table}.id")
    return sa.Column(name, _ascii(64), to, primary_key=key, nullable=False, index=index)


def _document() -> sa.Column[bytes]:
    return sa.Column("document", sa.LargeBinary, nullable=False)


def _make_duty() -> None:
    op.create_table(
        "duty",
        _of("sites", key=True),
        _of("moderators", key=True, index=True),
        sa.Column("on_duty", sa.Boolean, nullable=False),
        sa.Column("since", sa.Double, nullable=False),
        sa.Column("seen_at", sa.Double, nullable=False),
    )


def _make_handovers() -> None:
    op.create_table(
        "handovers",
        sa.Column("id", _ascii(64), primary_key=True),
        _of("sites"),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_index("handovers_in_order", "handovers", ["site", "id"])
