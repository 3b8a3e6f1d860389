"""Giving cases back, in the transaction of what makes somebody give them back."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from service.store.filters import IS_OPEN
from service.store.rows import event_row
from service.store.tables import cases, outbox, sites


async def let_go(connection: AsyncConnection, by: str, now: float, site: str | None = None) -> list[str]:
    """Give back all that *by* has in hand, at *site* alone or everywhere; the cases. Tells of it last."""
    mine = IS_OPEN & (cases.c.claimed_by == by) & _at(site)
    query = select(cases.c.site, cases.c.comment).where(mine).order_by(cases.c.comment)
    found = (await connection.execute(query.with_for_update(key_share=True))).all()
    await give_back(connection, [(row.site, row.comment) for row in found], by, now)
    return [row.comment for row in found]


async def give_back(
    connection: AsyncConnection, given: Sequence[tuple[str, str]], by: str, now: float
) -> None:
    """Leave the cases *given*, as (site, comment), in nobody's hand; they are locked already."""
    if not given:
        return
    free = {"claimed_by": None, "claimed_until": None}
    theirs = cases.c.comment.in_([comment for _, comment in given])
    await connection.execute(update(cases).where(theirs).values(free))
    told = [event_row(site, comment, "case.released", now, actor=by) for site, comment in given]
    await connection.execute(insert(outbox), told)


def _at(site: str | None) -> ColumnElement[bool]:
    """Everywhere is each site in turn, as the index of claimed cases starts with the site."""
    return cases.c.site.in_(select(sites.c.id)) if site is None else cases.c.site == site
