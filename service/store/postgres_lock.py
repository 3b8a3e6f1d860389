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
    guarding = asyncio.create_task(_guard(await _locked(url), url, lost, ghost_s))
    try:
        yield
    finally:
        guarding.cancel()
        with suppress(asyncio.CancelledError):
            await guarding


async def _locked(url: str) -> Connected:
    """A connection that holds the lock."""
    connection = await connected(url)
    with reaching():
        if await connection.fetchval(Lock.ALONE.sql("pg_try_advisory_lock"), timeout=USUAL.statement_s):
            return connection
        await connection.close(timeout=USUAL.statement_s)
    cure = "run one process, or count in Redis (redis://) to run several"
    raise NotAlone(f"the database has a process at work with counters in its own memory already; {cure}")


async def _guard(connection: Connected, url: str, lost: Callable[[], None], ghost_s: float) -> None:
    """Hold the lock until cancelled, by one connection after another."""
    try:
        while True:
            await _break_of(connection)
            _log.warning("the connection that keeps other processes away broke; taking it up again")
            connection = await _locked_again(url, ghost_s)
    except NotAlone:
        _log.critical(
            "another process took over with counters in its own memory; this one ends", exc_info=True
        )
        lost()
    finally:
        connection.terminate()


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
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
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
