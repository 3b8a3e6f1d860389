"""Every counter store against a model that keeps each accepted time in a list and counts by hand."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moderation.observation import Meter, Observation
from moderation.policy import Limit
from tests.contracts.conftest import Bench
from tests.fakes import observed, policy_of

POLICIES = {
    "many limits": policy_of(
        rate={
            "guest": ["1/2s", "3/10s", "5/1m"],
            "address": ["4/10s", "7/1m"],
            "thread": {"limit": "5/10s", "action": "review"},
        }
    ),
    "a strict thread": policy_of(
        rate={"guest": ["2/5s"], "thread": {"limit": "3/10s", "action": "reject"}},
    ),
}


class Model:
    """Accepted times by key; nothing is ever cleaned."""

    def __init__(self) -> None:
        self.accepted: dict[str, list[int]] = defaultdict(list)

    def observe(self, seen: Observation, now: int) -> list[tuple[int, float]]:
        """The remaining hits and the wait in seconds of every limit, in order."""
        full = {meter.key: any(self.used(meter, limit, now) >= limit.hits for limit in meter.limits)
                for meter in seen.meters}  # fmt: skip
        refused = any(full[meter.key] and meter.refuses for meter in seen.meters)
        held = any(full.values())
        waits = [self.wait_ms(meter, limit, now) for meter in seen.meters for limit in meter.limits]
        for meter in seen.meters:
            if not refused and (meter.refuses or not held):
                self.accepted[meter.key].append(now)
        left = [limit.hits - self.used(meter, limit, now) for meter in seen.meters for limit in meter.limits]
        return [(remaining, wait / 1000) for remaining, wait in zip(left, waits, strict=True)]

    def used(self, meter: Meter, limit: Limit, now: int) -> int:
        return sum(now - limit.window_s * 1000 < time <= now for time in self.accepted[meter.key])

    def wait_ms(self, meter: Meter, limit: Limit, now: int) -> int:
        moments = [now, *(time + limit.window_s * 1000 for time in self.accepted[meter.key])]
        return min(at for at in moments if at >= now and self.used_later(meter, limit, at) < limit.hits) - now

    def used_later(self, meter: Meter, limit: Limit, at: int) -> int:
        return sum(time > at - limit.window_s * 1000 for time in self.accepted[meter.key])


steps = st.lists(
    st.tuples(
        st.sampled_from([0, 0, 0, 1, 499, 1_000, 1_999, 2_000, 3_333, 9_999, 10_000, 59_999, 60_000]),
        st.sampled_from(["ann", "bob", None]),
        st.sampled_from(["203.0.113.9", "198.51.100.7", None]),
        st.sampled_from(["news", "sport", None]),
    ),
    min_size=10,
    max_size=80,
)


@given(st.sampled_from(sorted(POLICIES)), steps)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_limit_stands_as_counted_by_hand(bench: Bench, policy: str, given: list[tuple]) -> None:
    bench.clear()
    model = Model()
    for pause, token, ip, thread in given:
        bench.clock.advance(ms=pause)
        seen = observed(POLICIES[policy], token=token, ip=ip, thread=thread)
        facts = bench.observe(seen)
        assert [(limit.remaining, limit.wait_s) for limit in facts.limits] == [
            (max(0, remaining), wait) for remaining, wait in model.observe(seen, bench.clock.now_ms)
        ]


@given(st.lists(st.integers(0, 4_000), min_size=1, max_size=80))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_window_ever_lets_more_than_the_limit_through(bench: Bench, pauses: list[int]) -> None:
    bench.clear()
    policy = policy_of(rate={"guest": ["3/10s"]})
    passed = []
    for pause in pauses:
        bench.clock.advance(ms=pause)
        if bench.passes(observed(policy)):
            passed.append(bench.clock.now_ms)
    assert all(fourth - first >= 10_000 for first, fourth in zip(passed, passed[3:], strict=False))
    assert all(earlier <= later for earlier, later in pairwise(passed))
