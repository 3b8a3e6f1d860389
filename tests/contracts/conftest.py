"""The counter stores that must keep one contract; a new backend is one more name and one more case."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import pytest
from redis import Redis

from moderation.counters import Counters
from moderation.counters.memory import MemoryCounters
from moderation.counters.redis import RedisCounters
from moderation.facts import Facts
from moderation.observation import Observation, Settlement
from tests.contracts.valkey import Valkey
from tests.fakes import ManualClock

BACKENDS = ("memory", "redis")


class Bench:
    """A store under test, driven from one event loop, with time in the test's hand.

    *empty* gives an empty store by the clock that it is given; what it gave before is closed.
    """

    def __init__(self, empty: Callable[[ManualClock], Counters], runner: asyncio.Runner) -> None:
        self._runner = runner
        self._empty = empty
        self._open()

    def clear(self) -> None:
        """Start over with an empty store."""
        self.close()
        self._open()

    def close(self) -> None:
        self._runner.run(self._counters.close())

    def observe(self, observation: Observation) -> Facts:
        return self._runner.run(self._counters.observe(observation))

    def observe_together(self, observations: Sequence[Observation]) -> list[Facts]:
        """Observe all in one tick of the event loop."""
        return self._runner.run(self._together(observations))

    def settle(self, settlement: Settlement) -> None:
        self._runner.run(self._counters.settle(settlement))

    def passes(self, observation: Observation) -> bool:
        """Observe, and say whether no limit refused or held the comment."""
        return not any(limit.wait_s for limit in self.observe(observation).limits)

    async def _together(self, observations: Sequence[Observation]) -> list[Facts]:
        return await asyncio.gather(*map(self._counters.observe, observations))

    def _open(self) -> None:
        self.clock = ManualClock()
        self._counters = self._empty(self.clock)


@pytest.fixture(scope="session")
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Valkey]:
    with Valkey(tmp_path_factory.mktemp("valkey")) as server:
        yield server
        _emptied(server)


@pytest.fixture(params=BACKENDS)
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    with asyncio.Runner() as runner:
        opened = Bench(_store(request), runner)
        yield opened
        opened.close()


def _store(request: pytest.FixtureRequest) -> Callable[[ManualClock], Counters]:
    match request.param:
        case "memory":
            return MemoryCounters
        case "redis":
            return partial(in_redis, request.getfixturevalue("valkey"))
        case other:
            raise AssertionError(f"no store named {other}")


def in_redis(server: Valkey, clock: ManualClock) -> Counters:
    _emptied(server)
    return RedisCounters(server.url, clock=clock, answer_timeout_s=10)  # a busy machine is no outage


def _emptied(server: Valkey) -> None:
    """Forget everything, once it is sure that it would have been forgotten without us."""
    with Redis.from_url(server.url) as client:
        forgetful = [key for key in client.scan_iter() if client.ttl(key) < 0]
        client.flushall()
    assert not forgetful, f"keys that never expire: {forgetful}"
