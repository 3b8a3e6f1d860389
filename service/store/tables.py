"""The tables as queries see them; `migrations/` makes them, and a test holds both together."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()

# Every policy that ever judged something, as canonical JSON; a verdict names it by digest.
policies = Table(
    "policies",
    metadata,
    Column("digest", String(80), primary_key=True),
    Column("document", LargeBinary, nullable=False),
)

sites = Table(
    "sites",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("policy", ForeignKey("policies.digest"), nullable=False),
)

keys = Table(
    "keys",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("site", ForeignKey("sites.id"), nullable=False, index=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("scopes", Text, nullable=False),  # words with spaces between
    Column("created_at", Double, nullable=False),
    Column("last_used_at", Double),
    Column("name", Text, nullable=False, server_default=""),
    Column("shown", Text, nullable=False, server_default=""),  # see `service.keys.shown`
    Column("ends_at", Double),
    Column("replaced_by", String(64)),
)

# With its policy and the verdict, whose exact bytes these are, a row is all that a replay needs.
comments = Table(
    "comments",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("site", ForeignKey("sites.id"), nullable=False),
    Column("status", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("thread", Text),
    Column("parent", Text),
    Column("language", String(8)),
    Column("policy", ForeignKey("policies.digest"), nullable=False),
    Column("verdict", LargeBinary, nullable=False),
    Column("received_at", Double, nullable=False),
)

cases = Table(
    "cases",
    metadata,
    Column("comment", ForeignKey("comments.id"), primary_key=True),
    Column("site", ForeignKey("sites.id"), nullable=False),
    Column("state", String(16), nullable=False),
    Column("opened_at", Double, nullable=False),
    Index("cases_in_order", "site", "state", "opened_at", "comment"),
)

case_reasons = Table(
    "case_reasons",
    metadata,
    Column("comment", ForeignKey("cases.comment"), primary_key=True),
    Column("code", String(64), primary_key=True),
)

# Only ever added to; the last one for a comment is in force.
decisions = Table(
    "decisions",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("comment", ForeignKey("comments.id"), nullable=False, index=True),
    Column("action", String(16), nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Double, nullable=False),
    Column("note", Text, nullable=False),
    sqlite_autoincrement=True,
)

# What has happened and who must hear of it, in order. *decision* says which one, when it was a moderator's.
outbox = Table(
    "outbox",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("site", ForeignKey("sites.id"), nullable=False),
    Column("comment", ForeignKey("comments.id"), nullable=False),
    Column("event", String(32), nullable=False),
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
