"""What is kept of sites beside their policies: names, and from where browsers may call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import UNSET, Struct, UnsetType
from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from service.model import Site
from service.people import AccountError, Actor
from service.store import writing
from service.store.audit import note
from service.store.tables import sites
from service.store.tables_accounts import site_origins
from service.store.transactions import Transactions


class SiteEntry(Struct, frozen=True, kw_only=True):
    """A site as its administrators see it. *origins* is from where browsers may call with its public keys."""

    id: str
    name: str
    origins: tuple[str, ...] = ()


class SiteChange(Struct, frozen=True, kw_only=True):
    """What is to be changed of a site; what is unset stays."""

    name: str | UnsetType = UNSET
    origins: Sequence[str] | UnsetType = UNSET


class Sites:
    """Lists, adds and changes sites, each change with its line in the audit log."""

    def __init__(self, writing: Transactions, reading: Transactions) -> None:
        self._writing = writing
        self._reading = reading

    async def ids(self) -> Sequence[str]:
        """The ids of all sites, in their order."""
        async with self._reading.begin() as connection:
            return list(await connection.scalars(select(sites.c.id).order_by(sites.c.id)))

    async def entry(self, id: str) -> SiteEntry:  # noqa: A002
        """One site. Raises `AccountError` when it is not there."""
        async with self._reading.begin() as connection:
            return await _entry(connection, id)

    async def origins(self) -> Mapping[str, frozenset[str]]:
        """Every allowed origin with the sites that allow it."""
        found: dict[str, set[str]] = {}
        async with self._reading.begin() as connection:
            for site, origin in await connection.execute(select(site_origins)):
                found.setdefault(origin, set()).add(site)
        return {origin: frozenset(allowing) for origin, allowing in found.items()}

    async def add(self, site: Site, actor: Actor, at: float) -> SiteEntry:
        """Keep a new site. Raises `AccountError` when there is one of that id."""
        async with self._writing.begin() as connection:
            if (await connection.scalars(select(sites.c.id).where(sites.c.id == site.id))).first():
                raise AccountError("site.taken", f"there is a site {site.id!r} already", "$.id")
            await writing.keep_site(connection, site, at)
            await note(connection, site.id, actor, "site.added", site.id, {"name": site.name}, at=at)
        return SiteEntry(id=site.id, name=site.name)

    async def change(self, id: str, change: SiteChange, actor: Actor, at: float) -> SiteEntry:  # noqa: A002
        """Give a site another name or other origins."""
        async with self._writing.begin() as connection:
            before = await _entry(connection, id)
            if change.name is not UNSET:
                await connection.execute(update(sites).where(sites.c.id == id).values(name=change.name))
            if change.origins is not UNSET:
                await _set_origins(connection, id, change.origins)
            after = await _entry(connection, id)
            if after != before:
                await note(
                    connection, id, actor, "site.changed", id, {"before": before, "after": after}, at=at
                )
            return after


async def _set_origins(connection: AsyncConnection, site: str, origins: Sequence[str]) -> None:
    await connection.execute(delete(site_origins).where(site_origins.c.site == site))
    rows = [{"site": site, "origin": origin} for origin in dict.fromkeys(origins)]
    if rows:
        await connection.execute(insert(site_origins), rows)


async def _entry(connection: AsyncConnection, id: str) -> SiteEntry:  # noqa: A002
    row = (await connection.execute(select(sites.c.id, sites.c.name).where(sites.c.id == id))).first()
    if row is None:
        raise AccountError("site.none", f"there is no site {id!r}")
    theirs = select(site_origins.c.origin).where(site_origins.c.site == id).order_by(site_origins.c.origin)
    return SiteEntry(id=row.id, name=row.name, origins=tuple(await connection.scalars(theirs)))
