"""Which listed words were found in which comment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import sqlalchemy as sa
from alembic import op

from moderation.verdict import Verdict
from service.caught import caught_in

revision = "0011"
down_revision = "0010"

_WANTED = "SELECT id, site, received_at, verdict FROM comments WHERE id > :after AND "
_PAGE = {
    "sqlite": _WANTED + "instr(verdict, CAST('\"words.' AS BLOB)) > 0 ORDER BY id LIMIT 1000",
    "postgresql": _WANTED + "position('\"words.'::bytea in verdict) > 0 ORDER BY id LIMIT 1000",
}


def _ascii(length: int) -> sa.String:
    return sa.String(length, collation="C" if op.get_bind().dialect.name == "postgresql" else None)


def _word() -> sa.Text:
    return sa.Text(collation="C" if op.get_bind().dialect.name == "postgresql" else None)


def upgrade() -> None:
    """Make the table, and fill it from the verdicts that are kept."""
    op.create_table(
        "caught",
        sa.Column("site", _ascii(64), sa.ForeignKey("sites.id"), primary_key=True),
        sa.Column("at", sa.Double, primary_key=True),
        sa.Column("word", _word(), primary_key=True),
        sa.Column("comment", _ascii(64), sa.ForeignKey("comments.id"), primary_key=True, index=True),
        sqlite_with_rowid=False,
    )
    _fill()


def _fill() -> None:
    verdicts = msgspec.json.Decoder(Verdict)
    add = sa.text("INSERT INTO caught (site, at, word, comment) VALUES (:site, :at, :word, :comment)")
    for page in _pages():
        rows = [
            {"site": row.site, "at": row.received_at, "word": word, "comment": row.id}
            for row in page
            for word in caught_in(verdicts.decode(row.verdict))
        ]
        if rows:
            op.get_bind().execute(add, rows)


def _pages() -> Iterator[Any]:
    """Every comment in whose verdict a finding of words is, a thousand at a time."""
    page = sa.text(_PAGE[op.get_bind().dialect.name])
    after = ""
    while rows := op.get_bind().execute(page, {"after": after}).all():
        yield rows
        after = rows[-1].id
