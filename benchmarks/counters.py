"""Four limits checked and charged: our in-process counters against the `limits` package."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from itertools import count

from rich.table import Table

from benchmarks.tables import compared
from benchmarks.timing import Work, side_by_side
from moderation.counters.memory import MemoryCounters
from moderation.identity import Keys
from moderation.observation import Meter, Observation, StrikeRule
from moderation.policy import Limit

RULES = ("1/15s", "5/10m", "30/1d", "60/10m")
GUESTS = 500
OURS, PEER = "ours, all or nothing", "limits, sliding window, one by one"


def tables() -> Iterator[Table]:
    """One table; without the peer, our time alone."""
    numbers = count()
    ways = {OURS: _ours()}
    if importlib.util.find_spec("limits"):
        ways[PEER] = _peer()
    times = side_by_side(ways, lambda _: [next(numbers) for _ in range(GUESTS)])
    note = "" if PEER in ways else " (peer skipped: `pip install limits` to compare)"
    yield compared(f"Counters in this process, four limits{note}", times, PEER if PEER in ways else OURS)


def _ours() -> Work[int]:
    counters, keys = MemoryCounters(), Keys(b"benchmarks alone")
    limits = tuple(map(Limit, RULES))

    def observe(number: int) -> object:
        key = keys.of("guest", str(number % GUESTS))
        meter = Meter(name="guest", key=key, refuses=True, limits=limits)
        return counters.observe_now(
            Observation(
                id=f"observation {number}",
                site="",
                guest=key,
                address=None,
                thread=None,
                meters=(meter,),
                copy=None,
                strikes=StrikeRule(1000, 1000),
            )
        )

    return observe


def _peer() -> Work[int]:
    from limits import parse
    from limits.storage import MemoryStorage
    from limits.strategies import MovingWindowRateLimiter

    limiter = MovingWindowRateLimiter(MemoryStorage())
    rules = [parse(text) for text in ("1/15 seconds", "5/10 minutes", "30/day", "60/10 minutes")]

    def hit(number: int) -> object:
        key = str(number % GUESTS)
        return all(limiter.test(rule, key) for rule in rules) and [limiter.hit(rule, key) for rule in rules]

    return hit
