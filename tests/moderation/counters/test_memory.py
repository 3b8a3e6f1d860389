"""What only the counters in this process promise: threads, bounded memory, a clock that is set back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from moderation.counters import InProcess, open_counters
from moderation.counters.expiring import Expiring
from moderation.counters.memory import MemoryCounters
from moderation.errors import PolicyError
from moderation.observation import Observation
from tests.fakes import LONG, ManualClock, observed, policy_of

FIFTY = policy_of(rate={"guest": ["50/1h"]})


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def counters(clock: ManualClock) -> MemoryCounters:
    return MemoryCounters(clock)


def passes(counters: MemoryCounters, seen: Observation) -> bool:
    return not any(limit.wait_s for limit in counters.observe_now(seen).limits)


def test_threads_together_get_no_more_than_the_limit(counters: MemoryCounters) -> None:
    seen = [observed(FIFTY) for _ in range(400)]
    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(lambda one: passes(counters, one), seen)) == 50


def test_facts_tell_the_time_that_the_clock_tells(counters: MemoryCounters, clock: ManualClock) -> None:
    clock.advance(s=-3_600)
    assert counters.observe_now(observed(FIFTY)).received_at == clock.now_ms / 1000


def test_a_policy_with_shorter_windows_takes_no_count_away(
    counters: MemoryCounters, clock: ManualClock
) -> None:
    hour, minute = policy_of(rate={"guest": ["2/1h"]}), policy_of(rate={"guest": ["2/1m"]})
    counters.observe_now(observed(hour))
    counters.observe_now(observed(minute))
    clock.advance(s=60)
    assert not passes(counters, observed(hour))


def test_guests_long_gone_leave_memory_while_others_come(
    counters: MemoryCounters, clock: ManualClock
) -> None:
    policy = policy_of(rate={"guest": ["5/10m"]})
    for number in range(5_000):
        counters.observe_now(observed(policy, f"{number} {LONG}", token=f"guest {number}"))
        clock.advance(s=60)
    (site,) = counters._sites.values()
    assert len(site._histories) < 50
    assert len(site._replies) < 50
    assert len(site._texts._texts) < 3 * 1_440


def test_a_full_table_lets_the_oldest_go() -> None:
    table: Expiring[int, int] = Expiring(capacity=100)
    for key in range(1_000):
        table.put(key, key, now=0, end=1)
    assert len(table) <= 100
    assert [table.get(key, now=0) for key in (0, 999)] == [None, 999]


def test_an_entry_ends_on_the_millisecond() -> None:
    table: Expiring[str, str] = Expiring(capacity=9)
    table.put("key", "value", now=0, end=10)
    assert [table.get("key", now) for now in (9, 10)] == ["value", None]


def test_a_url_opens_counters_in_this_process() -> None:
    assert isinstance(open_counters("memory://"), InProcess)


@pytest.mark.parametrize("url", ["localhost:6379", "http://localhost", ""])
def test_a_url_without_a_backend_says_what_is_possible(url: str) -> None:
    with pytest.raises(PolicyError, match="use memory://"):
        open_counters(url)
