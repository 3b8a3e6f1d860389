"""The tables of the readers' side: threads, form keys, reports, and what a text was before it was edited."""

from __future__ import annotations

from sqlalchemy import Column, Double, ForeignKey, Integer, LargeBinary, Table, Text

from service.store.tables import ascii_, metadata

# An article as its site told us about it; *sha256* is `service.store.words.thread_digest`.
threads = Table(
    "threads",
    metadata,
    Column("site", ForeignKey("sites.id"), primary_key=True),
    Column("sha256", ascii_(64), primary_key=True),
    Column("url", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("section", Text),
    Column("mode", ascii_(16)),
    Column("published_at", Double),
    Column("close_after_s", Double),
    Column("changed_at", Double, nullable=False),
)

# The secrets that sign form tokens, of all processes; the last two are good.
form_keys = Table(
    "form_keys",
    metadata,
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("secret", LargeBinary, nullable=False),
    Column("made_at", Double, nullable=False),
)

# Readers' reports, one of each reader on each comment; *reporter* is a keyed hash.
reports = Table(
    "reports",
    metadata,
    Column("comment", ForeignKey("comments.id"), primary_key=True),
    Column("reporter", ascii_(64), primary_key=True),
    Column("site", ForeignKey("sites.id"), nullable=False),
    Column("at", Double, nullable=False),
    Column("reason", ascii_(32), nullable=False),
    Column("note", Text, nullable=False),
)

# What a comment was before its author edited it; only ever added to.
edits = Table(
    "edits",
    metadata,
    Column("comment", ForeignKey("comments.id"), primary_key=True),
    Column("at", Double, primary_key=True),
    Column("text", Text, nullable=False),
    Column("verdict", LargeBinary, nullable=False),
)
