"""What is kept as one document: a moderator's settings, a site's templates."""

from __future__ import annotations

from sqlalchemy import Table, and_, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from service.people import Actor
from service.store.audit import note
from service.store.rows import Values
from service.store.tables_desk import moderator_settings, templates
from service.store.transactions import Transactions


class Documents:
    """Over connections that write and connections that read."""

    def __init__(self, writing: Transactions, reading: Transactions) -> None:
        self._writing = writing
        self._reading = reading

    async def settings(self, moderator: str) -> bytes | None:
        """The settings of *moderator* as JSON; None: he has set none."""
        return await self._read(moderator_settings, {"moderator": moderator})

    async def set_settings(self, moderator: str, document: bytes) -> None:
        """Keep the settings of *moderator*."""
        async with self._writing.begin() as connection:
            await put(connection, moderator_settings, {"moderator": moderator}, {"document": document})

    async def templates(self, site: str) -> bytes | None:
        """The templates of *site* as JSON; None: it has none of its own."""
        return await self._read(templates, {"site": site})

    async def set_templates(self, site: str, document: bytes, number: int, actor: Actor, at: float) -> None:
        """Keep the *number* templates of *site*, with a line in the audit log."""
        async with self._writing.begin() as connection:
            await put(connection, templates, {"site": site}, {"document": document})
            await note(connection, site, actor, "templates.changed", site, {"number": number}, at=at)

    async def _read(self, table: Table, key: Values) -> bytes | None:
        query = select(table.c.document).where(*(table.c[name] == value for name, value in key.items()))
        async with self._reading.begin() as connection:
            found: bytes | None = await connection.scalar(query)
        return found


async def put(connection: AsyncConnection, table: Table, key: Values, values: Values) -> None:
    """Change the row of *key*, or add it; by another process it may be added at the same moment."""
    theirs = and_(*(table.c[name] == value for name, value in key.items()))
    changed = update(table).where(theirs).values(values)
    if (await connection.execute(changed)).rowcount:
        return
    try:
        async with connection.begin_nested():
            await connection.execute(insert(table).values({**key, **values}))
    except IntegrityError:
        await connection.execute(changed)
