"""One process to a state folder and its database, for those who count in their own memory."""

from __future__ import annotations

import fcntl
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import IO

from moderation.errors import ModerationError
from service.store import scheme_of


class NotAlone(ModerationError):
    """Another process works in the state folder, or on the database, and counts in its own memory."""


@asynccontextmanager
async def alone(url: str, home: Path) -> AsyncIterator[None]:
    """Be the only process in *home* and on the database at *url* for as long as this lasts.

    Raises `NotAlone` when there is one already: two would each let the full limits through.
    """
    with only_process(home):
        if scheme_of(url) == "sqlite":
            yield
            return
        from service.store.postgres_lock import only_process_on

        async with only_process_on(url):
            yield


@contextmanager
def only_process(home: Path) -> Iterator[None]:
    """Be the only process in *home* for as long as this lasts; the system frees it if the process dies.

    Raises `NotAlone` when there is one already.
    """
    home.mkdir(parents=True, exist_ok=True)
    with (home / "process.lock").open("a+", encoding="ascii") as file:
        _take(file, home)
        yield


def _take(file: IO[str], home: Path) -> None:
    file.seek(0)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = file.read(20).strip() or "unknown"
        cure = "run one process, or count in Redis (redis://) to run several"
        message = f"{home}: process {holder} is at work here with counters in its own memory; {cure}"
        raise NotAlone(message) from None
    file.truncate(0)
    file.write(f"{os.getpid()}\n")
    file.flush()
