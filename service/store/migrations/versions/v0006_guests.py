"""Guests and their keys, what was said about them, legal holds, erasures and removal requests."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Comments from before have no guest."""
    _make_guests()
    _make_marks()
    _make_holds()
    _make_removals()
    _widen_comments()


def _ascii(length: int) -> sa.String:
    return sa.String(length, collation="C" if op.get_bind().dialect.name == "postgresql" else None)


def _id() -> sa.Column[str]:
    return sa.Column("id", _ascii(64), primary_key=True)


def _site() -> sa.Column[str]:
    return sa.Column("site", _ascii(64), sa.ForeignKey("sites.id"), nullable=False)


def _guest(*, index: bool = True, nullable: bool = False) -> sa.Column[str]:
    return sa.Column("guest", _ascii(64), sa.ForeignKey("guests.id"), nullable=nullable, index=index)


def _said() -> list[sa.Column[str] | sa.Column[float]]:
    return [
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    ]


def _make_guests() -> None:
    op.create_table(
        "hash_keys",
        sa.Column("generation", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("salt", sa.LargeBinary, nullable=False),
        sa.Column("starts_at", sa.Double, nullable=False),
    )
    op.create_table(
        "guests",
        _id(),
        _site(),
        sa.Column("kind", _ascii(16), nullable=False),
        sa.Column("first_at", sa.Double, nullable=False),
        sa.Column("seen_at", sa.Double, nullable=False),
        sa.Column("blocked_until", sa.Double),
        sa.Column("trusted_until", sa.Double),
    )
    generation = sa.ForeignKey("hash_keys.generation")
    op.create_table(
        "guest_keys",
        sa.Column("digest", _ascii(64), primary_key=True),
        sa.Column("kind", _ascii(16), nullable=False),
        sa.Column("generation", sa.Integer, generation, nullable=False, index=True),
        _guest(),
        sa.Column("seen_at", sa.Double, nullable=False, index=True),
    )


def _make_marks() -> None:
    op.create_table(
        "guest_marks",
        _id(),
        _guest(),
        sa.Column("action", _ascii(16), nullable=False),
        sa.Column("until", sa.Double),
        *_said(),
    )


def _make_holds() -> None:
    op.create_table(
        "legal_holds",
        _id(),
        _site(),
        sa.Column("comment", _ascii(64), sa.ForeignKey("comments.id"), index=True),
        _guest(nullable=True),
        *_said(),
        sa.Column("lifted_by", sa.Text),
        sa.Column("lifted_at", sa.Double),
    )
    op.create_table(
        "erasures",
        sa.Column("guest", _ascii(64), primary_key=True),
        _site(),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("comments", sa.Integer, nullable=False, server_default="0"),
        sa.Column("done_at", sa.Double),
    )


def _make_removals() -> None:
    op.create_table(
        "removals",
        _id(),
        _site(),
        sa.Column("asked_by", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("received_at", sa.Double, nullable=False),
        sa.Column("due_at", sa.Double, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("done_by", sa.Text),
        sa.Column("done_at", sa.Double),
    )
    op.create_index("removals_in_order", "removals", ["site", "due_at", "id"])
    comment = sa.ForeignKey("comments.id")
    op.create_table(
        "removal_comments",
        sa.Column("removal", _ascii(64), sa.ForeignKey("removals.id"), primary_key=True),
        sa.Column("comment", _ascii(64), comment, primary_key=True, index=True),
    )


def _widen_comments() -> None:
    op.add_column("comments", sa.Column("guest", _ascii(64)))
    op.add_column("comments", sa.Column("erased_at", sa.Double))
    op.create_index("comments_of_guest", "comments", ["guest", "id"])
    op.create_index("comments_of_guest_by_status", "comments", ["guest", "status"])
    op.create_index("comments_by_age", "comments", ["site", "status", "received_at"])
    hashed = sa.text("observed_guest IS NOT NULL")
    op.create_index(
        "comments_with_hash",
        "comments",
        ["site", "received_at"],
        sqlite_where=hashed,
        postgresql_where=hashed,
    )
    op.create_index("decisions_by_age", "decisions", ["at"])
