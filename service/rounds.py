"""Work in the background: a turn every so often, and an end between two turns."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress

from service.model import StoreUnavailable

_END_WITHIN_S = 1.0

_log = logging.getLogger(__name__)


class Rounds:
    """Calls *turn* with the time every *every_s* seconds, until it is ended; at once again when it says there is more.

    *name* is what waits while the store does not answer. A turn that breaks by a fault of ours is logged, and the next
    one comes. The first comes after *first_s*.
    """

    def __init__(
        self,
        name: str,
        turn: Callable[[float], Awaitable[int | None]],
        *,
        every_s: float = 1.0,
        first_s: float = 0.0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._name = name
        self._turn = turn
        self._every_s = every_s
        self._first_s = first_s
        self._clock = clock
        self._ending = asyncio.Event()
        self._task = asyncio.create_task(self._run())

    async def end(self) -> None:
        """Let the turn that is on come to its end, for a second: what is broken off may leave a connection open."""
        self._ending.set()
        await asyncio.wait([self._task], timeout=_END_WITHIN_S)
        self._task.cancel()
        await asyncio.wait([self._task])

    async def _run(self) -> None:
        await self._pause(self._first_s)
        while not self._ending.is_set():
            if not await self._tried():
                await self._pause(self._every_s)

    async def _pause(self, for_s: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._ending.wait(), for_s)

    async def _tried(self) -> bool:
        try:
            return bool(await self._turn(self._clock()))
        except StoreUnavailable:
            _log.warning("store unavailable: %s wait", self._name, exc_info=True)
        except Exception:  # noqa: BLE001 - one fault must not end the rounds for good
            _log.exception("%s: a turn broke off", self._name)
        return False
