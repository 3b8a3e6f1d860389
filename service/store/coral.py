"""The secrets that Coral signs its calls with, given by whoever administers the site there."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy import delete, func, insert, select

from service.people import AccountError, Actor
from service.store.audit import note
from service.store.tables_doors import coral_secrets
from service.store.transactions import Transactions

MOST_OF_A_SITE = 5
_TAIL = 4


class CoralSecret(Struct, frozen=True, kw_only=True):
    """A secret; *shown* is its end, which lists may show."""

    id: str
    shown: str
    created_at: float


class Coral:
    """Lists, adds and removes secrets, each change with its line in the audit log."""

    def __init__(self, writing: Transactions, reading: Transactions) -> None:
        self._writing = writing
        self._reading = reading

    async def secrets(self, site: str) -> Sequence[str]:
        """Every secret that may have signed a call about *site*."""
        query = select(coral_secrets.c.secret).where(coral_secrets.c.site == site)
        async with self._reading.begin() as connection:
            return (await connection.scalars(query)).all()

    async def of_site(self, site: str) -> Sequence[CoralSecret]:
        """What lists show of them, the oldest first."""
        kept = coral_secrets.c
        query = select(kept.id, kept.secret, kept.created_at).where(kept.site == site)
        async with self._reading.begin() as connection:
            rows = (await connection.execute(query.order_by(kept.created_at, kept.id))).all()
        return [CoralSecret(id=id_, shown=_shown(secret), created_at=at) for id_, secret, at in rows]

    async def add(self, site: str, id: str, secret: str, actor: Actor, at: float) -> CoralSecret:  # noqa: A002
        """Keep a secret beside those that are there. Raises `AccountError` when there are too many."""
        counted = select(func.count()).select_from(coral_secrets).where(coral_secrets.c.site == site)
        async with self._writing.begin() as connection:
            if (await connection.scalar(counted) or 0) >= MOST_OF_A_SITE:
                raise AccountError("coral.many", f"the site has {MOST_OF_A_SITE} secrets already")
            row = {"id": id, "site": site, "secret": secret, "created_at": at}
            await connection.execute(insert(coral_secrets).values(row))
            await note(connection, site, actor, "coral.secret_added", id, at=at)
        return CoralSecret(id=id, shown=_shown(secret), created_at=at)

    async def remove(self, site: str, id: str, actor: Actor, at: float) -> None:  # noqa: A002
        """Forget a secret. Raises `AccountError` when the site has none of that id."""
        named = (coral_secrets.c.site == site) & (coral_secrets.c.id == id)
        async with self._writing.begin() as connection:
            if not (await connection.execute(delete(coral_secrets).where(named))).rowcount:
                raise AccountError("coral.none", f"the site has no secret {id!r} of Coral's")
            await note(connection, site, actor, "coral.secret_removed", id, at=at)


def _shown(secret: str) -> str:
    return f"…{secret[-_TAIL:]}"
