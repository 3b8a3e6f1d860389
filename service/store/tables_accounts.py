"""The tables of people, sessions and the audit log."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Double, ForeignKey, Index, Integer, Table, Text

from service.store.tables import ascii_, metadata

# From where a browser may call with the site's public key.
site_origins = Table(
    "site_origins",
    metadata,
    Column("site", ForeignKey("sites.id"), primary_key=True),
    Column("origin", Text, primary_key=True),
)

# Rows stay when a person leaves, as the audit log speaks of them; what opens a door is taken out.
moderators = Table(
    "moderators",
    metadata,
    Column("id", ascii_(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False, unique=True),  # see `service.people.name_key`
    Column("password", Text),  # Argon2id in its own notation; none until the person has set one
    Column("operator", Boolean, nullable=False),
    Column("created_at", Double, nullable=False),
)

roles = Table(
    "roles",
    metadata,
    Column("moderator", ForeignKey("moderators.id"), primary_key=True),
    Column("site", ForeignKey("sites.id"), primary_key=True, index=True),
    Column("role", ascii_(16), nullable=False),
)

# One-time links by the digest of their secret; one of nobody makes the first admin. A used one is gone.
links = Table(
    "links",
    metadata,
    Column("digest", ascii_(64), primary_key=True),
    Column("moderator", ForeignKey("moderators.id"), index=True),
    Column("ends_at", Double, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", ascii_(64), primary_key=True),
    Column("digest", ascii_(64), nullable=False, unique=True),
    Column("moderator", ForeignKey("moderators.id"), nullable=False, index=True),
    Column("created_at", Double, nullable=False),
    Column("seen_at", Double, nullable=False),
    Column("agent", Text, nullable=False),
)

# The times of the last tries to sign in, by keyed hash of a name or an address.
sign_in_tries = Table(
    "sign_in_tries",
    metadata,
    Column("key", ascii_(64), primary_key=True),
    Column("times", Text, nullable=False),  # seconds with spaces between, the oldest first
    Column("last_at", Double, nullable=False, index=True),
)

# Only ever added to; triggers refuse anything else. Without *site* it is about the whole service.
audit = Table(
    "audit",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("site", ForeignKey("sites.id")),
    Column("at", Double, nullable=False),
    Column("by", Text, nullable=False),  # see `service.people.Actor.by`
    Column("name", Text, nullable=False),  # as it was then
    Column("session", ascii_(64)),
    Column("what", ascii_(40), nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", Text, nullable=False),  # JSON
    Index("audit_in_order", "site", "number"),
    sqlite_autoincrement=True,
)
