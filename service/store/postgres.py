"""The store in PostgreSQL: a few connections write, others read beside them, and no call waits without end."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import Any, TypeAlias

import asyncpg
from msgspec import Struct
from sqlalchemy import event, exc, text
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.ext.asyncio import create_async_engine

from moderation.errors import PolicyError
from service.model import StoreUnavailable
from service.store.migrate import migrate, version_of
from service.store.sql import SqlStore
from service.store.transactions import Transactions

Connected: TypeAlias = Any  # asyncpg's connection, which has no types

_WRITERS = 4  # one for comments, which come in groups, the others for decisions
_READERS = 6
# What reads sees one moment, from its first statement to its last.
_ONE_MOMENT = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
_NAMESPACE = 1836016741  # "mode"; advisory locks are numbers, shared by all who use the database
_CURE = "see that it runs, and that MODERATION_DATABASE names user, password, host, port and database"
# A commit that was acknowledged must outlive the server; where even more is asked for, it stays.
_OUTLIVE = """
    SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"""


class Lock(IntEnum):
    """The advisory locks that we take."""

    MIGRATING = 1
    NUMBERS = 2  # by a trigger, see migration 0002
    ALONE = 3

    def sql(self, function: str) -> str:
        """A call of one of PostgreSQL's functions for this lock."""
        return f"SELECT {function}({_NAMESPACE}, {self.value})"


class Waits(Struct, frozen=True, kw_only=True):
    """The longest waits in seconds; what takes longer is an outage."""

    connect_s: float = 3.0
    lock_s: float = 3.0
    statement_s: float = 5.0
    transaction_s: float = 8.0  # with all in it, from the wait for a connection to the commit


USUAL = Waits()
_MIGRATING = Waits(connect_s=15, lock_s=600, statement_s=3_600, transaction_s=7_200)


async def open_database(url: str, waits: Waits = USUAL) -> SqlStore:
    """Open the database at *url*, which is read by libpq's rules, and bring its tables up to date.

    Raises `StoreUnavailable` when it cannot be reached, `PolicyError` when it does not keep UTF-8.
    """
    await _migrate(url)
    writing = _transactions(url, waits, pool_size=_WRITERS)
    reading = _transactions(url, waits, pool_size=_READERS, execution_options=_ONE_MOMENT)
    return SqlStore(writing, reading)


async def version_in(url: str) -> str | None:
    """The version of the database's tables, None when it is empty. Raises like `open_database`."""
    reading = _transactions(url, USUAL, execution_options=_ONE_MOMENT)
    try:
        async with reading.begin() as connection:
            return await connection.run_sync(version_of)
    finally:
        await reading.close()


async def connected(url: str, waits: Waits = USUAL) -> Connected:
    """A connection that is in no pool. Raises like `open_database`."""
    with reaching():
        connection = await asyncpg.connect(url, timeout=waits.connect_s, server_settings=_settings(waits))
    with reaching(connection):
        await connection.execute(_OUTLIVE, timeout=waits.statement_s)
    if (encoding := connection.get_settings().server_encoding) != "UTF8":
        connection.terminate()
        raise PolicyError(f"the database keeps {encoding}; make one WITH ENCODING 'UTF8' TEMPLATE template0")
    return connection


@contextmanager
def reaching(connection: Connected = None) -> Iterator[None]:
    """Say in our own words, which hold no password, that the database cannot be reached; drop *connection* then."""
    try:
        yield
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, ValueError) as error:
        if connection is not None:
            connection.terminate()
        raise StoreUnavailable(f"PostgreSQL cannot be reached ({_told(error)}); {_CURE}") from error
    except asyncio.CancelledError:  # as when the service ends; in no pool, nobody else would close it
        if connection is not None:
            connection.terminate()
        raise


def _told(error: Exception) -> str:
    """What went wrong; of a URL that cannot be read only that, as the words may quote it with its password."""
    name = type(error).__name__
    return name if isinstance(error, asyncpg.InterfaceError | ValueError) else f"{name}: {error}"


async def _migrate(url: str) -> None:
    migrating = _transactions(url, _MIGRATING)
    try:
        async with migrating.begin() as connection:  # of several that start at once the others wait here
            await connection.execute(text(Lock.MIGRATING.sql("pg_advisory_xact_lock")))
            await connection.run_sync(migrate)
    finally:
        await migrating.close()


def _transactions(url: str, waits: Waits, **more: Any) -> Transactions:
    engine = create_async_engine(
        "postgresql+asyncpg://",
        async_creator=lambda: connected(url, waits),
        max_overflow=0,
        pool_timeout=waits.connect_s,
        pool_pre_ping=True,  # after a restart of the database nobody meets a dead connection
        hide_parameters=True,  # they are comments, and errors are logged
        **more,
    )
    event.listen(engine.sync_engine, "handle_error", _told_apart, retval=True)
    return Transactions(engine, waits.transaction_s)


def _told_apart(context: ExceptionContext) -> BaseException | None:
    """A value that PostgreSQL cannot take is no outage, though SQLAlchemy tells it like one."""
    original = context.original_exception
    if isinstance(original.__cause__, asyncpg.DataError):
        return exc.DataError(context.statement, None, original, hide_parameters=True)
    return None


def _settings(waits: Waits) -> dict[str, str]:
    return {
        "application_name": "moderation",
        "lock_timeout": _ms(waits.lock_s),
        "statement_timeout": _ms(waits.statement_s),
        # Whoever stops in the midst of a transaction must not hold up all others.
        "idle_in_transaction_session_timeout": _ms(waits.transaction_s),
        "tcp_keepalives_idle": "10",  # a machine that is gone holds its locks for half a minute
        "tcp_keepalives_interval": "5",
        "tcp_keepalives_count": "4",
        "jit": "off",  # compiling takes longer than our queries
    }


def _ms(seconds: float) -> str:
    return str(round(seconds * 1000))
