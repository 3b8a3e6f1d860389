"""How much room a limit has, from the times of the comments it let through: arithmetic on milliseconds."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Sequence

from moderation.policy import Limit

EXACT = 100  # hits up to which every accepted time is kept


class History:
    """What one key let through: the last times for exact windows, and when each larger limit is due.

    A limit of up to `EXACT` hits never lets more than its hits through in any window. A larger one is GCRA: a
    burst of all its hits, then one each window/hits, so up to twice its hits in the first window.
    """

    __slots__ = ("due_us", "times")

    def __init__(self) -> None:
        self.times = array("q")
        self.due_us: dict[tuple[int, int], int] = {}  # by (hits, window), in microseconds

    def room(self, limit: Limit, now: int) -> tuple[int, int]:
        """Return how many more comments *limit* lets through at *now*, and the wait in ms when none."""
        if limit.hits > EXACT:
            return self._burst_room(limit, now)
        window = limit.window_s * 1000
        used = len(self.times) - bisect_right(self.times, now - window)
        if used < limit.hits:
            return limit.hits - used, 0
        return 0, self.times[-limit.hits] + window - now

    def charge(self, limits: Sequence[Limit], now: int) -> int:
        """Count one comment at *now* on all *limits*; return when this history may be forgotten."""
        if len(self.times) == EXACT:
            del self.times[0]
        self.times.append(now)
        return max([self._charge(limit, now) for limit in limits])

    def _charge(self, limit: Limit, now: int) -> int:
        if limit.hits <= EXACT:
            return now + limit.window_s * 1000
        due_us = max(self.due_us.get((limit.hits, limit.window_s), 0), now * 1000) + _interval_us(limit)
        self.due_us[limit.hits, limit.window_s] = due_us
        return due_us // 1000 + 1

    def _burst_room(self, limit: Limit, now: int) -> tuple[int, int]:
        interval = _interval_us(limit)
        ahead = max(0, self.due_us.get((limit.hits, limit.window_s), 0) - now * 1000)
        free = (limit.hits * interval - ahead) // interval
        if free > 0:
            return free, 0
        return 0, -(((limit.hits - 1) * interval - ahead) // 1000)


def _interval_us(limit: Limit) -> int:
    """Space comments at the steady rate of *limit*, rounded up so that it is never passed."""
    return -(-limit.window_s * 1_000_000 // limit.hits)


def most_within(times: Sequence[int], within: int) -> int:
    """Return how many of the ascending *times* fell into the fullest window of *within* ms.

    >>> most_within([0, 10, 20, 500], within=20)
    2
    """
    return max((i + 1 - bisect_right(times, time - within) for i, time in enumerate(times)), default=0)
