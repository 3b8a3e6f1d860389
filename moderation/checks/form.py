"""How it was sent: a field that no person sees was filled in, as programs do, and browsers that fill in too much."""

from __future__ import annotations

from collections.abc import Iterator

from moderation.facts import Facts
from moderation.policy import Policy
from moderation.reading import Reading
from moderation.verdict import Action, Finding


def check(reading: Reading, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """One finding, which only holds: a browser that fills in too much belongs to a person."""
    if facts.honeypot:
        yield Finding(check="form", code="form.honeypot", action=Action.REVIEW)
