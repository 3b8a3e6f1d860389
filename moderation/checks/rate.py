"""Too many comments: from one guest, from one network address, on one thread."""

from __future__ import annotations

import math
from collections.abc import Iterator

from moderation.facts import Facts, LimitState
from moderation.policy import Policy
from moderation.reading import Reading
from moderation.verdict import Action, Finding


def check(reading: Reading, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """One finding for guest, address and thread each, with the limit that takes longest to have room again."""
    longest: dict[str, LimitState] = {}
    for limit in facts.limits:
        if limit.wait_s > 0 and limit.wait_s >= longest.get(limit.name, limit).wait_s:
            longest[limit.name] = limit
    # An address stands for many people, so it never does more than review.
    actions = {"guest": "reject", "address": "review", "thread": policy.rate.thread.action}
    for name, limit in longest.items():
        if actions[name] != "off":
            params: dict[str, str | int] = {"rule": limit.rule, "wait_s": math.ceil(limit.wait_s)}
            yield Finding(check="rate", code=f"rate.{name}", action=Action(actions[name]), params=params)
