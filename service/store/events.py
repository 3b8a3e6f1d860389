"""What has happened, in the order of its numbers, for those who look on."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy import func, select

from service.store.tables import outbox
from service.store.transactions import Transactions


class Happened(Struct, frozen=True, kw_only=True):
    """A row of the outbox as the queue's onlookers hear of it; *by* did it, None: the service itself."""

    number: int
    site: str
    event: str
    comment: str
    decision: str | None
    by: str | None
    at: float


class Events:
    """Reads the outbox on from a number; rows appear in the order of their numbers, see `tables.outbox`."""

    def __init__(self, reading: Transactions) -> None:
        self._reading = reading

    async def last(self) -> int:
        """The number of the last event, 0 when there is none."""
        async with self._reading.begin() as connection:
            return await connection.scalar(select(func.max(outbox.c.number))) or 0

    async def after(self, number: int, *, limit: int, site: str | None = None) -> Sequence[Happened]:
        """At most *limit* events of cases beyond *number*, the oldest first; of all sites unless one is named."""
        query = select(
            *(outbox.c[name] for name in ("number", "site", "event", "comment", "decision", "at")),
            outbox.c.actor.label("by"),
        ).where(outbox.c.number > number, outbox.c.event.startswith("case."))
        if site is not None:
            query = query.where(outbox.c.site == site)
        async with self._reading.begin() as connection:
            rows = await connection.execute(query.order_by(outbox.c.number).limit(limit))
            return [Happened(**row) for row in rows.mappings()]
