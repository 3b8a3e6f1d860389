"""Redis against the counters in this process, the reference: the same thousands of calls, the same facts."""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import Iterator

import pytest

from moderation.counters import Counters
from moderation.counters.memory import MemoryCounters
from moderation.facts import Facts
from moderation.observation import Observation, Settlement
from tests.contracts.conftest import in_redis
from tests.contracts.valkey import Valkey
from tests.fakes import ManualClock, observed, policy_of

CALLS = 100_000 if os.environ.get("MODERATION_TEST_BUDGET") == "long" else 1_500

POLICIES = [
    policy_of(),
    policy_of(rate={"guest": ["1/15s", "3/1m"], "address": ["9/1m"], "thread": {"limit": "40/1m"}}),
    policy_of(rate={"guest": ["99/1h", "101/1h"], "address": ["150/10s"]}, repeats={"near": 0.55}),
    policy_of(rate={"guest": ["100/1m"], "thread": {"limit": "777/1h", "action": "reject"}}),
    policy_of(guest={"strikes": {"within": "10m", "ease_after": "1h"}}, repeats={"guests": {"within": "1h"}}),
]
PAUSES_MS = [0] * 40 + [1, 2, 499, 500, 1_000, 7_000, 15_000, 60_000, 599_999, 600_000, 3_599_999, 3_600_000]
RARE_PAUSES_MS = [86_400_000, 259_200_000]
SET_BACK_MS = [-1, -5_000, -3_600_000]
WORDS = (
    "đường chợ hỏng lâu năm đề nghị xã sửa sớm để bà con đi lại an toàn bán đất nền giá tốt gọi ngay".split()
)


class Traffic:
    """Comments and decisions of a few guests, drawn from a seed.

    Either on several sites, or with a clock that is set back: in Redis each site's clock is its own.
    """

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._sites, self._jumps = ([""], SET_BACK_MS) if seed % 2 else (["", "", "a}b"], RARE_PAUSES_MS)
        self._told: list[Observation] = []
        self._texts = [self._text() for _ in range(12)]

    def pause_ms(self) -> int:
        return self._random.choice(self._jumps if self._random.random() < 0.005 else PAUSES_MS)

    def calls(self) -> list[Observation | Settlement]:
        """What reaches the counters in one tick of the event loop."""
        return [self._call() for _ in range(self._random.choice([1, 1, 1, 2, 5]))]

    def _call(self) -> Observation | Settlement:
        if self._told and self._random.random() < 0.25:
            return self._settlement(self._random.choice(self._told))
        seen = self._observation()
        self._told = [*self._told[-60:], seen]
        return seen

    def _observation(self) -> Observation:
        pick = self._random.choice
        return observed(
            pick(POLICIES),
            self._changed(pick(self._texts[:1] * 12 + self._texts)),
            token=pick(["ann", "ann", "ann", "bob", "cat", None]),
            ip=pick(["203.0.113.9", "198.51.100.7", None]),
            thread=pick(["news", "sport", None]),
            id=pick(self._told).id if self._told and self._random.random() < 0.1 else None,
            site=pick(self._sites),
            dry_run=self._random.random() < 0.05,
        )

    def _settlement(self, seen: Observation) -> Settlement:
        return Settlement(
            id=seen.id,
            site=seen.site,
            guest=seen.guest,
            strike=self._random.choice(["add", "add", "take_back", None]),
            forget=self._random.choice([seen.copy.digest if seen.copy else None, None]),
            strikes=seen.strikes,
        )

    def _text(self) -> str:
        return " ".join(self._random.choices(WORDS, k=self._random.choice([2, 30, 60])))

    def _changed(self, text: str) -> str:
        """Now and then another word, so that there are copies, near copies and new texts."""
        words = text.split()
        for _ in range(self._random.choice([0, 0, 1, 2])):
            words[self._random.randrange(len(words))] = self._random.choice(WORDS)
        return " ".join(words)


async def told(counters: Counters, call: Observation | Settlement) -> Facts | None:
    if isinstance(call, Settlement):
        return await counters.settle(call)
    return await counters.observe(call)


def differences(
    traffic: Traffic, clock: ManualClock, runner: asyncio.Runner, *stores: Counters
) -> Iterator[tuple[object, ...]]:
    """Every call that two stores answered differently, with both answers."""
    for _ in range(CALLS // 2):
        clock.advance(ms=traffic.pause_ms())
        calls = traffic.calls()
        answers = [runner.run(together(store, calls)) for store in stores]
        yield from (each for each in zip(calls, *answers, strict=True) if each[1] != each[2])


async def together(counters: Counters, calls: list[Observation | Settlement]) -> list[Facts | None]:
    return await asyncio.gather(*(told(counters, call) for call in calls))


@pytest.mark.parametrize("seed", range(4))
def test_redis_tells_the_same_facts_as_the_counters_in_this_process(valkey: Valkey, seed: int) -> None:
    clock = ManualClock()
    memory, redis = MemoryCounters(clock), in_redis(valkey, clock)
    with asyncio.Runner() as runner:
        first = next(differences(Traffic(seed), clock, runner, memory, redis), None)
        runner.run(redis.close())
    assert first is None
