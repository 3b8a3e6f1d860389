"""How often one may try to sign in: an exact window over the times of the last tries."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct


class Window(Struct, frozen=True):
    """At most *tries* in any *window_s* seconds."""

    tries: int
    window_s: float


BY_NAME = Window(10, 900.0)
BY_ADDRESS = Window(30, 900.0)  # a newsroom sits behind one


def wait_s(times: Sequence[float], window: Window, now: float) -> float:
    """Seconds until another try may come, 0.0 when it may now; *times* are those let through, in their order.

    >>> wait_s([0.0, 50.0], Window(2, 60.0), now=55.0), wait_s([0.0, 50.0], Window(2, 60.0), now=60.0)
    (5.0, 0.0)
    """
    if len(times) < window.tries:
        return 0.0
    return max(0.0, times[-window.tries] + window.window_s - now)


def with_try(times: Sequence[float], window: Window, now: float) -> list[float]:
    """*times* with one more, and without those that no longer matter."""
    return [*times, now][-window.tries :]
