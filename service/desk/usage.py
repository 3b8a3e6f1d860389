"""Counts what Akismet's clients ask, and writes it down every second, so that no answer waits for it.

Whoever reads the counts gets all of this process's, and other processes' as of a second ago. A process that is killed
takes the counts of its last second with it.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from service.model import StoreUnavailable
from service.store.usage import BlogUsage, Line, Order, Usage, What

_log = logging.getLogger(__name__)


class UsageDesk:
    """Counts by key, month and blog. *clock* gives seconds since 1970 UTC."""

    def __init__(self, usage: Usage, clock: Callable[[], float] = time.time) -> None:
        self._usage = usage
        self._clock = clock
        self._waiting: dict[Line, Counter[What]] = {}
        self._writing = asyncio.Lock()

    @property
    def month(self) -> str:
        """The month that it is, as "2026-11"."""
        return f"{datetime.fromtimestamp(self._clock(), UTC):%Y-%m}"

    def count(self, key: str, blog: str, what: What) -> None:
        """Count one call."""
        self._waiting.setdefault(Line(key, self.month, blog), Counter())[what] += 1

    async def turn(self, _: float = 0.0) -> None:
        """Write down what was counted since. Raises `StoreUnavailable`, and keeps it for the next time."""
        async with self._writing:
            counted, self._waiting = self._waiting, {}
            if not counted:
                return
            try:
                await self._usage.add(counted)
            except (StoreUnavailable, asyncio.CancelledError):
                for line, counts in counted.items():
                    self._waiting.setdefault(line, Counter()).update(counts)
                raise

    async def close(self) -> None:
        """Write down the last of it."""
        try:
            await self.turn()
        except StoreUnavailable:
            _log.warning("store unavailable: some calls of Akismet's clients were not counted", exc_info=True)

    async def checks(self, key: str) -> int:
        """How many checks *key* asked for this month."""
        await self.turn()
        return await self._usage.checks(key, self.month)

    async def blogs(
        self, key: str, month: str, *, part: str, order: Order, limit: int, offset: int
    ) -> tuple[Sequence[BlogUsage], int]:
        """The blogs that asked by *key* in *month*, and how many there are in all."""
        await self.turn()
        return await self._usage.blogs(key, month, part=part, order=order, limit=limit, offset=offset)
