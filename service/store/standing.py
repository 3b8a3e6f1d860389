"""Comments and cases as they stand, read to be changed, and changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import RowMapping, Table, bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from service.model import Claim
from service.ruling import CaseStanding, Standing
from service.store.rows import Fields, Values, edit_of, facets_of, verdict_of
from service.store.tables import cases, comments, open_reasons


class Change(NamedTuple):
    """What a comment and its case were, and what they become."""

    before: Standing
    after: Standing


async def locked(connection: AsyncConnection, site: str, ids: Iterable[str]) -> dict[str, Standing]:
    """Those comments of *ids* that are the site's, each with its case; nobody else changes them until we are done.

    Of an erased one there is nothing left to decide, so it is none of them.

    Comments are locked before cases, both in the order of ids, so that no two wait for each other. Locked without
    their keys, as whoever writes an event only looks whether a comment is there.
    """
    ids = sorted(set(ids))
    theirs = (comments.c.site == site) & comments.c.id.in_(ids) & (comments.c.status != "erased")
    wanted = select(comments.c.id, comments.c.status, comments.c.edited, comments.c.edited_at).where(theirs)
    rows = await connection.execute(wanted.order_by(comments.c.id).with_for_update(key_share=True))
    found = list(rows.mappings())
    standings = await locked_cases(connection, [row["id"] for row in found])
    return {row["id"]: _standing(row, standings.get(row["id"])) for row in found}


async def locked_cases(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, CaseStanding]:
    """The cases of those comments that have one, locked."""
    theirs = select(cases).where(cases.c.comment.in_(ids)).order_by(cases.c.comment)
    rows = list((await connection.execute(theirs.with_for_update(key_share=True))).mappings())
    codes = await reasons_of(connection, [row["comment"] for row in rows])
    return {row["comment"]: case_standing(row, codes.get(row["comment"], ())) for row in rows}


async def reasons_of(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Why the cases of those comments are open, in the order of codes."""
    mine = open_reasons.c.comment.in_(ids)
    query = select(open_reasons.c.comment, open_reasons.c.code).where(mine).order_by(open_reasons.c.code)
    found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for comment, code in await connection.execute(query):
        found[comment] += (code,)
    return found


async def change(connection: AsyncConnection, site: str, changes: Mapping[str, Change]) -> None:
    """Make of each comment what it becomes; what stays the same is not written."""
    await _change_comments(connection, changes)
    made = [id_ for id_, (before, after) in changes.items() if after.case and before.case is None]
    facets = await _facets(connection, site, made)
    rows = {id_: _case_row(after.case) for id_, (before, after) in changes.items() if _differ(before, after)}
    await _write(connection, insert(cases), [{**facets[id_], **rows[id_]} for id_ in made])
    known = [{**row, "case_of": id_} for id_, row in rows.items() if id_ not in facets]
    await _write(connection, _update(cases, "comment", "case_of", known), known)
    await _change_reasons(connection, site, changes)


def case_standing(row: Fields, reasons: tuple[str, ...] = ()) -> CaseStanding:
    """The standing of a row of `cases`."""
    by, until = row["claimed_by"], row["claimed_until"]
    return CaseStanding(
        opened_at=row["opened_at"],
        rank=row["rank"],
        state=row["state"],
        level=row["level"],
        reasons=reasons,
        number=row["number"],
        claim=None if by is None or until is None else Claim(by, row["number"], until),
        closed_by=row["closed_by"],
    )


def claim_row(case: CaseStanding) -> Values:
    """The columns of a case that a claim changes."""
    claim = case.claim
    return {
        "number": case.number,
        "claimed_by": claim.by if claim else None,
        "claimed_until": claim.until if claim else None,
    }


def _standing(row: RowMapping, case: CaseStanding | None) -> Standing:
    return Standing(status=row["status"], edited=edit_of(row), case=case)


def _case_row(case: CaseStanding | None) -> Values:
    assert case is not None
    fields = {name: getattr(case, name) for name in ("opened_at", "rank", "state", "level", "closed_by")}
    return fields | claim_row(case)


def _differ(before: Standing, after: Standing) -> bool:
    return after.case is not None and after.case != before.case


async def _change_comments(connection: AsyncConnection, changes: Mapping[str, Change]) -> None:
    rows: list[Values] = [
        {
            "comment": id_,
            "status": after.status,
            "edited": after.edited.text if after.edited else None,
            "edited_at": after.edited.at if after.edited else None,
        }
        for id_, (before, after) in changes.items()
        if (before.status, before.edited) != (after.status, after.edited)
    ]
    await _write(connection, _update(comments, "id", "comment", rows), rows)


async def _change_reasons(connection: AsyncConnection, site: str, changes: Mapping[str, Change]) -> None:
    differing = {
        id_: after.case for id_, (before, after) in changes.items() if _reasons_differ(before, after)
    }
    if differing:
        await connection.execute(delete(open_reasons).where(open_reasons.c.comment.in_(differing)))
    rows = [
        {"site": site, "code": code, "opened_at": case.opened_at, "rank": case.rank, "comment": id_}
        for id_, case in differing.items()
        if case
        for code in case.reasons
    ]
    await _write(connection, insert(open_reasons), rows)


def _reasons_differ(before: Standing, after: Standing) -> bool:
    return (before.case.reasons if before.case else ()) != (after.case.reasons if after.case else ())


async def _facets(connection: AsyncConnection, site: str, ids: Sequence[str]) -> dict[str, Values]:
    """What a new case of a comment that is there already is filtered by."""
    if not ids:
        return {}
    query = select(comments.c.id, comments.c.thread, comments.c.verdict, comments.c.guest)
    rows = (await connection.execute(query.where(comments.c.id.in_(ids)))).mappings()
    return {
        row["id"]: {
            "comment": row["id"],
            "site": site,
            "guest": row["guest"],
            **facets_of(verdict_of(row), row["thread"]),
        }
        for row in rows
    }


def _update(table: Table, key: str, named: str, rows: Sequence[Values]) -> Any:
    """An update of each row by its *key*, whose value comes as *named*."""
    columns = [name for name in rows[0] if name != named] if rows else []
    return (
        update(table)
        .where(table.c[key] == bindparam(named))
        .values({column: bindparam(column) for column in columns})
    )


async def _write(connection: AsyncConnection, statement: Any, rows: Sequence[Values]) -> None:
    if rows:
        await connection.execute(statement, rows)
