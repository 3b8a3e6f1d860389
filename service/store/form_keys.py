"""The secrets that sign form tokens: in the database, so that all processes know the same."""

from __future__ import annotations

import secrets

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from service.store.tables_readers import form_keys
from service.store.transactions import Transactions

_BYTES = 32
_GENERATIONS = 2


class FormKeys:
    """Two generations: the one that signs, and the one before, whose tokens are still in readers' hands."""

    def __init__(self, writing: Transactions, reading: Transactions) -> None:
        self._writing = writing
        self._reading = reading

    async def current(self, now: float, lasts_s: float) -> list[bytes]:
        """The secrets that are good, the newest first; one older than *lasts_s* is followed by another."""
        kept = await self._read()
        if kept and now - kept[0][2] < lasts_s:
            return [secret for _, secret, _ in kept[:_GENERATIONS]]
        await self._add(kept[0][0] + 1 if kept else 1, now)
        return [secret for _, secret, _ in (await self._read())[:_GENERATIONS]]

    async def _read(self) -> list[tuple[int, bytes, float]]:
        query = select(form_keys).order_by(form_keys.c.generation.desc())
        async with self._reading.begin() as connection:
            rows = await connection.execute(query)
            return [(row.generation, row.secret, row.made_at) for row in rows]

    async def _add(self, generation: int, now: float) -> None:
        row = {"generation": generation, "secret": secrets.token_bytes(_BYTES), "made_at": now}
        try:
            async with self._writing.begin() as connection:
                await connection.execute(insert(form_keys).values(row))
                old = form_keys.c.generation <= generation - _GENERATIONS
                await connection.execute(delete(form_keys).where(old))
        except IntegrityError:  # another process was first
            return
