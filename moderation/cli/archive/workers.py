"""Chunks of lines through one process or several, answered in order and in bounded memory."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple

from moderation.cli.archive.lines import Line, answer
from moderation.errors import ModerationError

if TYPE_CHECKING:
    from moderation.cli.judging import Judge, Opener

_CHUNK_LINES = 200
_CHUNK_BYTES = 1_000_000
_AHEAD = 3  # chunks in flight for each worker: enough to keep it busy, little to hold


class Answers(NamedTuple):
    """A chunk's answers: the bytes to write, how many lines they are, how many of these are errors."""

    written: bytes
    lines: int
    errors: int


def answers(lines: Iterable[Line], opener: Opener, workers: int) -> Iterator[Answers]:
    """Judge *lines* in *workers* processes, or in this one for 1.

    Raises `ModerationError` when a worker process dies.
    """
    if workers == 1:
        return (_answered(opener, chunk) for chunk in _chunks(lines))
    return _spread(_chunks(lines), opener, workers)


def _spread(chunks: Iterable[list[Line]], opener: Opener, workers: int) -> Iterator[Answers]:
    # spawn, not fork: a forked child would share this process's threads and open files
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_begin_worker)
    flying: deque[Future[Answers]] = deque()
    try:
        for chunk in chunks:
            flying.append(pool.submit(_answered, opener, chunk))
            if len(flying) >= workers * _AHEAD:
                yield flying.popleft().result()
        while flying:
            yield flying.popleft().result()
    except BrokenProcessPool:
        cure = "go on with --resume, and with fewer --workers if memory ran out"
        raise ModerationError(f"a worker process was ended from outside; {cure}") from None
    finally:
        pool.shutdown(cancel_futures=True)


def _chunks(lines: Iterable[Line]) -> Iterator[list[Line]]:
    chunk: list[Line] = []
    size = 0
    for line in lines:
        chunk.append(line)
        size += len(line.raw)
        if len(chunk) == _CHUNK_LINES or size >= _CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _answered(opener: Opener, chunk: list[Line]) -> Answers:
    judge = _opened(opener)
    given = [answer(line, judge) for line in chunk]
    return Answers(b"".join(one.written for one in given), len(given), sum(one.bad for one in given))


@lru_cache(maxsize=1)
def _opened(opener: Opener) -> Judge:
    """The judge of this process, opened once."""
    return opener()


def _begin_worker() -> None:
    """Leave Ctrl-C, which reaches every process of the terminal, to the main one; end when that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A killed parent cannot tell its workers, and they would wait for work for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
