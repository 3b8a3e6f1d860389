"""Figures of a time, read from the rows themselves, so that no number can drift from them.

Each query walks one index that holds all it needs.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from msgspec import Struct
from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from service.model import Choice, Status
from service.store.tables import comments, decisions, found, undone
from service.store.transactions import Transactions
from service.tally import Suggestion

_HOUR_S = 3_600.0
_TAKEN = decisions.outerjoin(undone, undone.c.decision == decisions.c.id)
_IN_FORCE = undone.c.decision.is_(None)


class Kind(NamedTuple):
    """How many comments stand as *status*, of which the verdict was *action*, in a *section*."""

    status: Status
    action: str
    section: str | None
    number: int


class Taken(NamedTuple):
    """How many decisions of one kind were taken.

    Of these *closed* closed a case, *soon* within an hour. *in_force*: they were not undone.
    """

    action: Choice
    suggested: Suggestion | None
    in_force: bool
    number: int
    closed: int
    soon: int


class Waits(Struct, frozen=True, kw_only=True):
    """How long cases waited for their decision, in seconds: half of them and nine in ten no longer than this."""

    median_s: float | None
    p90_s: float | None


class Figures:
    """Over connections that read."""

    def __init__(self, reading: Transactions) -> None:
        self._reading = reading

    async def volume(self, site: str, quarters: tuple[int, int]) -> list[tuple[int, int]]:
        """How many comments came, by quarter of an hour from 1970."""
        query = select(comments.c.quarter, func.count()).where(_came(site, quarters))
        return await self._all(query.group_by(comments.c.quarter).order_by(comments.c.quarter), tuple)

    async def kinds(self, site: str, quarters: tuple[int, int]) -> list[Kind]:
        """What became of those comments."""
        kind: Any = (comments.c.status, comments.c.action, comments.c.section)
        each = select(*kind, func.count().label("number")).where(_came(site, quarters))
        # First in the order of the index, which needs no sorting, then what is left of it.
        each_quarter = each.group_by(comments.c.quarter, *kind).subquery()
        *named, number = each_quarter.c
        return await self._all(
            select(*named, func.sum(number)).group_by(*named),
            lambda row: Kind(row[0], row[1], row[2], int(row[3])),
        )

    async def reasons(self, site: str, quarters: tuple[int, int]) -> list[tuple[str, int]]:
        """For which codes they were not simply published, the most frequent first."""
        number = func.count()
        theirs = _within(found.c.site, found.c.quarter, site, quarters)
        query = select(found.c.code, number).where(theirs).group_by(found.c.code)
        return await self._all(query.order_by(number.desc(), found.c.code), tuple)

    async def taken(self, site: str, since: float, until: float) -> list[Taken]:
        """Which decisions were taken."""
        soon = func.count(case((decisions.c.waited_s <= _HOUR_S, 1)))
        kind: Any = (decisions.c.action, decisions.c.suggested, _IN_FORCE)
        query = select(*kind, func.count(), func.count(decisions.c.waited_s), soon).select_from(_TAKEN)
        grouped = query.where(_decided(site, since, until)).group_by(*kind)
        return await self._all(grouped, lambda row: Taken(row[0], row[1], bool(row[2]), *row[3:]))

    async def waits(self, site: str, since: float, until: float, closed: int) -> Waits:
        """The same decisions' waits, of which *closed* are in force."""
        async with self._reading.begin() as connection:
            median, p90 = [
                await _rank(connection, _decided(site, since, until), math.ceil(share * closed))
                for share in (0.5, 0.9)
            ]
        return Waits(median_s=median, p90_s=p90)

    async def own(self, site: str, by: str, since: float) -> int:
        """How many decisions *by* has taken since then that are in force."""
        mine = and_(decisions.c.site == site, decisions.c.by == by, decisions.c.at >= since, _IN_FORCE)
        query = select(func.count()).select_from(_TAKEN).where(mine)
        async with self._reading.begin() as connection:
            return await connection.scalar(query) or 0

    async def _all(self, query: Select[Any], of: Any) -> list[Any]:
        async with self._reading.begin() as connection:
            return [of(row) for row in await connection.execute(query)]


async def _rank(connection: AsyncConnection, which: ColumnElement[bool], rank: int) -> float | None:
    """The wait that so many are not longer than."""
    if not rank:
        return None
    waits = select(decisions.c.waited_s).select_from(_TAKEN)
    theirs = waits.where(which, _IN_FORCE, decisions.c.waited_s.is_not(None))
    found: float | None = await connection.scalar(
        theirs.order_by(decisions.c.waited_s).offset(rank - 1).limit(1)
    )
    return found


def _came(site: str, quarters: tuple[int, int]) -> ColumnElement[bool]:
    return _within(comments.c.site, comments.c.quarter, site, quarters)


def _decided(site: str, since: float, until: float) -> ColumnElement[bool]:
    return _within(decisions.c.site, decisions.c.at, site, (since, until))


def _within(
    place: ColumnElement[str | None], time: ColumnElement[Any], site: str, times: Sequence[float]
) -> ColumnElement[bool]:
    first, behind = times
    return and_(place == site, time >= first, time < behind)
