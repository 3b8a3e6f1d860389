"""Limits told in headers (IETF draft), and the page's own limit."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Mapping
from time import monotonic

from moderation.facts import Facts, LimitState
from moderation.policy import Limit
from service.errors import Problem

_DEMO_CALLS = 30
_DEMO_WINDOW_S = 60.0
_MOST_ADDRESSES = 10_000


def headers(facts: Facts) -> Mapping[str, str]:
    """`RateLimit-Policy` and `RateLimit` for a counted comment; nothing when no limit was asked.

    >>> headers(Facts(limits=(LimitState(name="guest", rule="5/10m", remaining=4, wait_s=0.0),)))
    {'RateLimit-Policy': '"guest 5/10m";q=5;w=600', 'RateLimit': '"guest 5/10m";r=4'}
    """
    if not facts.limits:
        return {}
    return {
        "RateLimit-Policy": ", ".join(map(_rule, facts.limits)),
        "RateLimit": ", ".join(map(_standing, facts.limits)),
    }


def _rule(state: LimitState) -> str:
    limit = Limit(state.rule)
    return f'"{state.name} {state.rule}";q={limit.hits};w={limit.window_s}'


def _standing(state: LimitState) -> str:
    wait = f";t={math.ceil(state.wait_s)}" if state.wait_s else ""
    return f'"{state.name} {state.rule}";r={max(state.remaining, 0)}{wait}'


class DemoLimit:
    """Thirty calls a minute from one address; in this process only, as it guards a toy."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._calls: dict[str, deque[float]] = {}

    def take(self, address: str) -> None:
        """Count one call; raises `Problem` with Retry-After when there were too many."""
        now = self._clock()
        if len(self._calls) >= _MOST_ADDRESSES:
            self._calls.clear()
        calls = self._calls.setdefault(address, deque(maxlen=_DEMO_CALLS))
        if len(calls) == _DEMO_CALLS and now - calls[0] < _DEMO_WINDOW_S:
            wait_s = math.ceil(_DEMO_WINDOW_S - (now - calls[0]))
            raise Problem("demo.limit", headers={"Retry-After": str(wait_s)})
        calls.append(now)
