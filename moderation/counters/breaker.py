"""A circuit breaker: once a server does not answer, nobody waits for it until it is back."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable


class Breaker:
    """Open from `trip` until *answers* says that the server is back; it is asked each *pause_s* seconds.

    No request is spent on asking: a batch of them would wait for a whole time-out.
    """

    def __init__(self, answers: Callable[[], Awaitable[bool]], pause_s: float) -> None:
        self._answers = answers
        self._pause_s = pause_s
        self._watch: asyncio.Task[None] | None = None

    @property
    def is_open(self) -> bool:
        """Whether to fail at once."""
        return self._watch is not None and not self._watch.done()

    def trip(self) -> None:
        """Open, and watch for the server's return."""
        if not self.is_open:
            self._watch = asyncio.create_task(self._until_back())

    async def close(self) -> None:
        """Watch no longer."""
        if self._watch is not None:
            self._watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watch

    async def _until_back(self) -> None:
        await asyncio.sleep(self._pause_s)
        while not await self._answers():
            await asyncio.sleep(self._pause_s)
