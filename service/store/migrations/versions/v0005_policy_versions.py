"""Every version of a site's policy, with who changed it and why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def _ascii(length: int) -> sa.String:
    return sa.String(length, collation="C" if op.get_bind().dialect.name == "postgresql" else None)


def upgrade() -> None:
    """Make the table; what is in force is each site's first version."""
    op.create_table(
        "policy_versions",
        sa.Column("site", _ascii(64), sa.ForeignKey("sites.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("digest", _ascii(80), sa.ForeignKey("policies.digest"), nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
    )
    names = ["site", "number", "digest", "by", "at", "note"]
    sites = sa.table("sites", sa.column("id"), sa.column("policy"))
    known = map(sa.literal, ("settings", 0.0, ""))
    first = sa.select(sites.c.id, sa.literal(1), sites.c.policy, *known)
    op.execute(sa.insert(sa.table("policy_versions", *map(sa.column, names))).from_select(names, first))
