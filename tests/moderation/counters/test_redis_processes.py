"""Eight processes at one guest's limits: never one comment too many, and none refused that had room."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import random
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import NamedTuple

import msgspec
import pytest
from msgspec.structs import replace
from redis import Redis

from moderation.counters.calls import observe_call
from moderation.counters.redis import RedisCounters
from moderation.counters.windows import EXACT, History
from moderation.observation import Observation
from moderation.policy import Limit
from tests.contracts.valkey import Valkey
from tests.fakes import observed, policy_of

PROCESSES = 8
MOST_RUNS = 5
TRIES = 15_000 if os.environ.get("MODERATION_TEST_BUDGET") == "long" else 500  # of each process


class Try(NamedTuple):
    """One comment at the server's time, in milliseconds; at equal times those that passed come first."""

    at: int
    refused: bool


def tries(url: str, comment: Observation, seed: int) -> list[Try]:
    """What one process sends, between one comment and eight of them in a tick."""
    return asyncio.run(_tries(url, comment, random.Random(seed)))


async def _tries(url: str, comment: Observation, draw: random.Random) -> list[Try]:
    counters, told = RedisCounters(url, answer_timeout_s=10), []
    while len(told) < TRIES:
        ids = [f"{draw.getrandbits(64):x}" for _ in range(draw.choice([1, 1, 2, 8]))]
        for facts in await asyncio.gather(*(counters.observe(replace(comment, id=one)) for one in ids)):
            refused = any(limit.wait_s for limit in facts.limits)
            told.append(Try(round(facts.received_at * 1000), refused))
    await counters.close()
    return told


@pytest.fixture(scope="module")
def processes() -> Iterator[ProcessPoolExecutor]:
    start = multiprocessing.get_context("forkserver")
    start.set_forkserver_preload([__name__])  # else each of them imports everything itself
    with ProcessPoolExecutor(PROCESSES, mp_context=start) as pool:
        yield pool


def told_in_order(server: Valkey, processes: ProcessPoolExecutor, comment: Observation) -> list[Try]:
    """What all processes were told, by the server's time; once more where that was set back, as clocks are."""
    for _ in range(MOST_RUNS):
        each = processes.map(partial(tries, server.url, comment), range(PROCESSES))
        told = sorted(one for told in each for one in told)
        if set_back_ms(server, comment) == 0:
            return told
        server.kill()
        server.start()
    raise AssertionError(f"the machine's clock was set back in each of {MOST_RUNS} runs")


def set_back_ms(server: Valkey, comment: Observation) -> int:
    """By how much the counters have seen the server's clock set back."""
    with Redis.from_url(server.url) as client:
        kept = msgspec.msgpack.decode(client.get(observe_call(comment).keys[0]), type=dict[str, int])
    return kept["set_back"]


def surprises(told: Iterable[Try], limits: list[Limit]) -> list[Try]:
    """Every try that a model in one process answers otherwise."""
    history, found = History(), []
    for one in told:
        refused = any(history.room(limit, one.at)[0] == 0 for limit in limits)
        if refused != one.refused:
            found.append(one)
        if not one.refused:
            history.charge(limits, one.at)
    return found


@pytest.mark.parametrize("rate", [["3/1s", "7/3s"], ["100/1s"], ["150/1s"]], ids=" ".join)
def test_eight_processes_get_what_one_would(
    server: Valkey, processes: ProcessPoolExecutor, rate: list[str]
) -> None:
    limits, comment = [Limit(text) for text in rate], observed(policy_of(rate={"guest": rate}))
    told = told_in_order(server, processes, comment)
    passed = [one.at for one in told if not one.refused]
    assert len(told) >= PROCESSES * TRIES > 3 * len(passed) > 0
    for limit in limits:
        apart = limit.window_s * 1000 if limit.hits <= EXACT else 1  # above, the model alone can tell
        assert all(later - first >= apart for first, later in zip(passed, passed[limit.hits :], strict=False))
    assert surprises(told, limits) == []
