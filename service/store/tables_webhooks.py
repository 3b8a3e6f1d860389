"""The tables of webhooks and of what is on its way to them."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    text,
)

from service.store.tables import ascii_, metadata

# *events* are words with spaces between, none for all. Secrets sign, so they are kept as they are; until *old_until*
# the one before signs, too. Every event up to number *read_to* of the outbox has its delivery, or needs none.
webhooks = Table(
    "webhooks",
    metadata,
    Column("id", ascii_(64), primary_key=True),
    Column("site", ForeignKey("sites.id"), nullable=False, index=True),
    Column("url", Text, nullable=False),
    Column("events", Text, nullable=False),
    Column("secret", Text, nullable=False),
    Column("old_secret", Text),
    Column("old_until", Double),
    Column("active", Boolean, nullable=False),
    Column("created_at", Double, nullable=False),
    Column("read_to", BigInteger, nullable=False),
)

# One event for one webhook. *next_at* is when it may be tried; whoever tries puts it off as far as his lease goes, and
# counts *tries*, by which he is known when he comes back. *outbox* is the number of its event, none for an alert.
deliveries = Table(
    "deliveries",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("id", ascii_(64), nullable=False, unique=True),
    Column("webhook", ForeignKey("webhooks.id"), nullable=False),
    Column("comment", ascii_(64)),
    Column("outbox", BigInteger),
    Column("event", ascii_(32), nullable=False),
    Column("state", ascii_(16), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("at", Double, nullable=False),
    Column("next_at", Double, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("first_at", Double),
    Column("tried_at", Double),
    Column("told", Text, nullable=False),
    Index("deliveries_in_order", "webhook", "number"),
    Index("deliveries_by_state", "webhook", "state", "number"),
    Index("deliveries_by_age", "state", "tried_at"),
    sqlite_autoincrement=True,
)


def _index_waiting(name: str, *columns: str) -> None:
    where = text("state = 'waiting'")
    Index(name, *(deliveries.c[column] for column in columns), sqlite_where=where, postgresql_where=where)


_index_waiting("waiting_by_time", "webhook", "next_at", "number")
_index_waiting("waiting_by_comment", "webhook", "comment", "outbox")
