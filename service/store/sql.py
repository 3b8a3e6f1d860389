"""The store over SQL: one query text for every database."""

from __future__ import annotations

import asyncio
import re

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    RowMapping,
    ScalarSelect,
    Select,
    func,
    insert,
    literal_column,
    select,
    true,
    tuple_,
    update,
)
from sqlalchemy.exc import IntegrityError

from service.model import (
    MOST_COUNTED,
    ApiKey,
    BadCursor,
    Case,
    CaseCounts,
    Count,
    Decision,
    Kept,
    NotFound,
    Site,
)
from service.store import Clash, Submission, writing
from service.store.groups import Groups
from service.store.rows import case_of, decision_of, kept_of, key_of, key_row, policy_of
from service.store.tables import cases, comments, decisions, idempotency, keys, open_reasons, policies, sites
from service.store.transactions import Transactions

_CURSOR = re.compile(r"([0-9]{1,12}\.[0-9]{1,9})_([0-9a-z]{1,64})")


class SqlStore:
    """A `Store` over one set of connections that write and one that read."""

    def __init__(self, writing: Transactions, reading: Transactions) -> None:
        self._writing = writing
        self._reading = reading
        self._groups = Groups(writing)

    async def key_by_digest(self, digest: str) -> ApiKey | None:
        """Read one key."""
        row = await self._one(select(keys).where(keys.c.digest == digest))
        return key_of(row) if row else None

    async def key_used(self, id: str, at: float) -> None:  # noqa: A002
        """Write one time."""
        async with self._writing.begin() as connection:
            await connection.execute(update(keys).where(keys.c.id == id).values(last_used_at=at))

    async def site(self, id: str) -> Site | None:  # noqa: A002
        """Read one site; its policy is decoded only once."""
        query = select(sites.c.id, sites.c.name, policies.c.document).join(policies).where(sites.c.id == id)
        row = await self._one(query)
        return Site(id=row["id"], name=row["name"], policy=policy_of(row["document"])) if row else None

    async def add_site(self, site: Site) -> None:
        """Write one site."""
        async with self._writing.begin() as connection:
            await writing.keep_site(connection, site)

    async def add_key(self, key: ApiKey, digest: str) -> None:
        """Write one key."""
        try:
            async with self._writing.begin() as connection:
                await connection.execute(insert(keys).values(key_row(key, digest)))
        except IntegrityError:
            raise Clash(f"key {key.id!r} is there already, or site {key.site!r} is not") from None

    async def submit(self, submission: Submission) -> None:
        """Write with whatever else waits."""
        await self._groups.keep(submission)

    async def received(self, site: str, key_sha256: bytes, since: float) -> tuple[bytes, Kept] | None:
        """Read by idempotency key."""
        query = select(idempotency.c.comment, idempotency.c.body_sha256).where(
            idempotency.c.site == site, idempotency.c.key_sha256 == key_sha256, idempotency.c.at > since
        )
        row = await self._one(query)
        return (row["body_sha256"], await self.comment(site, row["comment"])) if row else None

    async def comment(self, site: str, id: str) -> Kept:  # noqa: A002
        """Read one comment and its decisions, as they were at one moment."""
        wanted = select(comments).where(comments.c.site == site, comments.c.id == id)
        said = select(decisions).where(decisions.c.comment == id).order_by(decisions.c.number)
        async with self._reading.begin() as connection:
            row = (await connection.execute(wanted)).mappings().first()
            if row is None:
                raise NotFound(f"the site has no comment {id!r}")
            decided = (await connection.execute(said)).mappings()
            return kept_of(row, tuple(map(decision_of, decided)))

    async def cases(
        self, site: str, *, limit: int, after: str | None, reason: str | None
    ) -> tuple[list[Case], str | None]:
        """Read one page, and one row more to know whether another follows."""
        queue = cases if reason is None else open_reasons
        chosen = cases.c.state == "open" if reason is None else open_reasons.c.code == reason
        place = (queue.c.opened_at, queue.c.comment)
        query = (
            select(comments, queue.c.opened_at)
            .join_from(queue, comments, comments.c.id == queue.c.comment)
            .where(queue.c.site == site, chosen, _later_than(after, place))
            .order_by(*place)
            .limit(limit + 1)
        )
        async with self._reading.begin() as connection:
            rows = (await connection.execute(query)).mappings().all()
        page = [case_of(row) for row in rows[:limit]]
        return page, _cursor(page[-1]) if len(rows) > limit else None

    async def counts(self, site: str) -> CaseCounts:
        """Count the rows anew each time, so that no number can drift from the cases."""
        waiting = select(_up_to_most(_is_open(site)))
        async with self._reading.begin() as connection:
            number = (await connection.execute(waiting)).scalar_one()
            codes = await connection.execute(_by_reason(site))
            return CaseCounts(_count(number), {code: _count(found) for code, found in codes.all()})

    async def decide(self, site: str, decision: Decision) -> None:
        """Write a decision and all that follows from it."""
        async with self._writing.begin() as connection:
            await writing.decide(connection, site, decision)

    async def ping(self) -> None:
        """Read nothing."""
        await self._one(select(1))

    async def close(self) -> None:
        """Write what waits, then close the connections."""
        await self._groups.close()
        await asyncio.gather(self._writing.close(), self._reading.close())

    async def _one(self, query: Select[*tuple[object, ...]]) -> RowMapping | None:
        async with self._reading.begin() as connection:
            return (await connection.execute(query)).mappings().first()


def _is_open(site: str) -> ColumnElement[bool]:
    return (cases.c.site == site) & (cases.c.state == "open")


def _by_reason(site: str) -> Select[str, int]:
    """Each code with its number. The index is asked for the next code and never walked from one to the next."""
    theirs = open_reasons.c.site == site
    codes = select(func.min(open_reasons.c.code).label("code")).where(theirs).cte("codes", recursive=True)
    later = select(func.min(open_reasons.c.code)).where(theirs, open_reasons.c.code > codes.c.code)
    codes = codes.union_all(select(later.scalar_subquery()).where(codes.c.code.is_not(None)))
    number = _up_to_most(theirs, open_reasons.c.code == codes.c.code, of=codes)
    return select(codes.c.code, number).where(codes.c.code.is_not(None)).order_by(codes.c.code)


def _up_to_most(*conditions: ColumnElement[bool], of: FromClause | None = None) -> ScalarSelect[int]:
    """How many rows there are, one more than `MOST_COUNTED` at the most; *of* is the query around it."""
    rows = select(literal_column("1", Integer)).where(*conditions).limit(MOST_COUNTED + 1).correlate(of)
    return select(func.count()).select_from(rows.subquery()).scalar_subquery()


def _count(number: int) -> Count:
    return Count(min(number, MOST_COUNTED), more=number > MOST_COUNTED)


def _later_than(
    cursor: str | None, place: tuple[ColumnElement[float], ColumnElement[str]]
) -> ColumnElement[bool]:
    if cursor is None:
        return true()
    found = _CURSOR.fullmatch(cursor)
    if found is None:
        raise BadCursor(f"{cursor!r} is no place in the list; pass on what the last page gave")
    return tuple_(*place) > tuple_(float(found[1]), found[2])


def _cursor(case: Case) -> str:
    return f"{case.opened_at!r}_{case.id}"
