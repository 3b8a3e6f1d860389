"""What the doors of foreign APIs keep: Coral's secrets, how often each blog asked, and what clients said was wrong."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Double, ForeignKey, Index, Integer, LargeBinary, Table, Text

from service.store.tables import ascii_, metadata

# Secrets check signatures, so they are kept as they are. Several of a site count at once, while they are exchanged.
coral_secrets = Table(
    "coral_secrets",
    metadata,
    Column("id", ascii_(64), primary_key=True),
    Column("site", ForeignKey("sites.id"), nullable=False, index=True),
    Column("secret", Text, nullable=False),
    Column("created_at", Double, nullable=False),
)

# What a blog asked by a key in a month ("2026-11"), as Akismet's clients are told it.
akismet_usage = Table(
    "akismet_usage",
    metadata,
    Column("key", ForeignKey("keys.id"), primary_key=True),
    Column("month", ascii_(7), primary_key=True),
    Column("blog", ascii_(255), primary_key=True),
    Column("spam", BigInteger, nullable=False),
    Column("ham", BigInteger, nullable=False),
    Column("missed_spam", BigInteger, nullable=False),
    Column("false_positives", BigInteger, nullable=False),
)

# What a site's people said of a text in a program of somebody else's, which told us. *action* and *label* are what it
# teaches, *told* is what came, as JSON, and *token* what the program calls the comment. Of one text the last counts.
feedback = Table(
    "feedback",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("site", ForeignKey("sites.id"), nullable=False),
    Column("door", ascii_(16), nullable=False),
    Column("sha256", LargeBinary, nullable=False),
    Column("text", Text, nullable=False),
    Column("action", ascii_(16), nullable=False),
    Column("label", ascii_(32)),
    Column("told", Text, nullable=False),
    Column("token", Text),
    Column("at", Double, nullable=False),
    Index("feedback_of_text", "site", "door", "sha256", unique=True),
    Index("feedback_by_age", "site", "at"),
    Index("feedback_by_token", "site", "token"),
    sqlite_autoincrement=True,
)
