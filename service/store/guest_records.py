"""What moderators see of a guest, say about him, and give or take from him."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct
from sqlalchemy import RowMapping, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from service.ids import new_id
from service.model import Kept, NoGuest
from service.people import Actor
from service.store.audit import note
from service.store.forgetting import erase, free
from service.store.rows import kept_of
from service.store.tables import comments
from service.store.tables_guests import erasures, guest_keys, guest_marks, guests, legal_holds
from service.store.transactions import Transactions

Mark = Literal["block", "trust", "clear"]
_MOST_MARKS = 100


class Said(Struct, frozen=True, kw_only=True):
    """That *by* blocked, trusted or cleared a guest, *until* when, and why."""

    action: Mark
    until: float | None
    by: str
    at: float
    reason: str


class Card(Struct, frozen=True, kw_only=True):
    """A guest as moderators see him; *comments* counts by status. *marks* are the last hundred, newest first."""

    id: str
    kind: Literal["token", "address"]
    first_at: float
    seen_at: float
    blocked_until: float | None
    trusted_until: float | None
    comments: dict[str, int]
    marks: tuple[Said, ...]


class Erasure(Struct, frozen=True, kw_only=True):
    """A request to erase a guest; *done_at* is None while a legal hold stands against it."""

    guest: str
    by: str
    at: float
    comments: int
    done_at: float | None


class GuestRecords:
    """Guests of all sites, over connections that write and connections that read. Raises `NoGuest`."""

    def __init__(self, writing: Transactions, reading: Transactions) -> None:
        self._writing = writing
        self._reading = reading

    async def card(self, site: str, guest: str) -> Card:
        """What is known of a guest."""
        async with self._reading.begin() as connection:
            row = await _row(connection, site, guest)
            return await _card(connection, row)

    async def history(self, site: str, guest: str, *, limit: int, before: str | None) -> list[Kept]:
        """At most *limit* comments of his, the newest first and without their decisions, older than id *before*."""
        query = select(comments).where(comments.c.site == site, comments.c.guest == guest)
        if before is not None:
            query = query.where(comments.c.id < before)
        async with self._reading.begin() as connection:
            rows = await connection.execute(query.order_by(comments.c.id.desc()).limit(limit))
            return [kept_of(row, ()) for row in rows.mappings()]

    async def mark(self, site: str, guest: str, said: Said, actor: Actor) -> Card:
        """Block or trust him until *said.until*, or clear both; each with its line in the audit log."""
        values: dict[str, float | None] = {"blocked_until": None, "trusted_until": None}
        if said.action != "clear":
            values["blocked_until" if said.action == "block" else "trusted_until"] = said.until
        async with self._writing.begin() as connection:
            await _row(connection, site, guest)
            await connection.execute(update(guests).where(guests.c.id == guest).values(values))
            row = {"id": new_id(said.at), "guest": guest, **_fields(said)}
            await connection.execute(insert(guest_marks).values(row))
            await note(
                connection, site, actor, f"guest.{said.action}", guest, {"until": said.until}, at=said.at
            )
            return await _card(connection, await _row(connection, site, guest))

    async def ask_erasure(self, site: str, guest: str, actor: Actor, at: float) -> Erasure:
        """Erase what no legal hold protects, now; the rest when it is lifted. Asked again, the same answer."""
        async with self._writing.begin() as connection:
            if (known := await _erasure(connection, site, guest)) is None:
                await _row(connection, site, guest)
                row = {"guest": guest, "site": site, "by": actor.by, "at": at, "comments": 0}
                await connection.execute(insert(erasures).values(row))
                await note(connection, site, actor, "guest.erased", guest, at=at)
            elif known.done_at is not None:
                return known
            return await go_on(connection, site, guest, actor.by, at)

    async def pending(self, site: str, limit: int) -> list[str]:
        """Guests whose erasure waits for a hold to be lifted."""
        query = select(erasures.c.guest).where(erasures.c.site == site, erasures.c.done_at.is_(None))
        async with self._reading.begin() as connection:
            return list(await connection.scalars(query.order_by(erasures.c.at).limit(limit)))

    async def go_on_erasing(self, site: str, guest: str, at: float) -> Erasure:
        """Try again what a hold stopped."""
        async with self._writing.begin() as connection:
            return await go_on(connection, site, guest, "retention", at)


async def go_on(connection: AsyncConnection, site: str, guest: str, by: str, at: float) -> Erasure:
    """Erase what is free of a guest, and all that leads to him once nothing of his is left."""
    gone = await erase(connection, site, free(site, comments.c.guest == guest), at, by)
    counted: dict[str, Any] = {"comments": erasures.c.comments + len(gone)}
    left = await connection.scalar(select(func.count()).where(comments.c.guest == guest))
    if not left:
        counted["done_at"] = at
        for table, column in ((guest_keys, guest_keys.c.guest), (guest_marks, guest_marks.c.guest)):
            await connection.execute(delete(table).where(column == guest))
        await connection.execute(delete(guests).where(guests.c.id == guest, ~_on_hold(guest)))
    await connection.execute(update(erasures).where(erasures.c.guest == guest).values(counted))
    found = await _erasure(connection, site, guest)
    assert found is not None
    return found


def _on_hold(guest: str) -> Any:
    """Whether a hold, lifted or not, still names him; its row needs his."""
    return select(legal_holds.c.id).where(legal_holds.c.guest == guest).exists()


async def _erasure(connection: AsyncConnection, site: str, guest: str) -> Erasure | None:
    query = select(erasures).where(erasures.c.site == site, erasures.c.guest == guest)
    row = (await connection.execute(query)).mappings().first()
    return Erasure(**{name: row[name] for name in Erasure.__struct_fields__}) if row else None


async def _row(connection: AsyncConnection, site: str, guest: str) -> RowMapping:
    query = select(guests).where(guests.c.site == site, guests.c.id == guest)
    row = (await connection.execute(query)).mappings().first()
    if row is None:
        raise NoGuest(f"the site has no guest {guest!r}")
    return row


async def _card(connection: AsyncConnection, row: RowMapping) -> Card:
    own = comments.c.guest == row["id"]
    counted = select(comments.c.status, func.count()).where(own).group_by(comments.c.status)
    by_status: Any = (await connection.execute(counted)).all()
    said = select(guest_marks).where(guest_marks.c.guest == row["id"])
    marks = await connection.execute(said.order_by(guest_marks.c.id.desc()).limit(_MOST_MARKS))
    told = ("id", "kind", "first_at", "seen_at", "blocked_until", "trusted_until")
    return Card(
        **{name: row[name] for name in told},
        comments=dict(by_status),
        marks=tuple(Said(**{name: one[name] for name in Said.__struct_fields__}) for one in marks.mappings()),
    )


def _fields(said: Said) -> dict[str, Any]:
    return {name: getattr(said, name) for name in said.__struct_fields__}
