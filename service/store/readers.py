"""What authors and readers do with a comment that is kept: see it, edit, withdraw, ask again, report."""

from __future__ import annotations

from msgspec import Struct
from sqlalchemy import RowMapping, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation.policy import Policy
from moderation.verdict import Verdict
from service.events import ARRIVED
from service.model import STATUS, Decision, Kept, NotFound, reasons
from service.ruling import CaseStanding, Standing
from service.store import catches, search, writing
from service.store.decisions import decisions_where
from service.store.forgetting import erase, free
from service.store.rows import decision_of, event_row, kept_of, tally_of
from service.store.standing import Change, change, locked
from service.store.tables import comments, decisions, outbox, searchable
from service.store.tables_readers import edits, reports
from service.store.transactions import Transactions

APPEALED, REPORTED = "appeal.asked", "reports.many"  # why such a case is open
AUTHOR = "author"


class Own(Struct, frozen=True, kw_only=True):
    """A comment as its author may ask about it; *appealed_at* is None until he asked for another look."""

    kept: Kept
    site: str
    appealed_at: float | None


class Report(Struct, frozen=True, kw_only=True):
    """What a reader says is wrong; *reporter* is a keyed hash of token and address."""

    comment: str
    reporter: str
    reason: str
    note: str
    at: float


class Edited(Struct, frozen=True, kw_only=True):
    """The author's new text, and what it was judged; *words* are what it is found by."""

    text: str
    verdict: Verdict
    policy: Policy
    words: tuple[str, ...]
    at: float


class Readers:
    """Over connections that write and connections that read. Raises `NotFound`."""

    def __init__(self, writing: Transactions, reading: Transactions) -> None:
        self._writing = writing
        self._reading = reading

    async def own(self, receipt_sha256: str) -> Own:
        """The comment of a receipt, with its decisions."""
        async with self._reading.begin() as connection:
            return await _own(connection, receipt_sha256)

    async def withdraw(self, site: str, comment: str, by: str, at: float) -> None:
        """Erase a comment; under a legal hold it is only taken down."""
        async with self._writing.begin() as connection:
            if await erase(connection, site, free(site, comments.c.id == comment), at, by):
                return
            standing = await _standing(connection, site, comment)
            if standing.status != "removed":
                await _become(connection, site, comment, standing, "removed", None)
                await connection.execute(
                    insert(outbox), [event_row(site, comment, "comment.removed", at, actor=by)]
                )

    async def appeal(self, site: str, comment: str, at: float) -> bool:
        """Open a case since the author asks for another look; False when he has asked before."""
        asked = update(comments).where(comments.c.site == site, comments.c.id == comment)
        async with self._writing.begin() as connection:
            first = asked.where(comments.c.appealed_at.is_(None)).values(appealed_at=at)
            if not (await connection.execute(first)).rowcount:
                return False
            await _open_case(connection, site, comment, APPEALED, at)
        return True

    async def report(self, site: str, report: Report, *, count: int, hide: bool) -> None:
        """Keep a reader's report, once; with *count* of them a case opens, and *hide* takes it from readers' eyes."""
        row = {name: getattr(report, name) for name in report.__struct_fields__} | {"site": site}
        mine = (reports.c.comment == report.comment) & (reports.c.reporter == report.reporter)
        async with self._writing.begin() as connection:
            standing = await _standing(connection, site, report.comment)
            if standing.status != "published" or await connection.scalar(select(func.count()).where(mine)):
                return
            await connection.execute(insert(reports).values(row))
            told = await connection.scalar(select(func.count()).where(reports.c.comment == report.comment))
            if told == count:
                await _open_case(connection, site, report.comment, REPORTED, report.at, hide=hide)

    async def reported_since(self, site: str, reporter: str, since: float) -> int:
        """How many comments somebody reported."""
        mine = (reports.c.site == site) & (reports.c.reporter == reporter) & (reports.c.at >= since)
        async with self._reading.begin() as connection:
            return await connection.scalar(select(func.count()).where(mine)) or 0

    async def edit(self, site: str, comment: str, edited: Edited) -> Kept:
        """Put the author's new text in place of the old one, which is kept; what was decided stays in the history."""
        status = STATUS[edited.verdict.action]
        async with self._writing.begin() as connection:
            await writing.keep_policies(connection, {edited.verdict.policy: edited.policy})
            standing = await _standing(connection, site, comment)
            await _keep_old(connection, comment, edited.at)
            case = _case(standing.case, reasons(edited.verdict), edited.at) if status == "waiting" else None
            await _become(connection, site, comment, standing, status, case)
            values = {"text": edited.text, "verdict": edited.verdict.json(), "policy": edited.verdict.policy}
            values |= tally_of(edited.verdict)
            own = comments.c.id == comment
            await connection.execute(
                update(comments).where(own).values({**values, "edited": None, "edited_at": None})
            )
            await catches.replace(connection, comment, edited.verdict)
            await search.forget(connection, [comment])
            await connection.execute(insert(searchable), [{"comment": comment, "words": edited.words}])
            event = "comment.edited" if status == "published" else ARRIVED[status]
            told = [event_row(site, comment, event, edited.at, actor=AUTHOR)]
            if case is not None:
                told.append(event_row(site, comment, "case.opened", edited.at))
            await connection.execute(insert(outbox), told)
            return await _kept(connection, comment)


async def _keep_old(connection: AsyncConnection, comment: str, at: float) -> None:
    query = select(comments.c.text, comments.c.verdict).where(comments.c.id == comment)
    row = (await connection.execute(query)).one()
    await connection.execute(insert(edits).values(comment=comment, at=at, text=row.text, verdict=row.verdict))


async def _open_case(
    connection: AsyncConnection, site: str, comment: str, reason: str, at: float, *, hide: bool = False
) -> None:
    standing = await _standing(connection, site, comment)
    known = standing.case.reasons if standing.case and standing.case.is_open else ()
    case = _case(standing.case, tuple(sorted({*known, reason})), at)
    await _become(connection, site, comment, standing, "waiting" if hide else standing.status, case)
    told = [event_row(site, comment, "case.opened", at)]
    if hide:
        told.insert(0, event_row(site, comment, "comment.held", at))
    await connection.execute(insert(outbox), told)


def _case(before: CaseStanding | None, why: tuple[str, ...], at: float) -> CaseStanding:
    """An open case for *why*; fencing numbers are never used again."""
    if before is not None and before.is_open:
        return CaseStanding(
            opened_at=before.opened_at,
            rank=before.rank,
            level=before.level,
            reasons=why,
            number=before.number,
            claim=before.claim,
        )
    return CaseStanding(opened_at=at, rank=at, reasons=why, number=before.number if before else 0)


async def _become(
    connection: AsyncConnection,
    site: str,
    comment: str,
    before: Standing,
    status: str,
    case: CaseStanding | None,
) -> None:
    closed = before.case and CaseStanding(
        opened_at=before.case.opened_at,
        rank=before.case.rank,
        state="closed",
        number=before.case.number,
        closed_by=AUTHOR,
    )
    after = Standing(status=status, edited=before.edited, case=case or closed)  # type: ignore[arg-type]
    await change(connection, site, {comment: Change(before, after)})


async def _standing(connection: AsyncConnection, site: str, comment: str) -> Standing:
    found = (await locked(connection, site, [comment])).get(comment)
    if found is None:
        raise NotFound(f"the site has no comment {comment!r}")
    return found


async def _own(connection: AsyncConnection, receipt_sha256: str) -> Own:
    query = select(comments).where(comments.c.receipt_sha256 == receipt_sha256)
    row = (await connection.execute(query)).mappings().first()
    if row is None:
        raise NotFound("there is no such receipt")
    return Own(
        kept=kept_of(row, await _decided(connection, row)), site=row["site"], appealed_at=row["appealed_at"]
    )


async def _kept(connection: AsyncConnection, comment: str) -> Kept:
    row = (await connection.execute(select(comments).where(comments.c.id == comment))).mappings().one()
    return kept_of(row, await _decided(connection, row))


async def _decided(connection: AsyncConnection, row: RowMapping) -> tuple[Decision, ...]:
    found = await connection.execute(decisions_where(decisions.c.comment == row["id"]))
    return tuple(decision_of(one) for one in found.mappings())
