"""Guests: found or made as their comments are kept, and what is known of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import (
    FromClause,
    Integer,
    ScalarSelect,
    Select,
    delete,
    func,
    insert,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from service.ids import new_id
from service.senders import Hash, Sender
from service.store import Submission
from service.store.tables import comments
from service.store.tables_guests import guest_keys, guests
from service.store.transactions import Transactions

MOST_COUNTED = 1_000  # comments of one guest and status, when nobody asks for more
_NOTED_S = 3_600.0  # when somebody was last seen is known to the hour, which spares a write a comment


class Known(Struct, frozen=True, kw_only=True):
    """What the store knows of a sender when his comment arrives; counts end at what was asked for."""

    guest: str | None = None
    approved: int = 0
    held: int = 0
    blocked_until: float | None = None
    trusted_until: float | None = None
    address_blocked_until: float | None = None


class Asked(Struct, frozen=True):
    """Whom to look up, and up to where to count his comments."""

    sender: Sender
    most: int = MOST_COUNTED


class Guests:
    """Guests of all sites, over connections that write and connections that read."""

    def __init__(self, writing: Transactions, reading: Transactions) -> None:
        self._writing = writing
        self._reading = reading

    async def known(self, asked: Sequence[Asked]) -> list[Known]:
        """What is known of each of *asked*, in their order, by two queries."""
        hashes = {one.digest for each in asked for one in (*each.sender.own, *each.sender.address)}
        async with self._reading.begin() as connection:
            rows = await _rows_by_digest(connection, hashes)
            most = max((one.most for one in asked), default=0)
            counts = await _counts(connection, {row["id"] for row in rows.values()}, most)
        return [_known(one.sender, rows, counts) for one in asked]


async def settle(connection: AsyncConnection, submissions: Sequence[Submission]) -> dict[str, str]:
    """Find the guest of each comment by any of his hashes, or make him; whose it is, by comment.

    Two of *submissions* may be by one new guest, and another process may just be making him too: the first to write a
    hash has him.
    """
    known = [(one, one.sender) for one in submissions if one.sender is not None]
    if not known:
        return {}
    owners = await _owners(connection, (one.digest for _, sender in known for one in sender.own))
    made: dict[str, dict[str, Any]] = {}
    written: dict[str, dict[str, Any]] = {}
    for one, sender in known:
        guest = _owner(owners, sender)
        if guest is None:
            row = _guest_row(one, sender)
            guest = row["id"]
            made[guest] = row
        if sender.written.digest not in owners:
            written[sender.written.digest] = _key_row(one, sender, guest)
        owners |= dict.fromkeys((each.digest for each in sender.own), guest)
    owners |= await _write(connection, made, written)
    await _touch(connection, known, owners)
    return {one.kept.id: owners[sender.written.digest] for one, sender in known}


def _owner(owners: Mapping[str, str], sender: Sender) -> str | None:
    return next((owners[one.digest] for one in sender.own if one.digest in owners), None)


def _guest_row(one: Submission, sender: Sender) -> dict[str, Any]:
    at = one.kept.received_at
    return {"id": new_id(at), "site": one.site.id, "kind": sender.kind, "first_at": at, "seen_at": at}


def _key_row(one: Submission, sender: Sender, guest: str) -> dict[str, Any]:
    return {
        "digest": sender.written.digest,
        "kind": sender.kind,
        "generation": sender.written.generation,
        "guest": guest,
        "seen_at": one.kept.received_at,
    }


async def _write(
    connection: AsyncConnection, made: Mapping[str, Any], written: Mapping[str, Any]
) -> dict[str, str]:
    """Add guests and hashes; whose the hashes are then. Guests whom another process made meanwhile go again.

    Hashes are in order, so that two processes with the same ones do not wait for each other.
    """
    if made:
        await connection.execute(insert(guests), list(made.values()))
    if not written:
        return {}
    add = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    rows = [written[digest] for digest in sorted(written)]
    await connection.execute(add(guest_keys).on_conflict_do_nothing(), rows)
    owners = await _owners(connection, written)
    if lost := made.keys() - set(owners.values()):
        await connection.execute(delete(guests).where(guests.c.id.in_(lost)))
    return owners


async def _owners(connection: AsyncConnection, digests: Iterable[str]) -> dict[str, str]:
    query = select(guest_keys.c.digest, guest_keys.c.guest).where(guest_keys.c.digest.in_(set(digests)))
    return dict((await connection.execute(query)).all())


async def _touch(
    connection: AsyncConnection, known: Sequence[tuple[Submission, Sender]], owners: Mapping[str, str]
) -> None:
    """Note that these were seen; those whom another process is just noting are seen all the same."""
    now = max(one.kept.received_at for one, _ in known)
    digests = {sender.written.digest for _, sender in known}
    for table, key, values in (
        (guest_keys, guest_keys.c.digest, digests),
        (guests, guests.c.id, {owners[digest] for digest in digests}),
    ):
        stale = select(key).where(key.in_(values), table.c.seen_at < now - _NOTED_S)
        free = stale.order_by(key).with_for_update(skip_locked=True)
        await connection.execute(update(table).where(key.in_(free)).values(seen_at=now))


async def _rows_by_digest(connection: AsyncConnection, digests: Iterable[str]) -> dict[str, Any]:
    query = (
        select(guest_keys.c.digest, guests)
        .join_from(guest_keys, guests, guests.c.id == guest_keys.c.guest)
        .where(guest_keys.c.digest.in_(set(digests)))
    )
    return {row["digest"]: row for row in (await connection.execute(query)).mappings()}


async def _counts(connection: AsyncConnection, ids: Iterable[str], most: int) -> dict[str, tuple[int, int]]:
    """How many comments of each guest readers see and how many wait, *most* at the most."""
    mine = select(guests.c.id).where(guests.c.id.in_(set(ids))).subquery()
    query: Select[Any] = select(
        mine.c.id, _up_to(most, "published", mine.c.id, mine), _up_to(most, "waiting", mine.c.id, mine)
    )
    return {guest: (approved, held) for guest, approved, held in await connection.execute(query)}


def _up_to(most: int, status: str, guest: Any, of: FromClause) -> ScalarSelect[int]:
    rows = (
        select(literal_column("1", Integer))
        .where(comments.c.guest == guest, comments.c.status == status)
        .limit(most)
        .correlate(of)
    )
    return select(func.count()).select_from(rows.subquery()).scalar_subquery()


def _known(sender: Sender, rows: Mapping[str, Any], counts: Mapping[str, tuple[int, int]]) -> Known:
    row, at = _row(sender.own, rows), _row(sender.address, rows)
    address_blocked_until = at["blocked_until"] if at else None
    if row is None or sender.kind == "address":
        # Many share an address: nobody there has earned trust, and a block only holds.
        return Known(guest=row["id"] if row else None, address_blocked_until=address_blocked_until)
    approved, held = counts[row["id"]]
    return Known(
        guest=row["id"],
        approved=approved,
        held=held,
        blocked_until=row["blocked_until"],
        trusted_until=row["trusted_until"],
        address_blocked_until=address_blocked_until,
    )


def _row(hashes: Sequence[Hash], rows: Mapping[str, Any]) -> Any:
    return next((rows[one.digest] for one in hashes if one.digest in rows), None)
