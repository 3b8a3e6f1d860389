"""What has become too old: comments, decisions and hashes, as the policy of each site says. Holds stop all of it."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import bindparam, delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from service.ids import new_id
from service.store import feedback
from service.store.forgetting import erase, free, held
from service.store.tables import comments, decisions, outbox, undone, unsettled
from service.store.tables_guests import guest_keys, guest_marks, guests, legal_holds
from service.store.tables_readers import reports
from service.store.transactions import Transactions

BY = "retention"
_NOBODY = "nobody-"
_REFUSED = ("refused", "removed", "forwarded")


class Cutoffs(dict[str, float]):
    """By what is kept, the time before which it has become too old; what is kept for ever is not in it."""


class Retention:
    """Forgets at most *limit* rows of each kind a turn, so that nobody waits long for the database."""

    def __init__(self, writing: Transactions) -> None:
        self._writing = writing

    async def forget(self, site: str, cutoffs: Cutoffs, *, limit: int, at: float) -> int:
        """One turn for one site; how many comments, decisions and hashes were forgotten."""
        async with self._writing.begin() as connection:
            gone = 0
            for status, cutoff in _old(cutoffs):
                which = free(site, comments.c.status == status, comments.c.received_at < cutoff)
                gone += len(await erase(connection, site, which.limit(limit), at, BY))
            if (cutoff_ := cutoffs.get("decisions")) is not None:
                gone += await _forget_decisions(connection, site, cutoff_, limit)
                gone += await feedback.forget(connection, site, cutoff_, limit)
            if (cutoff_ := cutoffs.get("address_hash")) is not None:
                gone += await _forget_hashes(connection, site, cutoff_, limit, at)
                gone += await _forget_reporters(connection, site, cutoff_, limit, at)
        return gone


def _old(cutoffs: Cutoffs) -> Iterator[tuple[str, float]]:
    if "published" in cutoffs:
        yield "published", cutoffs["published"]
    if "refused_text" in cutoffs:
        yield from ((status, cutoffs["refused_text"]) for status in _REFUSED)


async def _forget_decisions(connection: AsyncConnection, site: str, cutoff: float, limit: int) -> int:
    old = (
        select(decisions.c.id)
        .join_from(decisions, comments, comments.c.id == decisions.c.comment)
        .where(comments.c.site == site, decisions.c.at < cutoff, ~held())
        .limit(limit)
    )
    ids = list(await connection.scalars(old))
    if ids:
        for table in (undone, unsettled):
            await connection.execute(delete(table).where(table.c.decision.in_(ids)))
        await connection.execute(update(outbox).where(outbox.c.decision.in_(ids)).values(decision=None))
        await connection.execute(delete(decisions).where(decisions.c.id.in_(ids)))
    return len(ids)


async def _forget_hashes(connection: AsyncConnection, site: str, cutoff: float, limit: int, at: float) -> int:
    """Hashes by which a guest would be known again, and guests to whom nothing leads any more.

    Those of a guest who is blocked or trusted stay as long as that lasts: else it would end by itself.
    """
    on_hold = exists().where(legal_holds.c.guest == guest_keys.c.guest, legal_holds.c.lifted_at.is_(None))
    old = (
        select(guest_keys.c.digest)
        .join_from(guest_keys, guests, guests.c.id == guest_keys.c.guest)
        .where(guests.c.site == site, guest_keys.c.seen_at < cutoff, ~on_hold)
        .where(
            *(until.is_(None) | (until <= at) for until in (guests.c.blocked_until, guests.c.trusted_until))
        )
        .limit(limit)
    )
    gone = await connection.execute(delete(guest_keys).where(guest_keys.c.digest.in_(old)))
    hashed = (
        select(comments.c.id)
        .where(
            comments.c.site == site, comments.c.received_at < cutoff, comments.c.observed_guest.is_not(None)
        )
        .where(~held())
        .limit(limit)
    )
    nameless = update(comments).where(comments.c.id.in_(hashed)).values(observed_guest=None)
    return (
        gone.rowcount
        + (await connection.execute(nameless)).rowcount
        + await _forget_nobody(connection, site, limit)
    )


async def _forget_reporters(
    connection: AsyncConnection, site: str, cutoff: float, limit: int, at: float
) -> int:
    """By whom a report was; that there was one stays."""
    known = (reports.c.site == site) & ~reports.c.reporter.startswith(_NOBODY)
    old = select(reports.c.comment, reports.c.reporter).where(known, reports.c.at < cutoff).limit(limit)
    rows = [
        {"its": row.comment, "was": row.reporter, "reporter": _NOBODY + new_id(at)}
        for row in await connection.execute(old)
    ]
    if rows:
        one = (reports.c.comment == bindparam("its")) & (reports.c.reporter == bindparam("was"))
        await connection.execute(update(reports).where(one).values(reporter=bindparam("reporter")), rows)
    return len(rows)


async def _forget_nobody(connection: AsyncConnection, site: str, limit: int) -> int:
    leads = exists().where(guest_keys.c.guest == guests.c.id)
    wrote = exists().where(comments.c.guest == guests.c.id)
    named = exists().where(legal_holds.c.guest == guests.c.id)
    nobody = select(guests.c.id).where(guests.c.site == site, ~leads, ~wrote, ~named).limit(limit)
    found = list(await connection.scalars(nobody.with_for_update(skip_locked=True)))
    # Asked once more when they are ours: a comment, a hash or a hold may have come meanwhile.
    ids = list(await connection.scalars(nobody.where(guests.c.id.in_(found))))
    if ids:
        await connection.execute(delete(guest_marks).where(guest_marks.c.guest.in_(ids)))
        await connection.execute(delete(guests).where(guests.c.id.in_(ids)))
    return len(ids)
