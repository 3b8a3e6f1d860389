"""Sites, keys, comments, cases, decisions, events and idempotency keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table of the first release."""
    _make_sites()
    _make_comments()
    _make_cases()
    _make_decisions()
    _make_outbox()
    _make_idempotency()


def _make_sites() -> None:
    op.create_table(
        "policies",
        sa.Column("digest", sa.String(80), primary_key=True),
        sa.Column("document", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "sites",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("policy", sa.String(80), sa.ForeignKey("policies.digest"), nullable=False),
    )
    op.create_table(
        "keys",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("site", sa.String(64), sa.ForeignKey("sites.id"), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("scopes", sa.Text, nullable=False),
        sa.Column("created_at", sa.Double, nullable=False),
        sa.Column("last_used_at", sa.Double),
    )


def _make_comments() -> None:
    op.create_table(
        "comments",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("site", sa.String(64), sa.ForeignKey("sites.id"), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("thread", sa.Text),
        sa.Column("parent", sa.Text),
        sa.Column("language", sa.String(8)),
        sa.Column("policy", sa.String(80), sa.ForeignKey("policies.digest"), nullable=False),
        sa.Column("verdict", sa.LargeBinary, nullable=False),
        sa.Column("received_at", sa.Double, nullable=False),
    )


def _make_cases() -> None:
    op.create_table(
        "cases",
        sa.Column("comment", sa.String(64), sa.ForeignKey("comments.id"), primary_key=True),
        sa.Column("site", sa.String(64), sa.ForeignKey("sites.id"), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("opened_at", sa.Double, nullable=False),
    )
    op.create_index("cases_in_order", "cases", ["site", "state", "opened_at", "comment"])
    op.create_table(
        "case_reasons",
        sa.Column("comment", sa.String(64), sa.ForeignKey("cases.comment"), primary_key=True),
        sa.Column("code", sa.String(64), primary_key=True),
    )


def _make_decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("id", sa.String(64), nullable=False, unique=True),
        sa.Column("comment", sa.String(64), sa.ForeignKey("comments.id"), nullable=False, index=True),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )


def _make_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("site", sa.String(64), sa.ForeignKey("sites.id"), nullable=False),
        sa.Column("comment", sa.String(64), sa.ForeignKey("comments.id"), nullable=False),
        sa.Column("event", sa.String(32), nullable=False),
        sa.Column("decision", sa.String(64), sa.ForeignKey("decisions.id")),
        sa.Column("at", sa.Double, nullable=False),
        sqlite_autoincrement=True,
    )


def _make_idempotency() -> None:
    op.create_table(
        "idempotency",
        sa.Column("site", sa.String(64), sa.ForeignKey("sites.id"), primary_key=True),
        sa.Column("key_sha256", sa.LargeBinary(32), primary_key=True),
        sa.Column("body_sha256", sa.LargeBinary(32), nullable=False),
        sa.Column("comment", sa.String(64), sa.ForeignKey("comments.id"), nullable=False),
        sa.Column("at", sa.Double, nullable=False, index=True),
    )
