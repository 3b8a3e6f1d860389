"""What sites say of comments through the doors: kept, given to whoever learns from it, forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from msgspec import Struct
from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from service.store.tables_feedback import feedback
from service.store.transactions import Transactions


class Feedback(Struct, frozen=True, kw_only=True):
    """That a site says *value*, 0..1, of *label* about *text*; *door* is the API in whose words it does.

    *token* is the site's own word for the comment, or our id; *at* is in seconds since 1970.
    """

    id: str
    site: str
    door: str
    label: str
    value: float
    text: str
    language: str | None = None
    token: str | None = None
    at: float


class Feedbacks:
    """Feedback of all sites, over connections that write and connections that read."""

    def __init__(self, writing: Transactions, reading: Transactions) -> None:
        self._writing = writing
        self._reading = reading

    async def add(self, said: Sequence[Feedback]) -> None:
        """Keep all of *said*."""
        rows = [msgspec.structs.asdict(one) for one in said]
        async with self._writing.begin() as connection:
            await connection.execute(insert(feedback), rows)

    async def page(self, site: str, *, after: str, limit: int) -> list[Feedback]:
        """At most *limit* of a site whose ids come after *after*, oldest first."""
        mine = select(feedback).where(feedback.c.site == site, feedback.c.id > after)
        query = mine.order_by(feedback.c.id).limit(limit)
        async with self._reading.begin() as connection:
            return [Feedback(**row) for row in (await connection.execute(query)).mappings()]


async def forget_old(connection: AsyncConnection, site: str, cutoff: float, limit: int) -> int:
    """Forget at most *limit* from before *cutoff*; how many."""
    old = select(feedback.c.id).where(feedback.c.site == site, feedback.c.at < cutoff).limit(limit)
    gone = await connection.execute(delete(feedback).where(feedback.c.id.in_(old)))
    return gone.rowcount


async def forget_of(connection: AsyncConnection, site: str, comments: Iterable[str]) -> None:
    """Forget what was said of *comments*, by our ids."""
    its = feedback.c.token.in_(list(comments))
    await connection.execute(delete(feedback).where(feedback.c.site == site, its))
