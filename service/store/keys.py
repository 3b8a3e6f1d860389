"""What is kept of API keys."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace
from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from service.model import ApiKey
from service.people import AccountError, Actor
from service.store import Clash
from service.store.audit import note
from service.store.rows import key_of, key_row
from service.store.tables import keys
from service.store.transactions import Transactions


class Keys:
    """Finds keys by digest, and keeps, replaces and ends them, each with its line in the audit log."""

    def __init__(self, writing: Transactions, reading: Transactions) -> None:
        self._writing = writing
        self._reading = reading

    async def by_digest(self, digest: str) -> ApiKey | None:
        """The key of that digest (`service.keys.digest_of`), or None."""
        async with self._reading.begin() as connection:
            row = (await connection.execute(select(keys).where(keys.c.digest == digest))).mappings().first()
        return key_of(row) if row else None

    async def used(self, id: str, at: float) -> None:  # noqa: A002
        """Remember when a key was used; a write, so ask for it once a minute and not on every call."""
        async with self._writing.begin() as connection:
            await connection.execute(update(keys).where(keys.c.id == id).values(last_used_at=at))

    async def of_site(self, site: str) -> Sequence[ApiKey]:
        """Every key of *site*, ended ones too, the oldest first."""
        query = select(keys).where(keys.c.site == site).order_by(keys.c.created_at, keys.c.id)
        async with self._reading.begin() as connection:
            return list(map(key_of, (await connection.execute(query)).mappings()))

    async def add(self, key: ApiKey, digest: str, actor: Actor) -> None:
        """Keep *key* under the digest of its secret. Raises `Clash` when its site is not there."""
        try:
            async with self._writing.begin() as connection:
                await connection.execute(insert(keys).values(key_row(key, digest)))
                detail = {"name": key.name, "scopes": key.scopes}
                await note(connection, key.site, actor, "key.added", key.id, detail, at=key.created_at)
        except IntegrityError:
            raise Clash(f"key {key.id!r} is there already, or site {key.site!r} is not") from None

    async def replace(
        self,
        site: str,
        id: str,  # noqa: A002
        new: ApiKey,
        digest: str,
        ends_at: float,
        actor: Actor,
    ) -> ApiKey:
        """Keep *new* with the name and scopes of the key *id*, which opens nothing from *ends_at* on.

        Raises `AccountError` when the site has no such key, or it was replaced or withdrawn before.
        """
        async with self._writing.begin() as connection:
            old = await _held(connection, site, id)
            if old.ends_at is not None:
                raise AccountError("key.ended", f"{id} was replaced or withdrawn before")
            made = replace(new, name=old.name, scopes=old.scopes)
            await connection.execute(insert(keys).values(key_row(made, digest)))
            ending = {"ends_at": ends_at, "replaced_by": made.id}
            await connection.execute(update(keys).where(_is(site, id)).values(ending))
            await note(connection, site, actor, "key.rotated", id, ending, at=made.created_at)
            return made

    async def withdraw(self, site: str, id: str, actor: Actor, at: float) -> None:  # noqa: A002
        """End a key now; one that has ended stays as it is. Raises `AccountError` when the site has none such."""
        async with self._writing.begin() as connection:
            if (await _held(connection, site, id)).ended(at):
                return
            await connection.execute(update(keys).where(_is(site, id)).values(ends_at=at))
            await note(connection, site, actor, "key.withdrawn", id, at=at)


async def _held(connection: AsyncConnection, site: str, id: str) -> ApiKey:  # noqa: A002
    """The key, held against others who change it at the same time."""
    query = select(keys).where(_is(site, id)).with_for_update()
    row = (await connection.execute(query)).mappings().first()
    if row is None:
        raise AccountError("key.none", f"the site has no key {id!r}")
    return key_of(row)


def _is(site: str, id: str) -> ColumnElement[bool]:  # noqa: A002
    return (keys.c.site == site) & (keys.c.id == id)
