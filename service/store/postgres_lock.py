"""One process to a PostgreSQL database, for those who count in their own memory."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from time import monotonic

import asyncpg

from service.model import StoreUnavailable
from service.store.lock import NotAlone
from service.store.postgres import USUAL, Connected, Lock, connected, reaching

_LOOK_S = 5.0  # so often is a connection that says nothing asked whether it lives
_RETRY_S = 0.2
_CLOSE_S = 1.0
_BROKEN = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError)  # OSError has the time-outs in it
# So long may the lock be held by a connection of our own that broke; by then the server has noticed, see `_settings`.
_GHOST_S = 60.0

_log = logging.getLogger(__name__)


def _end() -> None:
    signal.raise_signal(signal.SIGTERM)


@asynccontextmanager
async def only_process_on(
    url: str, lost: Callable[[], None] = _end, ghost_s: float = _GHOST_S
) -> AsyncIterator[None]:
    """Be the only process on the database at *url* for as long as this lasts.

    Raises `NotAlone` when there is one already. PostgreSQL frees the lock when its connection breaks; it is taken
    again after an outage, and when another process was quicker, *lost* is called, which ends this one.
    """
    guard = _Guard(url, await _locked(url), ghost_s)
    guarding = asyncio.create_task(guard.hold(lost))
    try:
        yield
    finally:
        guarding.cancel()
        await asyncio.gather(guarding, return_exceptions=True)
        await guard.close()


class _Guard:
    """Holds the lock, by one connection after another."""

    def __init__(self, url: str, connection: Connected, ghost_s: float) -> None:
        self._url = url
        self._connection = connection
        self._ghost_s = ghost_s

    async def hold(self, lost: Callable[[], None]) -> None:
        """Take the lock again whenever the connection broke; call *lost* when that failed."""
        while True:
            await _break_of(self._connection)
            _log.warning("the connection that keeps other processes away broke; taking it up again")
            try:
                self._connection = await _locked_again(self._url, self._ghost_s)
            except NotAlone:
                _log.critical("another process took over with counters in its own memory; this one ends")
                lost()
                return

    async def close(self) -> None:
        """Let go, and return when the server knows: this process may want the lock again at once."""
        with suppress(*_BROKEN):
            await self._connection.close(timeout=_CLOSE_S)


async def _locked(url: str) -> Connected:
    """A connection that holds the lock."""
    connection = await connected(url)
    with reaching(connection):
        if await connection.fetchval(Lock.ALONE.sql("pg_try_advisory_lock"), timeout=USUAL.statement_s):
            return connection
        await connection.close(timeout=_CLOSE_S)
    cure = "run one process, or count in Redis (redis://) to run several"
    raise NotAlone(f"the database has a process at work with counters in its own memory already; {cure}")


async def _break_of(connection: Connected) -> None:
    """Return when *connection* is broken."""
    gone = asyncio.Event()
    connection.add_termination_listener(lambda _: gone.set())
    while not connection.is_closed():
        with suppress(TimeoutError):
            await asyncio.wait_for(gone.wait(), _LOOK_S)
            return
        try:
            await connection.execute("SELECT 1", timeout=USUAL.statement_s)
        except _BROKEN:
            connection.terminate()


async def _locked_again(url: str, ghost_s: float) -> Connected:
    """Take the lock as soon as it can be had. Raises `NotAlone` when it was another's for *ghost_s* seconds."""
    since: float | None = None
    while True:
        try:
            return await _locked(url)
        except StoreUnavailable:
            since = None
        except NotAlone:
            since = since or monotonic()
            if monotonic() - since >= ghost_s:
                raise
        await asyncio.sleep(_RETRY_S)
