"""A circuit breaker: while a server does not answer, only now and then one asks whether it is back."""

from __future__ import annotations

import time
from collections.abc import Callable


class Breaker:
    """Lets everything through until a failure, and then one try each *pause_s* seconds until a success.

    >>> breaker = Breaker(0.25, clock=iter([10, 10.1, 10.3, 10.4]).__next__)
    >>> breaker.failed()
    >>> [breaker.admits() for _ in range(3)]
    [False, True, False]
    """

    def __init__(self, pause_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._pause_s = pause_s
        self._clock = clock
        self._next_try: float | None = None  # None while all is well

    def admits(self) -> bool:
        """Whether to try now. A try that never reports back keeps no later one from being made."""
        if self._next_try is None:
            return True
        now = self._clock()
        if now < self._next_try:
            return False
        self._next_try = now + self._pause_s
        return True

    def succeeded(self) -> None:
        """Let everything through again."""
        self._next_try = None

    def failed(self) -> None:
        """Let nothing through for a while."""
        self._next_try = self._clock() + self._pause_s
