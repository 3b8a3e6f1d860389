"""What moderators see of a guest, say about him, and give or take from him."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from msgspec import Struct
from sqlalchemy import RowMapping, Select, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from service.ids import new_id
from service.model import Kept, NoGuest
from service.people import Actor
from service.store.audit import note
from service.store.forgetting import erase, free
from service.store.rows import kept_of
from service.store.tables import comments
from service.store.tables_guests import erasures, guest_keys, guest_marks, guests, legal_holds
from service.store.tables_readers import edits
from service.store.transactions import Transactions

Mark = Literal["block", "trust", "clear"]
_MOST_MARKS = 100
_MOST_TURNS = 20
AT_ONCE = 500  # comments a transaction erases: who writes meanwhile waits for so many and no more


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


class Earlier(Struct, frozen=True, kw_only=True):
    """What a comment said until its author edited it *at* that time."""

    comment: str
    at: float
    text: str


class Erasure(Struct, frozen=True, kw_only=True):
    """A request to erase a guest; *done_at* is None while a legal hold stands against it, or more is to be erased."""

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

    async def earlier(self, ids: Sequence[str]) -> list[Earlier]:
        """What those comments said before their author edited them, the oldest first."""
        mine = select(edits.c.comment, edits.c.at, edits.c.text).where(edits.c.comment.in_(ids))
        async with self._reading.begin() as connection:
            rows = await connection.execute(mine.order_by(edits.c.comment, edits.c.at))
            return [Earlier(**row) for row in rows.mappings()]

    async def mark(self, site: str, guest: str, said: Said, actor: Actor) -> Card:
        """Block or trust him until *said.until*, or clear both; each with its line in the audit log."""
        values: dict[str, float | None] = {"blocked_until": None, "trusted_until": None}
        if said.action != "clear":
            values["blocked_until" if said.action == "block" else "trusted_until"] = said.until
        async with self._writing.begin() as connection:
            await _row(connection, site, guest, lock=True)
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
            there = (await connection.execute(_of(site, guest).with_for_update())).first()
            if (known := await _erasure(connection, site, guest)) is None:
                if there is None:
                    raise _missing(guest)
                row = {"guest": guest, "site": site, "by": actor.by, "at": at, "comments": 0}
                await connection.execute(insert(erasures).values(row))
                await note(connection, site, actor, "guest.erased", guest, at=at)
            elif known.done_at is not None:
                return known
        return await self.go_on_erasing(site, guest, at, actor.by)

    async def pending(self, site: str, limit: int) -> list[str]:
        """Guests whose erasure is not done, the first asked for first: a hold stands against it, or there is more."""
        query = select(erasures.c.guest).where(erasures.c.site == site, erasures.c.done_at.is_(None))
        async with self._reading.begin() as connection:
            return list(await connection.scalars(query.order_by(erasures.c.at).limit(limit)))

    async def go_on_erasing(self, site: str, guest: str, at: float, by: str = "retention") -> Erasure:
        """Erase more of a guest, what a hold stopped before and does no more; at most 10,000 comments a call."""
        for _ in range(_MOST_TURNS):
            async with self._writing.begin() as connection:
                await connection.execute(_of(site, guest).with_for_update())  # nobody leads new hashes to him
                free_yet = free(site, comments.c.guest == guest).limit(AT_ONCE)
                gone = await erase(connection, site, free_yet, at, by)
                erasure = await _counted(connection, site, guest, len(gone), at)
            if len(gone) < AT_ONCE:
                break
        return erasure


async def _counted(connection: AsyncConnection, site: str, guest: str, gone: int, at: float) -> Erasure:
    """Count what is erased; once nothing of his is left, and no hold is on him, forget all that leads to him."""
    counted: dict[str, Any] = {"comments": erasures.c.comments + gone}
    holds = select(legal_holds.c.id).where(legal_holds.c.guest == guest)
    standing = holds.where(legal_holds.c.lifted_at.is_(None)).exists()
    wrote = select(comments.c.id).where(comments.c.guest == guest).exists()
    if not await connection.scalar(select(wrote | standing)):
        counted["done_at"] = at
        for table, column in ((guest_keys, guest_keys.c.guest), (guest_marks, guest_marks.c.guest)):
            await connection.execute(delete(table).where(column == guest))
        # A lifted hold still names him; its row needs his.
        await connection.execute(delete(guests).where(guests.c.id == guest, ~holds.exists()))
    await connection.execute(update(erasures).where(erasures.c.guest == guest).values(counted))
    found = await _erasure(connection, site, guest)
    assert found is not None
    return found


async def _erasure(connection: AsyncConnection, site: str, guest: str) -> Erasure | None:
    query = select(erasures).where(erasures.c.site == site, erasures.c.guest == guest)
    row = (await connection.execute(query)).mappings().first()
    return Erasure(**{name: row[name] for name in Erasure.__struct_fields__}) if row else None


def _of(site: str, guest: str) -> Select[Any]:
    return select(guests).where(guests.c.site == site, guests.c.id == guest)


def _missing(guest: str) -> NoGuest:
    return NoGuest(f"the site has no guest {guest!r}")


async def _row(connection: AsyncConnection, site: str, guest: str, *, lock: bool = False) -> RowMapping:
    query = _of(site, guest).with_for_update() if lock else _of(site, guest)
    row: RowMapping | None = (await connection.execute(query)).mappings().first()
    if row is None:
        raise _missing(guest)
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
