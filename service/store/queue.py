"""The queue: its pages, its counts, and who has which case in hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    ScalarSelect,
    Select,
    func,
    insert,
    literal_column,
    select,
    true,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from service.model import (
    MOST_COPIES,
    MOST_COUNTED,
    Case,
    CaseCounts,
    CaseFilter,
    Count,
    Decision,
    NotFound,
    Order,
)
from service.ruling import claimed
from service.store.decisions import decisions_where
from service.store.filters import IS_OPEN, Chosen, chosen, cursor, findable, is_free, later_than
from service.store.holding import give_back
from service.store.rows import Fields, case_of, decision_of, event_row
from service.store.standing import case_standing, claim_row, locked_cases, reasons_of
from service.store.tables import cases, comments, decisions, open_reasons, outbox
from service.store.transactions import Transactions

_WHOLE: tuple[Any, ...] = (comments, *(column.label(f"case_{column.name}") for column in cases.c))


class Claiming(Struct, frozen=True, kw_only=True):
    """Who claims, when, and for how many seconds."""

    by: str
    now: float
    lease_s: float


class Queue:
    """Cases of all sites, over connections that write and connections that read."""

    def __init__(self, writing: Transactions, reading: Transactions) -> None:
        self._writing = writing
        self._reading = reading

    async def page(
        self, site: str, wanted: CaseFilter, order: Order, *, limit: int, after: str | None, now: float
    ) -> tuple[list[Case], str | None]:
        """Read one page, and one row more to know whether another follows. Raises `BadCursor`."""
        where = chosen(site, wanted, order, now)
        later = [] if after is None else [later_than(after, order, where.place)]
        if not findable(wanted):
            return [], None
        query = _whole(where).where(*later).order_by(*where.place).limit(limit + 1)
        async with self._reading.begin() as connection:
            rows = (await connection.execute(query)).mappings().all()
            page = await _cases(connection, site, rows[:limit], now)
        if len(rows) <= limit:
            return page, None
        last = rows[limit - 1]
        return page, cursor(order, last["case_opened_at" if order == "oldest" else "case_rank"], last["id"])

    async def counts(self, site: str) -> CaseCounts:
        """Count the rows anew each time, so that no number can drift from the cases."""
        waiting = select(_up_to(MOST_COUNTED + 1, cases.c.site == site, cases.c.state == "open"))
        async with self._reading.begin() as connection:
            number = (await connection.execute(waiting)).scalar_one()
            codes = await connection.execute(_by_reason(site))
            return CaseCounts(_count(number), {code: _count(found) for code, found in codes.all()})

    async def members(self, site: str, cluster: str, limit: int) -> list[str]:
        """Comments of open cases of one cluster, oldest first."""
        theirs = (cases.c.site == site) & IS_OPEN & (cases.c.cluster == cluster)
        query = select(cases.c.comment).where(theirs).order_by(cases.c.opened_at, cases.c.comment)
        async with self._reading.begin() as connection:
            return list(await connection.scalars(query.limit(limit)))

    async def claim_next(
        self, site: str, claiming: Claiming, wanted: CaseFilter, order: Order
    ) -> Case | None:
        """Claim the first case that is *wanted* and that nobody has in hand; None when there is none."""
        where = chosen(site, wanted, order, claiming.now)
        query = select(cases.c.comment).select_from(where.table).where(*where.conditions)
        free = query.where(is_free(claiming.now), _for_all(wanted)).order_by(*where.place).limit(1)
        if not findable(wanted):
            return None
        async with self._writing.begin() as connection:
            # Those that others are just claiming are passed by.
            found = await connection.scalar(free.with_for_update(of=cases, key_share=True, skip_locked=True))
            return None if found is None else await _claim(connection, site, found, claiming, None)

    async def claim(self, site: str, comment: str, claiming: Claiming, number: int | None) -> Case:
        """Claim one case, or go on with claim *number* on it. Raises `NotFound` and `Conflict`."""
        async with self._writing.begin() as connection:
            theirs = (cases.c.site == site) & (cases.c.comment == comment)
            if await connection.scalar(select(cases.c.comment).where(theirs)) is None:
                raise NotFound(f"the site has no case {comment!r}")
            return await _claim(connection, site, comment, claiming, number)

    async def release(
        self, site: str, by: str, now: float, claims: Mapping[str, int] | None = None
    ) -> list[str]:
        """Give back those of *claims* (fencing number by case) that *by* still has, or all that he has."""
        mine = (cases.c.site == site) & IS_OPEN & (cases.c.claimed_by == by)
        asked = mine if claims is None else mine & cases.c.comment.in_(claims)
        async with self._writing.begin() as connection:
            query = select(cases).where(asked).order_by(cases.c.comment).with_for_update(key_share=True)
            rows = (await connection.execute(query)).mappings()
            given = [
                row["comment"] for row in rows if claims is None or claims[row["comment"]] == row["number"]
            ]
            await give_back(connection, [(site, comment) for comment in given], by, now)
        return given


def _for_all(wanted: CaseFilter) -> ColumnElement[bool]:
    """Leave to editors what is theirs, unless it is asked for."""
    return true() if wanted.state == "escalated" else cases.c.level == "moderator"


async def _claim(
    connection: AsyncConnection, site: str, comment: str, claiming: Claiming, number: int | None
) -> Case:
    before = (await locked_cases(connection, [comment]))[comment]
    after = claimed(before, claiming.by, claiming.now, claiming.lease_s, number)
    await connection.execute(update(cases).where(cases.c.comment == comment).values(claim_row(after)))
    if after.number != before.number:  # who goes on with a claim tells nothing new
        told = event_row(site, comment, "case.claimed", claiming.now, actor=claiming.by)
        await connection.execute(insert(outbox).values(told))
    return await _case(connection, site, comment, claiming.now)


async def _case(connection: AsyncConnection, site: str, comment: str, now: float) -> Case:
    one = Chosen(cases, [cases.c.comment == comment], (cases.c.opened_at, cases.c.comment))
    rows = (await connection.execute(_whole(one))).mappings().all()
    [case] = await _cases(connection, site, rows, now)
    return case


def _whole(where: Chosen) -> Select[Any]:
    table = where.table.join(comments, comments.c.id == cases.c.comment)
    whole: Select[Any] = select(*_WHOLE)
    return whole.select_from(table).where(*where.conditions)


async def _cases(connection: AsyncConnection, site: str, rows: Sequence[Fields], now: float) -> list[Case]:
    """The cases of *rows*, with what other tables know of each."""
    ids = [row["id"] for row in rows]
    if not ids:
        return []
    reasons = await reasons_of(connection, ids)
    copies = {found.cluster: found.copies for found in await connection.execute(_copies(site, ids))}
    said: defaultdict[str, tuple[Decision, ...]] = defaultdict(tuple)
    for row in (await connection.execute(decisions_where(decisions.c.comment.in_(ids)))).mappings():
        said[row["comment"]] += (decision_of(row),)
    return [
        case_of(
            row,
            case_standing(_own(row), reasons.get(row["id"], ())),
            now,
            cluster=row["case_cluster"],
            copies=copies.get(row["case_cluster"], 1),
            decisions=said[row["id"]],
        )
        for row in rows
    ]


def _own(row: Fields) -> Mapping[str, Any]:
    """The columns of `cases` in a row of `_WHOLE`, by their own names."""
    return {column.name: row[f"case_{column.name}"] for column in cases.c}


def _copies(site: str, ids: Sequence[str]) -> Select[str, int]:
    """How many open cases there are of each cluster that one of those cases is in."""
    mine = cases.c.comment.in_(ids) & cases.c.cluster.is_not(None)
    own = select(cases.c.cluster).where(mine).distinct().subquery()
    number = _up_to(MOST_COPIES, cases.c.site == site, IS_OPEN, cases.c.cluster == own.c.cluster, of=own)
    return select(own.c.cluster, number.label("copies"))


def _by_reason(site: str) -> Select[str, int]:
    """Each code with its number. The index is asked for the next code and never walked from one to the next."""
    theirs = open_reasons.c.site == site
    codes = select(func.min(open_reasons.c.code).label("code")).where(theirs).cte("codes", recursive=True)
    later = select(func.min(open_reasons.c.code)).where(theirs, open_reasons.c.code > codes.c.code)
    codes = codes.union_all(select(later.scalar_subquery()).where(codes.c.code.is_not(None)))
    number = _up_to(MOST_COUNTED + 1, theirs, open_reasons.c.code == codes.c.code, of=codes)
    return select(codes.c.code, number).where(codes.c.code.is_not(None)).order_by(codes.c.code)


def _up_to(most: int, *conditions: ColumnElement[bool], of: FromClause | None = None) -> ScalarSelect[int]:
    """How many rows there are, *most* at the most; *of* is the query around it."""
    rows = select(literal_column("1", Integer)).where(*conditions).limit(most).correlate(of)
    return select(func.count()).select_from(rows.subquery()).scalar_subquery()


def _count(number: int) -> Count:
    return Count(min(number, MOST_COUNTED), more=number > MOST_COUNTED)
