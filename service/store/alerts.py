"""How long the queue is, and whether its people were told."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from sqlalchemy import Integer, delete, func, insert, literal_column, select
from sqlalchemy.exc import IntegrityError

from service.store.deliveries import tell
from service.store.tables import cases
from service.store.tables_alerts import alerts
from service.store.transactions import Transactions

MOST_COUNTED = 10_000
OVERDUE = "queue.overdue"


class Length(Struct, frozen=True, kw_only=True):
    """How many cases wait, `MOST_COUNTED` at the most, and since when the oldest does; None: none waits."""

    waiting: int
    oldest_at: float | None


class Alerts:
    """Over connections that write and connections that read."""

    def __init__(self, writing: Transactions, reading: Transactions) -> None:
        self._writing = writing
        self._reading = reading

    async def length(self, site: str) -> Length:
        """The queue of *site* now."""
        open_ = (cases.c.site == site, cases.c.state == "open")
        some = select(literal_column("1", Integer)).where(*open_).limit(MOST_COUNTED).subquery()
        oldest = select(cases.c.opened_at).where(*open_).order_by(cases.c.opened_at, cases.c.comment).limit(1)
        async with self._reading.begin() as connection:
            waiting = await connection.scalar(select(func.count()).select_from(some)) or 0
            return Length(waiting=waiting, oldest_at=await connection.scalar(oldest))

    async def raised(self, site: str) -> bool:
        """Whether its people were told."""
        async with self._reading.begin() as connection:
            return await connection.scalar(select(alerts.c.site).where(alerts.c.site == site)) is not None

    async def raise_(self, site: str, told: Mapping[str, object], at: float) -> bool:
        """Note that they are told, and tell their webhooks in the same transaction; False: another process has."""
        try:
            async with self._writing.begin() as connection:
                await connection.execute(insert(alerts).values(site=site, raised_at=at))
                await tell(connection, site, OVERDUE, told, at)
        except IntegrityError:
            return False
        return True

    async def ease(self, site: str) -> None:
        """Note that the queue is short again, so that they are told the next time."""
        async with self._writing.begin() as connection:
            await connection.execute(delete(alerts).where(alerts.c.site == site))
