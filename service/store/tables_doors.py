"""What the doors of foreign APIs keep: secrets that Coral signs with, and how often each blog asked."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Double, ForeignKey, Table, Text

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
