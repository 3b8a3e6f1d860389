"""The register of removal requests: who asked, for what, until when, and when it was done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import RowMapping, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from service.ids import new_id
from service.model import NoRemoval, NotFound
from service.people import Actor
from service.store.audit import note
from service.store.tables import comments
from service.store.tables_guests import removal_comments, removals
from service.store.transactions import Transactions


class Request(Struct, frozen=True, kw_only=True):
    """What somebody asks to be taken down. *document* is the number of his letter or order."""

    asked_by: str
    document: str
    received_at: float
    due_at: float
    note: str
    comments: tuple[str, ...]


class Removal(Request, frozen=True, kw_only=True):
    """A request in the register, written down *by* whom and when; *done_at* is None while it is open."""

    id: str
    by: str
    at: float
    done_by: str | None = None
    done_at: float | None = None


class Removals:
    """Requests of all sites, each change with its line in the audit log. Raises `NotFound`."""

    def __init__(self, writing: Transactions, reading: Transactions) -> None:
        self._writing = writing
        self._reading = reading

    async def page(
        self, site: str, *, limit: int, after: tuple[float, str] | None = None, only_open: bool = False
    ) -> list[Removal]:
        """At most *limit* requests, those due first first; *after* is the last one's (due_at, id)."""
        query = select(removals).where(removals.c.site == site)
        if only_open:
            query = query.where(removals.c.done_at.is_(None))
        if after is not None:
            query = query.where(tuple_(removals.c.due_at, removals.c.id) > after)
        async with self._reading.begin() as connection:
            rows = await connection.execute(query.order_by(removals.c.due_at, removals.c.id).limit(limit))
            return await _whole(connection, rows.mappings().all())

    async def add(self, site: str, request: Request, actor: Actor, at: float) -> Removal:
        """Write a request down. Raises `NotFound` naming the first comment that is not the site's."""
        id_ = new_id(at)
        async with self._writing.begin() as connection:
            await _there(connection, site, request.comments)
            own = {name: getattr(request, name) for name in Request.__struct_fields__ if name != "comments"}
            await connection.execute(insert(removals).values(id=id_, site=site, by=actor.by, at=at, **own))
            if rows := [{"removal": id_, "comment": one} for one in request.comments]:
                await connection.execute(insert(removal_comments), rows)
            await note(connection, site, actor, "removal.added", id_, at=at)
        return Removal(id=id_, by=actor.by, at=at, **own, comments=request.comments)

    async def done(self, site: str, id: str, actor: Actor, at: float) -> Removal:  # noqa: A002
        """Say that a request was met; said again, the first time stays."""
        theirs = (removals.c.site == site) & (removals.c.id == id)
        async with self._writing.begin() as connection:
            now_done = update(removals).where(theirs, removals.c.done_at.is_(None))
            if (await connection.execute(now_done.values(done_by=actor.by, done_at=at))).rowcount:
                await note(connection, site, actor, "removal.done", id, at=at)
            rows = (await connection.execute(select(removals).where(theirs))).mappings().all()
            if not rows:
                raise NoRemoval(f"the site has no removal request {id!r}")
            return (await _whole(connection, rows))[0]


async def _there(connection: AsyncConnection, site: str, ids: Sequence[str]) -> None:
    query = select(comments.c.id).where(comments.c.site == site, comments.c.id.in_(ids))
    known = set(await connection.scalars(query))
    for one in ids:
        if one not in known:
            raise NotFound(f"the site has no comment {one!r}")


async def _whole(connection: AsyncConnection, rows: Sequence[RowMapping]) -> list[Removal]:
    ids = [row["id"] for row in rows]
    query = select(removal_comments).where(removal_comments.c.removal.in_(ids))
    theirs: dict[str, list[str]] = {}
    for removal, comment in await connection.execute(query.order_by(removal_comments.c.comment)):
        theirs.setdefault(removal, []).append(comment)
    names: Any = set(Removal.__struct_fields__) - {"comments"}
    return [
        Removal(**{name: row[name] for name in names}, comments=tuple(theirs.get(row["id"], ())))
        for row in rows
    ]
