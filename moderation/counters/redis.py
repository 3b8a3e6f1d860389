"""Counters in Redis, Valkey or one shard of a Redis Cluster, shared by any number of processes."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as NoConnection
from redis.exceptions import NoScriptError, RedisError

from moderation.counters.batches import Batches
from moderation.counters.breaker import Breaker
from moderation.counters.calls import Call, Script, facts_of, observe_call, settle_call
from moderation.errors import CountersUnavailable, PolicyError
from moderation.facts import Facts
from moderation.observation import Observation, Settlement

_PAUSE_S = 0.25  # between two pings while the server does not answer
_PARTS: dict[Script, tuple[str, ...]] = {
    "observe": ("expiring", "windows", "texts", "observe"),
    "settle": ("expiring", "settle"),
}


class RedisCounters:
    """Rate, repeats and strikes in the server at *url*, by the server's time; used from one event loop.

    At most *connections* at once. The server gets *connect_timeout_s* to take a connection and
    *answer_timeout_s* to answer; after one failure all calls fail at once until it answers a ping. *clock* is
    for tests alone: integer milliseconds instead of the server's time. Raises `PolicyError` for a bad *url*.
    """

    def __init__(
        self,
        url: str,
        *,
        connections: int = 4,
        connect_timeout_s: float = 0.25,
        answer_timeout_s: float = 0.5,
        clock: Callable[[], int] | None = None,
    ) -> None:
        self._client = _client(url, connections + 1, connect_timeout_s, answer_timeout_s)
        self._scripts = {script: _source(parts) for script, parts in _PARTS.items()}
        self._digests = {script: _sha1(source) for script, source in self._scripts.items()}
        self._clock = clock
        self._patience_s = connect_timeout_s + answer_timeout_s  # in all, whatever the client tries again
        self._breaker = Breaker(self._pings, _PAUSE_S)
        self._batches: Batches[Call, bytes] = Batches(self._send, lanes=connections)

    async def observe(self, observation: Observation) -> Facts:
        """Check, charge and remember one comment in one round trip, and say what was known before it."""
        return facts_of(await self._answer(observe_call(observation)))

    async def settle(self, settlement: Settlement) -> None:
        """Add or take back a strike, and forget a refused text."""
        await self._answer(settle_call(settlement))

    async def close(self) -> None:
        """Wait for what is under way, then give all connections back."""
        await self._batches.drained()
        await self._breaker.close()
        with suppress(
            RedisError, TimeoutError
        ):  # a connection that does not say goodbye is closed all the same
            await self._client.aclose()

    async def _answer(self, call: Call) -> bytes:
        try:
            return await self._batches.ask(call)
        except (RedisError, TimeoutError) as error:
            message = f"Redis did not {call.script}: {type(error).__name__} {error}".rstrip()
            raise CountersUnavailable(message) from error

    async def _send(self, calls: Sequence[Call]) -> Sequence[bytes | BaseException]:
        if self._breaker.is_open:
            raise NoConnection(f"no answer lately; asked again each {_PAUSE_S} s")
        try:
            async with asyncio.timeout(self._patience_s):
                return await self._answers(calls)
        except (RedisError, TimeoutError):
            self._breaker.trip()
            raise

    async def _pings(self) -> bool:
        try:
            async with asyncio.timeout(self._patience_s):
                await self._client.ping()
        except (RedisError, TimeoutError):
            return False
        return True

    async def _answers(self, calls: Sequence[Call]) -> Sequence[bytes | BaseException]:
        """Load the scripts and run what the server did not know, in order, after a first sight or a restart."""
        answers = await self._run(calls)
        unknown = [i for i, answer in enumerate(answers) if isinstance(answer, NoScriptError)]
        if unknown:
            for script in self._scripts.values():
                await self._client.script_load(script)
            again = await self._run([calls[i] for i in unknown])
            for i, answer in zip(unknown, again, strict=True):
                answers[i] = answer
        return answers

    async def _run(self, calls: Sequence[Call]) -> list[bytes | BaseException]:
        pipeline = self._client.pipeline(transaction=False)
        now = "" if self._clock is None else str(self._clock())
        for script, keys, asked in calls:
            pipeline.evalsha(self._digests[script], len(keys), *keys, asked, now)
        answers: list[bytes | BaseException] = await pipeline.execute(raise_on_error=False)
        return answers


def _client(url: str, connections: int, connect_timeout_s: float, answer_timeout_s: float) -> Redis:
    # A script may run twice when the connection broke before its answer came. Here that is safe: an observation
    # is known by its id, and settling twice is settling once. A server that is slow is not asked again.
    retry = Retry(NoBackoff(), retries=1, supported_errors=(NoConnection,))
    try:
        return Redis.from_url(
            url,
            max_connections=connections,  # one is for the ping
            socket_connect_timeout=connect_timeout_s,
            socket_timeout=answer_timeout_s,
            retry=retry,
            protocol=2,
        )
    except ValueError as error:  # its message may hold part of the password
        cure = "write redis://user:password@host:6379/0 and percent-encode the password"
        raise PolicyError(f"the counters url cannot be read; {cure}") from error


def _source(parts: Sequence[str]) -> str:
    folder = Path(__file__).parent
    return "\n".join((folder / f"{part}.lua").read_text("utf-8") for part in parts)


def _sha1(source: str) -> str:
    return hashlib.sha1(source.encode(), usedforsecurity=False).hexdigest()
