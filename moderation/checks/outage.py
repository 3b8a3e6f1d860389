"""What could not be asked; the policy says what that means for the comment."""

from __future__ import annotations

from collections.abc import Iterator

from moderation.facts import Facts
from moderation.policy import Policy
from moderation.reading import Reading
from moderation.verdict import Action, Finding


def check(reading: Reading, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """One finding for each dependency that did not answer, "publish" included: the verdict is degraded."""
    failed: list[str] = sorted(set(facts.failed))
    if reading.scores is None:
        failed.append("classifier")
    for dependency in failed:
        action = Action(getattr(policy.outage, dependency))
        yield Finding(check="outage", code=f"outage.{dependency}", action=action)
