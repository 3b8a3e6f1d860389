"""Transactions, and what it means when the database does not answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from service.model import StoreUnavailable

WRONG = (IntegrityError, DataError)  # the database answers: what was asked is wrong
_CLOSE_S = 1.0


class Transactions:
    """Transactions of one engine, as many at a time as its pool has connections.

    One that takes more than *within_s* seconds is given up, as an outage; its commit may have come through.
    """

    def __init__(self, engine: AsyncEngine, within_s: float | None = None) -> None:
        self._engine = engine
        self._within_s = within_s

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """Commit what is done inside, or nothing of it. Raises `StoreUnavailable`."""
        with _answering():
            async with asyncio.timeout(self._within_s), self._engine.begin() as connection:
                yield connection

    async def close(self) -> None:
        """Close every connection; one whose database hangs is left to it."""
        with suppress(TimeoutError):
            async with asyncio.timeout(None if self._within_s is None else _CLOSE_S):
                await self._engine.dispose()


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except WRONG:
        raise
    except (DBAPIError, PoolTimeout, TimeoutError) as error:
        raise StoreUnavailable(f"the store did not answer ({type(error).__name__}); try again") from error
