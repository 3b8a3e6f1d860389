"""Threads, form keys, reports, edits; receipts and threads of comments by their digests."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from service.store.words import thread_digest

revision = "0007"
down_revision = "0006"

_AT_ONCE = 1_000


def _ascii(length: int) -> sa.String:
    return sa.String(length, collation="C" if op.get_bind().dialect.name == "postgresql" else None)


def upgrade() -> None:
    """Comments from before get the digest of their thread, so that readers see them in the list."""
    _make_threads()
    _make_reports()
    for column in (
        sa.Column("thread_sha256", _ascii(64)),
        sa.Column("receipt_sha256", _ascii(64)),
        sa.Column("appealed_at", sa.Double),
    ):
        op.add_column("comments", column)
    _fill()
    op.create_index("comments_of_thread", "comments", ["site", "thread_sha256", "status", "id"])
    op.create_index("comments_by_receipt", "comments", ["receipt_sha256"])


def _make_threads() -> None:
    op.create_table(
        "threads",
        sa.Column("site", _ascii(64), sa.ForeignKey("sites.id"), primary_key=True),
        sa.Column("sha256", _ascii(64), primary_key=True),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("section", sa.Text),
        sa.Column("mode", _ascii(16)),
        sa.Column("published_at", sa.Double),
        sa.Column("close_after_s", sa.Double),
        sa.Column("changed_at", sa.Double, nullable=False),
    )
    op.create_table(
        "form_keys",
        sa.Column("generation", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("secret", sa.LargeBinary, nullable=False),
        sa.Column("made_at", sa.Double, nullable=False),
    )


def _make_reports() -> None:
    comment = sa.ForeignKey("comments.id")
    op.create_table(
        "reports",
        sa.Column("comment", _ascii(64), comment, primary_key=True),
        sa.Column("reporter", _ascii(64), primary_key=True),
        sa.Column("site", _ascii(64), sa.ForeignKey("sites.id"), nullable=False),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("reason", _ascii(32), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
    )
    op.create_table(
        "edits",
        sa.Column("comment", _ascii(64), sa.ForeignKey("comments.id"), primary_key=True),
        sa.Column("at", sa.Double, primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("verdict", sa.LargeBinary, nullable=False),
    )


def _fill() -> None:
    comments = sa.table("comments", *map(sa.column, ("id", "thread", "thread_sha256")))
    connection, last = op.get_bind(), ""
    while True:
        query = sa.select(comments.c.id, comments.c.thread).where(comments.c.id > last)
        rows = connection.execute(query.order_by(comments.c.id).limit(_AT_ONCE)).all()
        for id_, thread in rows:
            if thread:
                own = sa.update(comments).where(comments.c.id == id_)
                connection.execute(own.values(thread_sha256=thread_digest(thread)))
        if len(rows) < _AT_ONCE:
            return
        last = rows[-1][0]
