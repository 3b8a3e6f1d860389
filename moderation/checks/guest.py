"""Who sent it: blocked by a moderator, refused too often lately, or not known yet."""

from __future__ import annotations

from collections.abc import Iterator

from moderation.facts import Facts
from moderation.policy import Policy
from moderation.reading import Reading
from moderation.verdict import Action, Finding


def check(reading: Reading, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """Findings for a guest who is blocked, who has too many strikes, or whom the site does not trust yet.

    An address stands for many people, so a blocked one only holds. Whom a moderator trusts is neither new nor held
    for strikes, but a block counts all the same.
    """
    if _lasts(facts.blocked_until, facts):
        yield _finding("guest.blocked", Action.REJECT)
    if _lasts(facts.address_blocked_until, facts):
        yield _finding("guest.address_blocked", Action.REVIEW)
    if not _lasts(facts.trusted_until, facts):
        yield from _untrusted(facts, policy)


def _untrusted(facts: Facts, policy: Policy) -> Iterator[Finding]:
    strikes = policy.guest.strikes
    if facts.strikes >= strikes.count and strikes.action != "off":
        yield _finding("guest.strikes", Action(strikes.action), count=facts.strikes)
    # Trust lifts nothing where everything is held (thread.hold_all says so), and delays nothing where
    # comments are published first.
    if policy.mode == "hold_flagged" and facts.approved < policy.guest.trust_after:
        yield _finding("guest.new", Action.REVIEW, count=facts.approved, limit=policy.guest.trust_after)


def _lasts(until: float | None, facts: Facts) -> bool:
    return until is not None and facts.received_at < until


def _finding(code: str, action: Action, **params: int) -> Finding:
    return Finding(check="guest", code=code, action=action, params=dict(params))
