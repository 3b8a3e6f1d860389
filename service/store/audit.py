"""The audit log: who did what to what, when, and by which key or session."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import RowMapping, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from service.people import Actor
from service.store.tables_accounts import audit
from service.store.transactions import Transactions


class Entry(Struct, frozen=True, kw_only=True):
    """One line of the log. *name* is what the actor was called then; *site* is None for the whole service."""

    number: int
    site: str | None
    at: float
    by: str
    name: str
    session: str | None
    what: str
    subject: str
    detail: dict[str, Any]


async def note(
    connection: AsyncConnection,
    site: str | None,
    actor: Actor,
    what: str,
    subject: str,
    detail: Mapping[str, object] | None = None,
    *,
    at: float,
) -> None:
    """Add a line in the transaction of what it tells, so that neither is there without the other.

    *what* is a stable word such as `key.withdrawn`, *subject* the id of what it was done to. No secret, no comment
    and no address goes into *detail*: nobody can take a line out again.
    """
    row = {
        "site": site,
        "at": at,
        "by": actor.by,
        "name": actor.name,
        "session": actor.session,
        "what": what,
        "subject": subject,
        "detail": msgspec.json.encode(detail or {}).decode(),
    }
    await connection.execute(insert(audit).values(row))


class Audit:
    """Reads the log, and adds to it; nothing here or in the database changes a line."""

    note = staticmethod(note)

    def __init__(self, reading: Transactions) -> None:
        self._reading = reading

    async def page(
        self,
        site: str,
        *,
        limit: int,
        before: int | None = None,
        subject: str | None = None,
        whole_service: bool = False,
    ) -> Sequence[Entry]:
        """At most *limit* lines about *site*, the newest first, older than number *before*.

        *whole_service* adds the lines that are about no single site.
        """
        theirs = audit.c.site == site
        query = select(audit).where(theirs | audit.c.site.is_(None) if whole_service else theirs)
        if before is not None:
            query = query.where(audit.c.number < before)
        if subject is not None:
            query = query.where(audit.c.subject == subject)
        async with self._reading.begin() as connection:
            rows = await connection.execute(query.order_by(audit.c.number.desc()).limit(limit))
            return list(map(_entry, rows.mappings()))


def _entry(row: RowMapping) -> Entry:
    return Entry(**{**row, "detail": msgspec.json.decode(row["detail"])})
