"""Legal holds: what may not be forgotten, whoever asks and however old it is."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from sqlalchemy import RowMapping, insert, select, update

from service.ids import new_id
from service.model import NoGuest, NoHold, NotFound
from service.people import Actor
from service.store.audit import note
from service.store.tables import comments
from service.store.tables_guests import guests, legal_holds
from service.store.transactions import Transactions


class Hold(Struct, frozen=True, kw_only=True):
    """A hold on one *comment* or all of a *guest*; in force until it is lifted."""

    id: str
    comment: str | None
    guest: str | None
    by: str
    at: float
    reason: str
    lifted_by: str | None = None
    lifted_at: float | None = None


class Holds:
    """Holds of all sites, each change with its line in the audit log. Raises `NotFound`."""

    def __init__(self, writing: Transactions, reading: Transactions) -> None:
        self._writing = writing
        self._reading = reading

    async def page(self, site: str, *, limit: int, before: str | None = None) -> list[Hold]:
        """At most *limit* holds, the newest first, lifted ones too."""
        query = select(legal_holds).where(legal_holds.c.site == site)
        if before is not None:
            query = query.where(legal_holds.c.id < before)
        async with self._reading.begin() as connection:
            rows = await connection.execute(query.order_by(legal_holds.c.id.desc()).limit(limit))
            return [_hold(row) for row in rows.mappings()]

    async def add(
        self, site: str, *, comment: str | None, guest: str | None, reason: str, actor: Actor, at: float
    ) -> Hold:
        """Hold a comment or a guest."""
        hold = Hold(id=new_id(at), comment=comment, guest=guest, by=actor.by, at=at, reason=reason)
        table, subject = (comments, comment) if comment is not None else (guests, guest)
        async with self._writing.begin() as connection:
            there = select(table.c.id).where(table.c.site == site, table.c.id == subject).with_for_update()
            if (await connection.scalars(there)).first() is None:
                missing = NotFound if comment is not None else NoGuest
                raise missing(f"the site has no {table.name[:-1]} {subject!r}")
            row: dict[str, Any] = {name: getattr(hold, name) for name in hold.__struct_fields__}
            await connection.execute(insert(legal_holds).values(site=site, **row))
            await note(connection, site, actor, "hold.added", hold.id, {table.name[:-1]: subject}, at=at)
        return hold

    async def lift(self, site: str, id: str, actor: Actor, at: float) -> Hold:  # noqa: A002
        """Lift a hold; one that is lifted stays as it is."""
        theirs = (legal_holds.c.site == site) & (legal_holds.c.id == id)
        async with self._writing.begin() as connection:
            still = theirs & legal_holds.c.lifted_at.is_(None)
            lifted = update(legal_holds).where(still).values(lifted_by=actor.by, lifted_at=at)
            if (await connection.execute(lifted)).rowcount:
                await note(connection, site, actor, "hold.lifted", id, at=at)
            row = (await connection.execute(select(legal_holds).where(theirs))).mappings().first()
        if row is None:
            raise NoHold(f"the site has no hold {id!r}")
        return _hold(row)


def _hold(row: RowMapping) -> Hold:
    return Hold(**{name: row[name] for name in Hold.__struct_fields__})
