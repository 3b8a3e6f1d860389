"""Claims, filters and orders of cases; undo; events that wait and may be cancelled; clusters; words to search by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import sqlalchemy as sa
from alembic import op

from moderation.comment import Comment
from moderation.verdict import Verdict
from service.model import rank
from service.store.words import Words, digest_of, words_of

revision = "0003"
down_revision = "0002"

_AT_ONCE = 1_000
_OPEN_INDEXES = {
    "open_by_rank": ("site", "rank", "comment"),
    "open_by_section": ("site", "section", "opened_at", "comment"),
    "open_by_section_and_rank": ("site", "section", "rank", "comment"),
    "open_by_language": ("site", "language", "opened_at", "comment"),
    "open_by_language_and_rank": ("site", "language", "rank", "comment"),
    "open_by_thread": ("site", "thread_sha256", "opened_at", "comment"),
    "open_by_guest": ("site", "guest", "opened_at", "comment"),
    "open_by_cluster": ("site", "cluster", "opened_at", "comment"),
    "open_escalated": ("site", "opened_at", "comment"),
    "open_claimed": ("site", "opened_at", "comment"),
}
_ONLY = {"open_escalated": " AND level = 'editor'", "open_claimed": " AND claimed_by IS NOT NULL"}


def upgrade() -> None:
    """Add the columns and tables, then file what is already there."""
    _add_columns()
    _make_undo()
    _make_clusters()
    _make_search()
    _file_open_cases()
    _file_words()
    _index()


def _ascii(length: int) -> sa.String:
    return sa.String(length, collation="C" if op.get_bind().dialect.name == "postgresql" else None)


def _add_columns() -> None:
    _add("comments", sa.Column("edited", sa.Text), sa.Column("edited_at", sa.Double))
    _add("comments", sa.Column("observed", _ascii(64)), sa.Column("observed_guest", _ascii(64)))
    _add("cases", _rank(), sa.Column("level", _ascii(16), nullable=False, server_default="moderator"))
    _add("cases", sa.Column("section", sa.Text), sa.Column("language", _ascii(16)))
    _add("cases", *(sa.Column(name, _ascii(64)) for name in ("thread_sha256", "guest", "cluster")))
    _add("cases", sa.Column("number", sa.Integer, nullable=False, server_default="0"))
    _add("cases", sa.Column("claimed_by", sa.Text), sa.Column("claimed_until", sa.Double))
    _add("cases", sa.Column("closed_by", sa.Text))
    _add("open_reasons", _rank())
    _add("decisions", sa.Column("reason", sa.Text), sa.Column("text", sa.Text))
    _add("decisions", sa.Column("message", sa.Text, nullable=False, server_default=""))
    _add("decisions", sa.Column("due_at", sa.Double), sa.Column("before", sa.LargeBinary))
    _add("outbox", sa.Column("actor", sa.Text))
    _add("outbox", sa.Column("due_at", sa.Double), sa.Column("cancelled_at", sa.Double))


def _rank() -> sa.Column[float]:
    return sa.Column("rank", sa.Double, nullable=False, server_default="0")


def _add(table: str, *columns: sa.Column[Any]) -> None:
    for column in columns:
        op.add_column(table, column)


def _decision() -> sa.Column[str]:
    return sa.Column("decision", _ascii(64), sa.ForeignKey("decisions.id"), primary_key=True)


def _make_undo() -> None:
    by, at = sa.Column("by", sa.Text, nullable=False), sa.Column("at", sa.Double, nullable=False)
    op.create_table("undone", _decision(), by, at)
    op.create_table("unsettled", _decision(), sa.Column("due_at", sa.Double, nullable=False, index=True))


def _make_clusters() -> None:
    op.create_table(
        "clusters",
        sa.Column("id", _ascii(64), primary_key=True),
        sa.Column("site", _ascii(64), sa.ForeignKey("sites.id"), nullable=False),
        sa.Column("sketch", sa.LargeBinary, nullable=False),
        sa.Column("seen_at", sa.Double, nullable=False, index=True),
    )
    op.create_table(
        "cluster_bands",
        sa.Column("site", _ascii(64), sa.ForeignKey("sites.id"), primary_key=True),
        sa.Column("band", sa.BigInteger, primary_key=True),
        sa.Column("cluster", _ascii(64), sa.ForeignKey("clusters.id"), primary_key=True, index=True),
        sqlite_with_rowid=False,
    )


def _make_search() -> None:
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "searchable",
        sa.Column("number", number, sa.Identity(), primary_key=True),
        sa.Column("comment", _ascii(64), sa.ForeignKey("comments.id"), nullable=False, unique=True),
        sa.Column("words", Words, nullable=False),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.create_index("searchable_words", "searchable", ["words"], postgresql_using="gin")
    else:
        _follow_with_fts5()


def _follow_with_fts5() -> None:
    """Keep an FTS5 index beside the table, which holds the words themselves."""
    tokens = "unicode61 remove_diacritics 0 tokenchars '='"
    op.execute(
        "CREATE VIRTUAL TABLE search_index USING fts5"
        f"(words, content='searchable', content_rowid='number', tokenize=\"{tokens}\")"
    )
    added = "INSERT INTO search_index (rowid, words) VALUES (new.number, new.words);"
    gone = "INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', old.number, old.words);"
    for event, work in {"INSERT": added, "DELETE": gone, "UPDATE": gone + added}.items():
        name = f"search_{event.lower()}"
        op.execute(f"CREATE TRIGGER {name} AFTER {event} ON searchable BEGIN {work} END")


def _index() -> None:
    for name, columns in _OPEN_INDEXES.items():
        where = sa.text(f"state = 'open'{_ONLY.get(name, '')}")
        op.create_index(name, "cases", columns, sqlite_where=where, postgresql_where=where)
    op.create_index("open_reasons_by_rank", "open_reasons", ["site", "code", "rank", "comment"])
    op.create_index("ix_outbox_decision", "outbox", ["decision"])


def _file_open_cases() -> None:
    """Give open cases what they are filtered and ordered by; closed ones need it no more."""
    verdicts = msgspec.json.Decoder(Verdict)
    wanted = (
        "SELECT id, thread, verdict, opened_at FROM comments JOIN cases ON comment = id WHERE state = 'open'"
    )
    for page in _pages(wanted):
        filed = [
            {
                "of": row.id,
                "rank": rank(verdict := verdicts.decode(row.verdict), row.opened_at),
                "language": verdict.language,
                "thread": digest_of(row.thread) if row.thread else None,
            }
            for row in page
        ]
        case = (
            "UPDATE cases SET rank = :rank, language = :language, thread_sha256 = :thread WHERE comment = :of"
        )
        op.get_bind().execute(sa.text(case), filed)
        op.get_bind().execute(sa.text("UPDATE open_reasons SET rank = :rank WHERE comment = :of"), filed)


def _file_words() -> None:
    table = sa.table("searchable", sa.column("comment"), sa.column("words", Words))
    for page in _pages("SELECT id, site, text, author, thread FROM comments WHERE true"):
        rows = [{"comment": row.id, "words": words_of(row.site, _said(row))} for row in page]
        op.get_bind().execute(sa.insert(table), rows)


def _pages(query: str) -> Iterator[list[Any]]:
    """The rows of *query*, which ends in its conditions, in the order of comments' ids."""
    after = ""
    page = sa.text(f"{query} AND id > :after ORDER BY id LIMIT {_AT_ONCE}")
    while rows := list(op.get_bind().execute(page, {"after": after})):
        yield rows
        after = rows[-1].id


def _said(row: Any) -> Comment:
    return Comment(text=row.text, author=row.author, thread=row.thread)
