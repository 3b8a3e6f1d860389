"""Which sites' queues are overdue, so that they are told of once."""

from __future__ import annotations

from sqlalchemy import Column, Double, ForeignKey, Table

from service.store.tables import metadata

alerts = Table(
    "alerts",
    metadata,
    Column("site", ForeignKey("sites.id"), primary_key=True),
    Column("raised_at", Double, nullable=False),
)
