"""When it came: outside the hours in which somebody reads the queue."""

from __future__ import annotations

from collections.abc import Iterator

from moderation.facts import Facts
from moderation.policy import Policy
from moderation.reading import Reading
from moderation.verdict import Action, Finding


def check(reading: Reading, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """One finding when nobody reads now, and the policy holds everything meanwhile, or whoever is new.

    A guest is new who has no approved comment, or fewer than the policy trusts after.
    """
    if facts.staffed_from is None or policy.hours.outside == "as_usual":
        return
    is_new = facts.approved < max(1, policy.guest.trust_after)
    if policy.hours.outside == "hold_all" or is_new:
        yield Finding(
            check="hours", code="hours.hold", action=Action.REVIEW, params={"time": facts.staffed_from}
        )
