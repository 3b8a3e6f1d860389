"""Transactions that take turns, and what it means when the database does not answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from service.model import StoreUnavailable

WRONG = (IntegrityError, DataError)  # the database answers: what was asked is wrong


class Transactions:
    """Transactions of one engine, as many at a time as its pool has connections, first come, first served.

    The pool alone is unfair: whoever gives a connection back and asks again at once gets it before those
    who wait, and under load a decision would wait for ever behind the comments.
    """

    def __init__(self, engine: AsyncEngine, at_once: int) -> None:
        self._engine = engine
        self._turns = asyncio.Semaphore(at_once)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """Commit what is done inside, or nothing of it. Raises `StoreUnavailable`."""
        with _answering():
            async with self._turns, self._engine.begin() as connection:
                yield connection

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except WRONG:
        raise
    except (DBAPIError, PoolTimeout) as error:
        raise StoreUnavailable(f"the store did not answer ({type(error).__name__}); try again") from error
