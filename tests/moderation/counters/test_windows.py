"""The arithmetic of limits, apart from any store."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.counters.windows import EXACT, History, most_within
from moderation.policy import Limit


@given(st.lists(st.integers(0, 300), max_size=300), st.sampled_from(["101/1s", "150/10s", "7000/1m"]))
def test_a_large_limit_never_passes_its_burst_plus_rate(pauses: list[int], text: str) -> None:
    limit, history, now, passed = Limit(text), History(), 0, []
    for pause in pauses:
        now += pause
        if history.room(limit, now)[0] > 0:
            history.charge((limit,), now)
            passed.append(now)
    per_ms = limit.hits / (limit.window_s * 1000)
    for first, start in enumerate(passed):
        assert all(
            count + 1 <= limit.hits + (at - start) * per_ms + 1e-6 for count, at in enumerate(passed[first:])
        )


@pytest.mark.parametrize("text", ["101/1s", "333/7s", "1000/1d", "999999999/1s"])
def test_after_the_told_wait_a_large_limit_has_room_and_not_before(text: str) -> None:
    limit, history = Limit(text), History()
    for _ in range(min(limit.hits, 2_000)):
        history.charge((limit,), 0)
    _, wait = history.room(limit, 0)
    if wait:
        assert history.room(limit, wait - 1)[0] == 0
    assert history.room(limit, wait)[0] > 0


def test_a_history_keeps_only_as_many_times_as_the_largest_exact_limit_needs() -> None:
    history = History()
    for now in range(1_000):
        history.charge((Limit("100/1d"),), now)
    assert len(history.times) == EXACT


@given(st.lists(st.integers(0, 100)), st.integers(1, 50))
def test_the_fullest_window_is_the_one_counted_by_hand(times: list[int], within: int) -> None:
    times.sort()
    by_hand = max((sum(end - within < time <= end for time in times) for end in times), default=0)
    assert most_within(times, within) == by_hand
