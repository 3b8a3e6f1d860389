"""Forgetting comments: what was the author's own goes, that there was a comment stays. A legal hold stops all of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    and_,
    bindparam,
    delete,
    exists,
    insert,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation.verdict import Verdict
from service.store import catches, feedback, search
from service.store.rows import event_row, verdict_of
from service.store.tables import cases, comments, decisions, open_reasons, outbox, unsettled
from service.store.tables_guests import guests, legal_holds
from service.store.tables_readers import edits, reports

FINAL = ("published", "refused", "removed", "forwarded")  # what waits is for a moderator first


def held() -> ColumnElement[bool]:
    """Whether a comment, or all of its guest, is under a legal hold."""
    of_comment = legal_holds.c.comment == comments.c.id
    of_guest = and_(legal_holds.c.guest == comments.c.guest, legal_holds.c.site == comments.c.site)
    return exists().where(legal_holds.c.lifted_at.is_(None), of_comment | of_guest)


def free(site: str, *which: ColumnElement[bool]) -> Select[Any]:
    """The ids of comments of *site* that may be erased: not erased yet, and under no hold."""
    theirs = comments.c.site == site
    return select(comments.c.id).where(theirs, comments.c.erased_at.is_(None), ~held(), *which)


async def erase(connection: AsyncConnection, site: str, which: Select[Any], at: float, by: str) -> list[str]:
    """Erase the comments that *which* selects, in the caller's transaction; their ids.

    Text, name, verdict's quotations, the newsroom's version and what moderators wrote about them go, with words to
    find them by and hashes. Events that are not due yet are cancelled, and `comment.erased` is told.
    """
    rows = await _locked(connection, which)
    ids = [row["id"] for row in rows]
    if ids:
        await _blank(connection, rows, at)
        await _blank_decisions(connection, ids)
        await _close(connection, ids)
        await search.forget(connection, ids)
        await catches.forget(connection, ids)
        await connection.execute(delete(edits).where(edits.c.comment.in_(ids)))
        await connection.execute(update(reports).where(reports.c.comment.in_(ids)).values(note=""))
        await feedback.forget_of(connection, site, ids)
        await _tell(connection, site, ids, at, by)
    return ids


async def _locked(connection: AsyncConnection, which: Select[Any]) -> Sequence[RowMapping]:
    """The comments that *which* selects, held against everybody else; those that a hold took meanwhile are not.

    Guests are locked before comments, both in the order of ids, so that no two wait for each other. What a legal hold
    protects is asked once more when nobody can add one: PostgreSQL shows a query only what was there as it began.
    """
    found = (await connection.execute(which.add_columns(comments.c.guest))).all()
    ids, theirs = {row.id for row in found}, {row.guest for row in found}
    for table, wanted in ((guests, theirs), (comments, ids)):
        mine = select(table.c.id).where(table.c.id.in_(wanted)).order_by(table.c.id)
        await connection.execute(mine.with_for_update())
    still = which.where(comments.c.id.in_(ids)).add_columns(comments.c.verdict)
    return (await connection.execute(still)).mappings().all()


async def _blank(connection: AsyncConnection, rows: Sequence[Any], at: float) -> None:
    gone = {"status": "erased", "erased_at": at, "text": "", "author": "", "edited": None, "edited_at": None}
    gone |= {"guest": None, "observed": None, "observed_guest": None, "receipt_sha256": None}
    mine = update(comments).where(comments.c.id == bindparam("comment"))
    bare = [{"comment": row["id"], "verdict": msgspec.json.encode(_bare(verdict_of(row)))} for row in rows]
    await connection.execute(mine.values(**gone, verdict=bindparam("verdict")), bare)


def _bare(verdict: Verdict) -> Verdict:
    """*verdict* without what it quotes: codes and scores stay, marks and values go."""
    findings = (
        msgspec.structs.replace(one, spans=(), params={}, notice=None, detail=None)
        for one in verdict.findings
    )
    return msgspec.structs.replace(verdict, findings=tuple(findings))


async def _blank_decisions(connection: AsyncConnection, ids: Sequence[str]) -> None:
    theirs = decisions.c.comment.in_(ids)
    values = {"note": "", "message": "", "text": None, "before": None}
    await connection.execute(update(decisions).where(theirs).values(values))
    mine = select(decisions.c.id).where(theirs)
    await connection.execute(delete(unsettled).where(unsettled.c.decision.in_(mine)))


async def _close(connection: AsyncConnection, ids: Sequence[str]) -> None:
    await connection.execute(delete(open_reasons).where(open_reasons.c.comment.in_(ids)))
    values = {"state": "closed", "guest": None, "claimed_by": None, "claimed_until": None}
    await connection.execute(update(cases).where(cases.c.comment.in_(ids)).values(values))


async def _tell(connection: AsyncConnection, site: str, ids: Sequence[str], at: float, by: str) -> None:
    waiting = outbox.c.comment.in_(ids) & (outbox.c.due_at > at) & outbox.c.cancelled_at.is_(None)
    await connection.execute(update(outbox).where(waiting).values(cancelled_at=at))
    told = [event_row(site, one, "comment.erased", at, actor=by) for one in ids]
    await connection.execute(insert(outbox), told)
