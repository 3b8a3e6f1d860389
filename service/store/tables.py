"""The tables as queries see them; `migrations/` makes them, and a test holds both together."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Double,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.types import TypeEngine

metadata = MetaData()


def _ascii(length: int) -> TypeEngine[str]:
    """Text of our own, as ids and states: compared by its bytes, whatever order the database has for words."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


def _number() -> Column[int]:
    """Counts up and is never used again. Numbers appear in their order, so a reader may follow by the highest seen.

    That holds on PostgreSQL too, where a number is taken before its transaction commits: a trigger on each such
    table (`take_turns`, migration 0002) lets one transaction at a time take numbers, from its first to its commit.
    So write to these tables last, and lock nothing after.
    """
    kind = BigInteger().with_variant(Integer, "sqlite")
    return Column("number", kind, Identity(), primary_key=True)


# Every policy that ever judged something, as canonical JSON; a verdict names it by digest.
policies = Table(
    "policies",
    metadata,
    Column("digest", _ascii(80), primary_key=True),
    Column("document", LargeBinary, nullable=False),
)

sites = Table(
    "sites",
    metadata,
    Column("id", _ascii(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("policy", ForeignKey("policies.digest"), nullable=False),
)

keys = Table(
    "keys",
    metadata,
    Column("id", _ascii(64), primary_key=True),
    Column("site", ForeignKey("sites.id"), nullable=False),
    Column("digest", _ascii(64), nullable=False, unique=True),
    Column("scopes", Text, nullable=False),  # words with spaces between
    Column("created_at", Double, nullable=False),
    Column("last_used_at", Double),
)

# With its policy and the verdict, whose exact bytes these are, a row is all that a replay needs.
comments = Table(
    "comments",
    metadata,
    Column("id", _ascii(64), primary_key=True),
    Column("site", ForeignKey("sites.id"), nullable=False),
    Column("status", _ascii(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("thread", Text),
    Column("parent", Text),
    Column("language", _ascii(8)),
    Column("policy", ForeignKey("policies.digest"), nullable=False),
    Column("verdict", LargeBinary, nullable=False),
    Column("received_at", Double, nullable=False),
)

cases = Table(
    "cases",
    metadata,
    Column("comment", ForeignKey("comments.id"), primary_key=True),
    Column("site", ForeignKey("sites.id"), nullable=False),
    Column("state", _ascii(16), nullable=False),
    Column("opened_at", Double, nullable=False),
    Index("cases_in_order", "site", "state", "opened_at", "comment"),
)

# Why a case is open; its rows go when it closes. So a page and a count by reason read neighbours alone.
open_reasons = Table(
    "open_reasons",
    metadata,
    Column("site", ForeignKey("sites.id"), primary_key=True),
    Column("code", Text().with_variant(Text(collation="C"), "postgresql"), primary_key=True),
    Column("opened_at", Double, primary_key=True),
    Column("comment", ForeignKey("cases.comment"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

# Only ever added to; the last one for a comment is in force.
decisions = Table(
    "decisions",
    metadata,
    _number(),
    Column("id", _ascii(64), nullable=False, unique=True),
    Column("comment", ForeignKey("comments.id"), nullable=False, index=True),
    Column("action", _ascii(16), nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Double, nullable=False),
    Column("note", Text, nullable=False),
    sqlite_autoincrement=True,
)

# What has happened and who must hear of it, in the order of its numbers. *decision* says which one, when it was a
# moderator's.
outbox = Table(
    "outbox",
    metadata,
    _number(),
    Column("site", ForeignKey("sites.id"), nullable=False),
    Column("comment", ForeignKey("comments.id"), nullable=False),
    Column("event", _ascii(32), nullable=False),
    Column("decision", ForeignKey("decisions.id")),
    Column("at", Double, nullable=False),
    sqlite_autoincrement=True,
)

idempotency = Table(
    "idempotency",
    metadata,
    Column("site", ForeignKey("sites.id"), primary_key=True),
    Column("key_sha256", LargeBinary(32), primary_key=True),
    Column("body_sha256", LargeBinary(32), nullable=False),
    Column("comment", ForeignKey("comments.id"), nullable=False),
    Column("at", Double, nullable=False, index=True),
)
