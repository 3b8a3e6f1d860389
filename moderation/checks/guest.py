"""Who sent it: refused too often lately, or not known yet."""

from __future__ import annotations

from collections.abc import Iterator

from moderation.facts import Facts
from moderation.policy import Policy
from moderation.reading import Reading
from moderation.verdict import Action, Finding


def check(reading: Reading, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """A finding for a guest with too many strikes, and one for a guest whom the site does not trust yet."""
    strikes = policy.guest.strikes
    if facts.strikes >= strikes.count and strikes.action != "off":
        yield _finding("guest.strikes", Action(strikes.action), count=facts.strikes)
    # Trust lifts nothing where everything is held (thread.hold_all says so), and delays nothing where
    # comments are published first.
    if policy.mode == "hold_flagged" and facts.approved < policy.guest.trust_after:
        yield _finding("guest.new", Action.REVIEW, count=facts.approved, limit=policy.guest.trust_after)


def _finding(code: str, action: Action, **params: int) -> Finding:
    return Finding(check="guest", code=code, action=action, params=dict(params))
