"""Four limits checked and charged: our in-process counters against the `limits` package."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from itertools import count

from rich.table import Table

from benchmarks.tables import compared
from benchmarks.timing import Work, side_by_side
from moderation.counters.memory import MemoryCounters
from moderation.facts import Facts
from moderation.observation import Meter, Observation, StrikeRule
from moderation.policy import Limit

RULES = ("1/15s", "5/10m", "30/1d", "60/10m")
GUESTS = 500
OURS, PEER = "ours, all or nothing", "limits, sliding window, one by one"


def tables() -> Iterator[Table]:
    """One table; without the peer, our time alone. Every call is a guest's first, so that all limits have room."""
    numbers = count()
    ways = {OURS: _ours()}
    if importlib.util.find_spec("limits"):
        ways[PEER] = _peer()
    times = side_by_side(ways, lambda _: [next(numbers) for _ in range(GUESTS)])
    note = "" if PEER in ways else " (peer skipped: `pip install limits` to compare)"
    yield compared(f"Counters in this process, four limits{note}", times, PEER if PEER in ways else OURS)


def _ours() -> Work[int]:
    counters = MemoryCounters()
    limits, strikes = tuple(map(Limit, RULES)), StrikeRule(86_400_000, 86_400_000)

    def observe(number: int) -> Facts:
        key = str(number)
        meter = Meter(name="guest", key=key, refuses=True, limits=limits)
        return counters.observe_now(
            Observation(
                id=key,
                site="",
                guest=key,
                address=None,
                thread=None,
                meters=(meter,),
                copy=None,
                strikes=strikes,
            )
        )

    return observe


def _peer() -> Work[int]:
    from limits import parse
    from limits.storage import MemoryStorage
    from limits.strategies import MovingWindowRateLimiter

    limiter = MovingWindowRateLimiter(MemoryStorage())
    rules = [parse(text) for text in ("1/15 seconds", "5/10 minutes", "30/day", "60/10 minutes")]

    def hit(number: int) -> bool:
        key = str(number)
        return all(limiter.test(rule, key) for rule in rules) and all(
            limiter.hit(rule, key) for rule in rules
        )

    return hit
