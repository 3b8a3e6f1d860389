"""The store over SQL: one query text for every database."""

from __future__ import annotations

import re

from sqlalchemy import ColumnElement, RowMapping, Select, func, select, true, tuple_

from service.model import BadCursor, Case, CaseCounts, Decision, Kept, NotFound, Site
from service.store import Submission, writing
from service.store.audit import Audit
from service.store.groups import Groups
from service.store.keys import Keys
from service.store.people import People
from service.store.rows import case_of, decision_of, kept_of, policy_of
from service.store.sessions import Sessions
from service.store.sites import Sites
from service.store.tables import case_reasons, cases, comments, decisions, idempotency, policies, sites
from service.store.transactions import Transactions
from service.store.tries import Tries

_PLACE = (cases.c.opened_at, cases.c.comment)  # in what order cases are read
_CURSOR = re.compile(r"([0-9]{1,12}\.[0-9]{1,9})_([0-9a-z]{1,64})")


class SqlStore:
    """A `Store` over one set of connections that write and one that read."""

    def __init__(self, writing: Transactions, reading: Transactions) -> None:
        self._writing = writing
        self._reading = reading
        self._groups = Groups(writing)
        self.audit = Audit(reading)
        self.keys = Keys(writing, reading)
        self.people = People(writing, reading)
        self.sessions = Sessions(writing, reading)
        self.sites = Sites(writing, reading)
        self.tries = Tries(writing)

    async def site(self, id: str) -> Site | None:  # noqa: A002
        """Read one site; its policy is decoded only once."""
        query = select(sites.c.id, sites.c.name, policies.c.document).join(policies).where(sites.c.id == id)
        row = await self._one(query)
        return Site(id=row["id"], name=row["name"], policy=policy_of(row["document"])) if row else None

    async def add_site(self, site: Site) -> None:
        """Write one site."""
        async with self._writing.begin() as connection:
            await writing.keep_site(connection, site)

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
        query = (
            select(comments, cases.c.opened_at, cases.c.state)
            .join_from(cases, comments)
            .where(_is_open(site), _has(reason), _later_than(after))
            .order_by(*_PLACE)
            .limit(limit + 1)
        )
        async with self._reading.begin() as connection:
            rows = (await connection.execute(query)).mappings().all()
        page = [case_of(row) for row in rows[:limit]]
        return page, _cursor(page[-1]) if len(rows) > limit else None

    async def counts(self, site: str) -> CaseCounts:
        """Count anew each time, so that no number can drift from the cases."""
        waiting = select(func.count()).select_from(cases).where(_is_open(site))
        by_reason = (
            select(case_reasons.c.code, func.count())
            .join_from(cases, case_reasons)
            .where(_is_open(site))
            .group_by(case_reasons.c.code)
            .order_by(case_reasons.c.code)
        )
        async with self._reading.begin() as connection:
            number = (await connection.execute(waiting)).scalar_one()
            codes = await connection.execute(by_reason)
            return CaseCounts(number, dict(codes.all()))

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
        await self._writing.close()
        await self._reading.close()

    async def _one(self, query: Select[*tuple[object, ...]]) -> RowMapping | None:
        async with self._reading.begin() as connection:
            return (await connection.execute(query)).mappings().first()


def _is_open(site: str) -> ColumnElement[bool]:
    return (cases.c.site == site) & (cases.c.state == "open")


def _has(reason: str | None) -> ColumnElement[bool]:
    if reason is None:
        return true()
    return cases.c.comment.in_(select(case_reasons.c.comment).where(case_reasons.c.code == reason))


def _later_than(cursor: str | None) -> ColumnElement[bool]:
    if cursor is None:
        return true()
    found = _CURSOR.fullmatch(cursor)
    if found is None:
        raise BadCursor(f"{cursor!r} is no place in the list; pass on what the last page gave")
    return tuple_(*_PLACE) > tuple_(float(found[1]), found[2])


def _cursor(case: Case) -> str:
    return f"{case.opened_at!r}_{case.id}"
