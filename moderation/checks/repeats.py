"""The same text again, from the same guest or from several."""

from __future__ import annotations

from collections.abc import Iterator

from moderation.facts import Facts
from moderation.policy import Policy
from moderation.reading import Reading
from moderation.verdict import Action, Finding


def check(reading: Reading, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """A finding when this guest sent the text before, and one when enough others did."""
    same, others, rule = facts.copies.same_guest, facts.copies.guests, policy.repeats
    if same and rule.same_guest != "off":
        yield _finding("repeats.same_guest", rule.same_guest, same)
    if others >= rule.guests.count and rule.guests.action != "off":
        yield _finding("repeats.guests", rule.guests.action, others)


def _finding(code: str, action: str, count: int) -> Finding:
    return Finding(check="repeats", code=code, action=Action(action), params={"count": count})
