"""What only the counters in Redis promise: round trips, expiry, one hash slot, errors of one kind."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from moderation.counters import InProcess, open_counters
from moderation.counters.redis import RedisCounters
from moderation.errors import CountersUnavailable, PolicyError
from moderation.observation import Observation, refused
from tests.contracts.valkey import Valkey, until
from tests.fakes import LONG, observed, policy_of

pytestmark = pytest.mark.anyio

POLICY = policy_of(rate={"guest": ["50/1h", "150/1d"], "address": ["90/1h"], "thread": {"limit": "60/1h"}})


@pytest.fixture
async def counters(server: Valkey) -> AsyncIterator[RedisCounters]:
    opened = RedisCounters(server.url, answer_timeout_s=10)  # a busy machine is no outage
    yield opened
    await opened.close()


@pytest.fixture
def redis(server: Valkey) -> Any:
    with Redis.from_url(server.url) as client:
        yield client


def comment(**given: Any) -> Observation:
    return observed(POLICY, LONG, thread="news", **given)


def reads(redis: Redis) -> int:
    """How often the server read from a connection; each asking adds one."""
    return redis.info("stats")["total_reads_processed"]


async def test_a_comment_is_one_round_trip(counters: RedisCounters, redis: Redis) -> None:
    await counters.observe(comment())
    before = reads(redis)
    for _ in range(10):
        await counters.observe(comment())
    assert reads(redis) - before - 1 == 10


async def test_comments_of_one_tick_share_a_pipeline(counters: RedisCounters, redis: Redis) -> None:
    await counters.observe(comment())
    before, scripts = reads(redis), redis.info("commandstats")["cmdstat_evalsha"]["calls"]
    await asyncio.gather(*(counters.observe(comment()) for _ in range(32)))
    assert redis.info("commandstats")["cmdstat_evalsha"]["calls"] - scripts == 32
    assert reads(redis) - before - 2 <= 8  # of 16 kB each


async def test_the_servers_clock_counts(counters: RedisCounters, redis: Redis) -> None:
    seconds, microseconds = redis.time()
    facts = await counters.observe(comment())
    assert 0 <= facts.received_at - (seconds + microseconds / 1e6 - 0.001) < 5


async def test_every_key_expires_and_none_outlives_what_it_is_for(
    counters: RedisCounters, redis: Redis
) -> None:
    seen = comment()
    await counters.observe(seen)
    await counters.settle(refused(seen, strike=True))
    left_s = {key.decode().split(":")[2]: redis.ttl(key) for key in redis.scan_iter()}
    longest = policy_of().guest.strikes.ease_after.seconds
    assert set(left_s) == {"band", "clock", "meter", "reply", "strikes", "texts"}
    assert all(0 < left <= longest for left in left_s.values())
    assert left_s["reply"] <= 600


async def test_a_refused_comment_and_a_dry_run_write_nothing(counters: RedisCounters, redis: Redis) -> None:
    await counters.observe(comment(dry_run=True))
    assert redis.dbsize() == 0
    strict = policy_of(rate={"guest": ["1/1h"]})
    await counters.observe(observed(strict))
    keys = set(redis.scan_iter())
    await counters.observe(observed(strict, LONG))
    assert set(redis.scan_iter()) == keys


async def test_texts_whose_time_is_over_leave_while_others_come(redis: Redis, server: Valkey) -> None:
    now = 1_800_000_000_000
    hour = policy_of(repeats={"guests": {"within": "1h"}})
    counters = RedisCounters(server.url, clock=lambda: now)
    for number in range(300):
        now += 60_000
        await counters.observe(observed(hour, f"{number} {LONG}"))
    await counters.close()
    assert redis.hlen("{moderation:}:texts") == redis.zcard("{moderation:}:texts:ends") <= 62


async def test_a_server_without_memory_counts_wholly_or_not_at_all(
    counters: RedisCounters, redis: Redis
) -> None:
    await counters.observe(comment())
    keys = {key: redis.dump(key) for key in redis.scan_iter() if not key.endswith(b":clock")}
    redis.config_set("maxmemory", 1)
    with pytest.raises(CountersUnavailable, match="maxmemory"):
        await counters.observe(comment())
    assert {key: redis.dump(key) for key in redis.scan_iter() if not key.endswith(b":clock")} == keys
    redis.config_set("maxmemory", 0)
    assert (await counters.observe(comment())).limits[0].remaining == 48


async def test_an_error_of_one_comment_is_not_an_outage_for_the_others(
    counters: RedisCounters, redis: Redis
) -> None:
    redis.set("{moderation:}:strikes:ann", "what another program wrote")
    spoilt = comment()
    redis.set(f"{{moderation:}}:meter:{spoilt.guest}", "what another program wrote")
    with pytest.raises(CountersUnavailable, match="observe"):
        await counters.observe(spoilt)
    assert (await counters.observe(comment(token="bob"))).limits[0].remaining == 49


async def test_scripts_that_the_server_forgot_are_given_again(counters: RedisCounters, redis: Redis) -> None:
    await counters.observe(comment())
    redis.script_flush()
    facts = await asyncio.gather(*(counters.observe(comment()) for _ in range(3)))
    assert [seen.limits[0].remaining for seen in facts] == [48, 47, 46]


async def test_all_keys_of_a_site_lie_in_one_slot_of_a_cluster(tmp_path: Path) -> None:
    with Valkey(tmp_path, "--cluster-enabled", "yes") as server, Redis.from_url(server.url) as redis:
        redis.execute_command("CLUSTER ADDSLOTS", *range(16_384))
        until(lambda: redis.cluster("info")["cluster_state"] == "ok")
        counters = RedisCounters(server.url)
        for site in ("", "news", "a}b"):
            seen = comment(site=site)
            await counters.observe(seen)  # the server refuses a script with keys of two slots
            await counters.settle(refused(seen, strike=True))
        await counters.close()
        assert len({redis.cluster("keyslot", key) for key in redis.scan_iter()}) == 3


@pytest.mark.parametrize("scheme", ["redis", "rediss", "unix"])
async def test_a_url_opens_counters_in_redis(scheme: str) -> None:
    counters = open_counters(f"{scheme}://host.invalid/0")
    assert isinstance(counters, RedisCounters)
    assert not isinstance(counters, InProcess)
    await counters.close()


async def test_a_url_that_cannot_be_read_does_not_tell_its_password() -> None:
    with pytest.raises(PolicyError, match="percent-encode") as told:
        open_counters("redis://user:secret/word@host:6379/0")
    assert "secret" not in str(told.value)
