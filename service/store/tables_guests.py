"""The tables of guests: who they are known by, what was said about them, and what must be kept or forgotten."""

from __future__ import annotations

from sqlalchemy import Column, Double, ForeignKey, Index, Integer, LargeBinary, Table, Text

from service.store.tables import ascii_, metadata

# What the secret of each generation is made from, together with the operator's own; see `service.senders`.
hash_keys = Table(
    "hash_keys",
    metadata,
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("salt", LargeBinary, nullable=False),
    Column("starts_at", Double, nullable=False),
)

# *kind* is "token" for whoever came with one, "address" for all of one address who came without.
guests = Table(
    "guests",
    metadata,
    Column("id", ascii_(64), primary_key=True),
    Column("site", ForeignKey("sites.id"), nullable=False),
    Column("kind", ascii_(16), nullable=False),
    Column("first_at", Double, nullable=False),
    Column("seen_at", Double, nullable=False),
    Column("blocked_until", Double),
    Column("trusted_until", Double),
)

# The keyed hashes that lead to a guest, one a generation.
guest_keys = Table(
    "guest_keys",
    metadata,
    Column("digest", ascii_(64), primary_key=True),
    Column("kind", ascii_(16), nullable=False),
    Column("generation", ForeignKey("hash_keys.generation"), nullable=False, index=True),
    Column("guest", ForeignKey("guests.id"), nullable=False, index=True),
    Column("seen_at", Double, nullable=False, index=True),
)

# Who blocked or trusted a guest, or lifted it; only ever added to. Ids start with the time.
guest_marks = Table(
    "guest_marks",
    metadata,
    Column("id", ascii_(64), primary_key=True),
    Column("guest", ForeignKey("guests.id"), nullable=False, index=True),
    Column("action", ascii_(16), nullable=False),
    Column("until", Double),
    Column("by", Text, nullable=False),
    Column("at", Double, nullable=False),
    Column("reason", Text, nullable=False),
)

# What may not be forgotten until it is lifted, a comment or all of a guest; lifted ones stay, to be told.
legal_holds = Table(
    "legal_holds",
    metadata,
    Column("id", ascii_(64), primary_key=True),
    Column("site", ForeignKey("sites.id"), nullable=False),
    Column("comment", ForeignKey("comments.id"), index=True),
    Column("guest", ForeignKey("guests.id"), index=True),
    Column("by", Text, nullable=False),
    Column("at", Double, nullable=False),
    Column("reason", Text, nullable=False),
    Column("lifted_by", Text),
    Column("lifted_at", Double),
)

# Requests to erase a guest, whose id names nobody once that is done. *done_at* is null while a legal hold stands
# against it.
erasures = Table(
    "erasures",
    metadata,
    Column("guest", ascii_(64), primary_key=True),
    Column("site", ForeignKey("sites.id"), nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Double, nullable=False),
    Column("comments", Integer, nullable=False, server_default="0"),
    Column("done_at", Double),
)

removals = Table(
    "removals",
    metadata,
    Column("id", ascii_(64), primary_key=True),
    Column("site", ForeignKey("sites.id"), nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("received_at", Double, nullable=False),
    Column("due_at", Double, nullable=False),
    Column("note", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Double, nullable=False),
    Column("done_by", Text),
    Column("done_at", Double),
    Index("removals_in_order", "site", "due_at", "id"),
)

removal_comments = Table(
    "removal_comments",
    metadata,
    Column("removal", ForeignKey("removals.id"), primary_key=True),
    Column("comment", ForeignKey("comments.id"), primary_key=True, index=True),
)
