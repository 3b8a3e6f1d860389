"""Keys that end and have names, allowed origins, people, sessions, and the audit log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_SITE = "sites.id"
_PERSON = "moderators.id"


def _ascii(length: int) -> sa.String:
    return sa.String(length, collation="C" if op.get_bind().dialect.name == "postgresql" else None)


def upgrade() -> None:
    """Add to the keys, and make the tables of those who work with the service."""
    _widen_keys()
    _make_people()
    _make_doors()
    _make_audit()
    _refuse_changes_of_audit()


def _widen_keys() -> None:
    op.add_column("keys", sa.Column("name", sa.Text, nullable=False, server_default=""))
    op.add_column("keys", sa.Column("shown", sa.Text, nullable=False, server_default=""))
    op.add_column("keys", sa.Column("ends_at", sa.Double))
    op.add_column("keys", sa.Column("replaced_by", _ascii(64)))
    op.create_index("ix_keys_site", "keys", ["site"])
    op.create_table(
        "site_origins",
        sa.Column("site", _ascii(64), sa.ForeignKey(_SITE), primary_key=True),
        sa.Column("origin", sa.Text, primary_key=True),
    )


def _make_people() -> None:
    op.create_table(
        "moderators",
        sa.Column("id", _ascii(64), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("name_key", sa.Text, nullable=False, unique=True),
        sa.Column("password", sa.Text),
        sa.Column("operator", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.Double, nullable=False),
    )
    op.create_table(
        "roles",
        sa.Column("moderator", _ascii(64), sa.ForeignKey(_PERSON), primary_key=True),
        sa.Column("site", _ascii(64), sa.ForeignKey(_SITE), primary_key=True, index=True),
        sa.Column("role", _ascii(16), nullable=False),
    )


def _make_doors() -> None:
    op.create_table(
        "links",
        sa.Column("digest", _ascii(64), primary_key=True),
        sa.Column("moderator", _ascii(64), sa.ForeignKey(_PERSON), index=True),
        sa.Column("ends_at", sa.Double, nullable=False),
    )
    op.create_table(
        "sessions",
        sa.Column("id", _ascii(64), primary_key=True),
        sa.Column("digest", _ascii(64), nullable=False, unique=True),
        sa.Column("moderator", _ascii(64), sa.ForeignKey(_PERSON), nullable=False, index=True),
        sa.Column("created_at", sa.Double, nullable=False),
        sa.Column("seen_at", sa.Double, nullable=False),
        sa.Column("agent", sa.Text, nullable=False),
    )
    op.create_table(
        "sign_in_tries",
        sa.Column("key", _ascii(64), primary_key=True),
        sa.Column("times", sa.Text, nullable=False),
        sa.Column("last_at", sa.Double, nullable=False, index=True),
    )


def _make_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("site", _ascii(64), sa.ForeignKey(_SITE)),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("session", _ascii(64)),
        sa.Column("what", _ascii(40), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("audit_in_order", "audit", ["site", "number"])


def _refuse_changes_of_audit() -> None:
    """Let the database itself refuse what would change a line that is written."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'the audit log is only added to'; END $$"
        )
        op.execute(
            "CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit"
            " FOR EACH STATEMENT EXECUTE FUNCTION audit_stays()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_stays_{change.lower()} BEFORE {change} ON audit"
            " BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END"
        )
