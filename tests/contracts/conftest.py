"""The counter stores that must keep one contract; a new backend is one more name and one more case."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from moderation.counters import Counters
from moderation.counters.memory import MemoryCounters
from moderation.facts import Facts
from moderation.observation import Observation, Settlement
from tests.fakes import ManualClock

BACKENDS = ("memory",)


class Bench:
    """A store under test, driven from one event loop, with time in the test's hand."""

    def __init__(self, backend: str, runner: asyncio.Runner) -> None:
        self._runner = runner
        self._backend = backend
        self.clear()

    def clear(self) -> None:
        """Start over with an empty store."""
        self.clock = ManualClock()
        self._counters = self._opened()

    def observe(self, observation: Observation) -> Facts:
        return self._runner.run(self._counters.observe(observation))

    def settle(self, settlement: Settlement) -> None:
        self._runner.run(self._counters.settle(settlement))

    def passes(self, observation: Observation) -> bool:
        """Observe, and say whether no limit refused or held the comment."""
        return not any(limit.wait_s for limit in self.observe(observation).limits)

    def _opened(self) -> Counters:
        match self._backend:
            case "memory":
                return MemoryCounters(self.clock)
            case other:
                raise AssertionError(f"no store named {other}")


@pytest.fixture(params=BACKENDS)
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    with asyncio.Runner() as runner:
        yield Bench(request.param, runner)
