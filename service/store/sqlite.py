"""The store in one SQLite file: one connection writes, a few others read beside it."""

from __future__ import annotations

import asyncio
import fcntl
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from moderation.errors import PolicyError
from service.store.migrate import migrate, version_of
from service.store.sql import SqlStore
from service.store.transactions import Transactions

Begin = Literal["IMMEDIATE", "DEFERRED"]

_READERS = 4
_BUSY_MS = 10_000  # how long to wait for another process that writes

# FULL: a commit has reached the disk when it returns, whatever happens to process or machine.
_BOTH = (f"busy_timeout = {_BUSY_MS}", "foreign_keys = ON", "synchronous = FULL")
_WRITES = (*_BOTH, "journal_mode = WAL")
_READS = (*_BOTH, "query_only = ON", "cache_size = -16000")  # 16 MB: a queue's index stays in memory


async def open_file(url: str, home: Path) -> SqlStore:
    """Open the file that *url* names, making it if need be; without a path it is moderation.db in *home*."""
    logging.getLogger("aiosqlite").setLevel(logging.INFO)  # below, it logs every statement with its comment
    path = file_of(url, home)
    path.parent.mkdir(parents=True, exist_ok=True)
    writing = _transactions(path, "IMMEDIATE", _WRITES, at_once=1)
    try:
        async with _alone(path), writing.begin() as connection:
            await connection.run_sync(migrate)
    except BaseException:
        await writing.close()
        raise
    return SqlStore(writing, _transactions(path, "DEFERRED", _READS, at_once=_READERS))


def file_of(url: str, home: Path) -> Path:
    """The file that *url* names; without a path it is moderation.db in *home*."""
    name = make_url(url).database
    if name == ":memory:":
        raise PolicyError(
            "store url sqlite:///:memory: keeps nothing; use sqlite:// (a file in the state folder)"
        )
    return Path(name) if name else home / "moderation.db"


async def version_in(url: str, home: Path) -> str | None:
    """The version of the file's tables, None when there is no file; nothing is made or changed."""
    path = file_of(url, home)
    if not path.is_file():
        return None
    reading = _transactions(path, "DEFERRED", _READS, at_once=1)
    try:
        async with reading.begin() as connection:
            return await connection.run_sync(version_of)
    finally:
        await reading.close()


@asynccontextmanager
async def _alone(path: Path) -> AsyncIterator[None]:
    """Wait while another process starts on *path*: two that switch to WAL at once may fail."""
    with path.with_name(f"{path.name}.starting").open("a") as file:
        await asyncio.to_thread(fcntl.flock, file, fcntl.LOCK_EX)
        yield


def _transactions(path: Path, begin: Begin, pragmas: tuple[str, ...], *, at_once: int) -> Transactions:
    engine = create_async_engine(
        URL.create("sqlite+aiosqlite", database=str(path)),
        pool_size=at_once,
        max_overflow=0,
        hide_parameters=True,  # they are comments, and errors are logged
    )
    _speak_plainly(engine, begin, pragmas)
    return Transactions(engine)


def _speak_plainly(engine: AsyncEngine, begin: Begin, pragmas: tuple[str, ...]) -> None:
    """Begin where we say, and not by the rules that Python's sqlite3 has of its own."""

    @event.listens_for(engine.sync_engine, "connect")
    def connected(connection: Any, record: object) -> None:  # noqa: ARG001
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begun(connection: Connection) -> None:
        connection.exec_driver_sql(f"BEGIN {begin}")
