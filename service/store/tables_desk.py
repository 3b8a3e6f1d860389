"""The tables of the desk's people: their settings, templates, who is on duty, hand-over notes."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Double, ForeignKey, Index, LargeBinary, Table, Text

from service.store.tables import ascii_, metadata

moderator_settings = Table(
    "moderator_settings",
    metadata,
    Column("moderator", ForeignKey("moderators.id"), primary_key=True),
    Column("document", LargeBinary, nullable=False),  # `service.caring.Care` as JSON
)

# A site's own sentences to authors, all of them in one document; without a row the shipped ones.
templates = Table(
    "templates",
    metadata,
    Column("site", ForeignKey("sites.id"), primary_key=True),
    Column("document", LargeBinary, nullable=False),  # JSON
)

# The last word of a moderator on whether he is on duty, since when, and when he was last heard of.
duty = Table(
    "duty",
    metadata,
    Column("site", ForeignKey("sites.id"), primary_key=True),
    Column("moderator", ForeignKey("moderators.id"), primary_key=True, index=True),
    Column("on_duty", Boolean, nullable=False),
    Column("since", Double, nullable=False),
    Column("seen_at", Double, nullable=False),
)

# Ids start with the time. *name* is what the author was called then.
handovers = Table(
    "handovers",
    metadata,
    Column("id", ascii_(64), primary_key=True),
    Column("site", ForeignKey("sites.id"), nullable=False),
    Column("by", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("at", Double, nullable=False),
    Column("text", Text, nullable=False),
    Index("handovers_in_order", "site", "id"),
)
