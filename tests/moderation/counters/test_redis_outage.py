"""A server that is gone, frozen or new: a clear error soon, and all is well within a second of its return."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from moderation.counters.redis import RedisCounters
from moderation.errors import CountersUnavailable
from tests.contracts.valkey import Valkey
from tests.fakes import observed, policy_of

pytestmark = pytest.mark.anyio

POLICY = policy_of(rate={"guest": ["50/1h"]})
SLACK_S = 3.0  # for a busy machine; one time-out a comment would take minutes


@pytest.fixture
async def counters(server: Valkey) -> AsyncIterator[RedisCounters]:
    opened = RedisCounters(server.url)
    yield opened
    await opened.close()


async def remaining(counters: RedisCounters) -> int:
    return (await counters.observe(observed(POLICY))).limits[0].remaining


async def outage_s(counters: RedisCounters) -> float:
    """How long a comment waits to hear that the counters are unavailable."""
    started = time.monotonic()
    with pytest.raises(CountersUnavailable):
        await remaining(counters)
    return time.monotonic() - started


async def healed_s(counters: RedisCounters) -> float:
    """How long until the first comment is counted again."""
    started = time.monotonic()
    while True:
        try:
            await remaining(counters)
        except CountersUnavailable:
            assert time.monotonic() - started < 10
        else:
            return time.monotonic() - started


@pytest.mark.parametrize(("end", "begin"), [("kill", "start"), ("freeze", "thaw")])
async def test_all_is_well_within_a_second_of_its_return(
    counters: RedisCounters, server: Valkey, end: str, begin: str
) -> None:
    soonest = 10.0
    for _ in range(3):  # a busy machine may keep some of them waiting
        await remaining(counters)
        getattr(server, end)()
        await outage_s(counters)
        getattr(server, begin)()
        soonest = min(soonest, await healed_s(counters))
    assert soonest < 1


async def test_a_killed_server_is_noticed_at_once(counters: RedisCounters, server: Valkey) -> None:
    assert await remaining(counters) == 49
    server.kill()
    assert await outage_s(counters) < SLACK_S
    server.start()
    assert await healed_s(counters) < SLACK_S


async def test_a_server_that_never_was_there_is_found_when_it_comes(server: Valkey) -> None:
    server.kill()
    counters = RedisCounters(server.url)
    assert await outage_s(counters) < SLACK_S
    server.start()
    assert await healed_s(counters) < SLACK_S
    await counters.close()


async def test_a_frozen_server_costs_one_time_out_and_not_one_a_comment(
    counters: RedisCounters, server: Valkey
) -> None:
    seen = [observed(POLICY) for _ in range(1_500)]
    await remaining(counters)
    server.freeze()
    started = time.monotonic()
    answers = await asyncio.gather(*map(counters.observe, seen), return_exceptions=True)
    assert time.monotonic() - started < 0.75 + SLACK_S  # to connect and to answer
    assert {type(answer) for answer in answers} == {CountersUnavailable}
    server.thaw()
    assert await healed_s(counters) < SLACK_S


async def test_while_a_server_is_frozen_nobody_waits_for_it_again(
    counters: RedisCounters, server: Valkey
) -> None:
    await remaining(counters)
    server.freeze()
    await outage_s(counters)
    end = time.monotonic() + 0.8
    while time.monotonic() < end:
        assert await outage_s(counters) < 0.5  # less than the server is given to answer
    server.thaw()
    assert await healed_s(counters) < SLACK_S


async def test_a_restart_between_two_comments_is_not_noticed_but_for_the_counts(
    counters: RedisCounters, server: Valkey
) -> None:
    assert [await remaining(counters) for _ in range(2)] == [49, 48]
    server.kill()
    server.start()
    assert await remaining(counters) == 49


async def test_a_comment_whose_answer_came_too_late_is_counted_once(
    counters: RedisCounters, server: Valkey
) -> None:
    await remaining(counters)
    seen = observed(POLICY)
    server.freeze()
    with pytest.raises(CountersUnavailable):
        await counters.observe(seen)
    server.thaw()
    await healed_s(counters)
    await counters.observe(seen)
    assert await remaining(counters) == 46  # the first, the late one, the one that found it healed, and this


async def test_the_error_names_what_failed(counters: RedisCounters, server: Valkey) -> None:
    server.kill()
    with pytest.raises(CountersUnavailable, match="Redis did not observe: ConnectionError Error"):
        await remaining(counters)
    with pytest.raises(CountersUnavailable, match=r"no answer lately; asked again each 0\.25 s"):
        await remaining(counters)
