"""Rate, repeats and strikes: one backend a file, a URL picks it."""

from __future__ import annotations

from typing import Protocol, runtime_checkable
from urllib.parse import urlsplit

from moderation.errors import PolicyError
from moderation.facts import Facts
from moderation.observation import Observation, Settlement


class Counters(Protocol):
    """Counts that forget themselves. Raises `CountersUnavailable` while the store does not answer."""

    async def observe(self, observation: Observation) -> Facts:
        """Check every limit, look for copies, count strikes, then charge and remember the comment.

        All in one step. The same id within ten minutes gets the same facts and changes nothing.
        """

    async def settle(self, settlement: Settlement) -> None:
        """Add or take back a strike, and forget a refused text."""

    async def close(self) -> None:
        """Let go of what is held open; nothing may be asked afterwards."""


@runtime_checkable
class InProcess(Counters, Protocol):
    """Counters that answer at once, from any thread; their async faces never wait."""

    def observe_now(self, observation: Observation) -> Facts:
        """Do what `observe` does."""

    def settle_now(self, settlement: Settlement) -> None:
        """Do what `settle` does."""


def open_counters(url: str) -> Counters:
    """Open the counters at *url*. Raises `PolicyError` when no backend answers to its scheme."""
    match urlsplit(url).scheme:
        case "memory":
            from moderation.counters.memory import MemoryCounters

            return MemoryCounters()
        case "redis" | "rediss" | "unix":
            return _redis(url)
        case other:
            cure = "use memory:// (counts live in this one process) or redis://host:6379/0"
            message = f"counters url starts with {other!r}, which no backend answers to; {cure}"
            raise PolicyError(message)


def _redis(url: str) -> Counters:
    try:
        from moderation.counters.redis import RedisCounters
    except ModuleNotFoundError as error:
        message = "counters in Redis need the redis package; pip install 'moderation[service]'"
        raise PolicyError(message) from error
    return RedisCounters(url)
