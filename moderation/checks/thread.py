"""Where it was written: a closed thread, or one where every comment is read first."""

from __future__ import annotations

from collections.abc import Iterator

from moderation.facts import Facts
from moderation.policy import Policy
from moderation.reading import Reading
from moderation.verdict import Action, Finding


def check(reading: Reading, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """One finding for a closed thread, or when the thread or the whole site reads everything first.

    "Hold all" means all: a trusted guest's comment waits too.
    """
    if facts.thread_mode == "closed":
        yield Finding(check="thread", code="thread.closed", action=Action.REJECT)
    elif facts.thread_mode == "hold_all" or policy.mode == "hold_all":
        yield Finding(check="thread", code="thread.hold_all", action=Action.REVIEW)
