"""The window of tries is exact."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.throttle import Window, wait_s, with_try

WINDOWS = st.builds(Window, st.integers(1, 6), st.integers(1, 50).map(float))
STEPS = st.lists(st.integers(0, 20).map(float), max_size=60)


def let_through(window: Window, steps: list[float]) -> list[float]:
    """Try again after each step; the times at which one may."""
    times: list[float] = []
    passed, now = [], 0.0
    for step in steps:
        now += step
        if wait_s(times, window, now) == 0:
            times = with_try(times, window, now)
            passed.append(now)
    return passed


@given(WINDOWS, STEPS)
def test_no_window_holds_more_than_the_limit(window: Window, steps: list[float]) -> None:
    passed = let_through(window, steps)
    for last in passed:
        assert sum(last - window.window_s < at <= last for at in passed) <= window.tries


@given(WINDOWS, STEPS, st.integers(0, 20).map(float))
def test_the_wait_is_the_shortest_that_helps(window: Window, steps: list[float], step: float) -> None:
    passed = let_through(window, steps)
    now = sum(steps) + step
    wait = wait_s(passed[-window.tries :], window, now)
    assert wait_s(passed, window, now + wait) == 0
    assert wait == 0 or wait_s(passed, window, now + wait - 0.5) > 0
