"""Adverts, by the classifier's label `spam`."""

from __future__ import annotations

from collections.abc import Iterator

from moderation.checks import evidence
from moderation.classifier import UNIT
from moderation.facts import Facts
from moderation.policy import Policy
from moderation.reading import Reading
from moderation.verdict import Action, Finding


def check(reading: Reading, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """One finding when the probability of an advert reaches a threshold."""
    score = (reading.scores or {}).get("spam", 0)
    probability = score / UNIT
    if probability >= policy.spam.lowest:
        sure = probability >= policy.spam.reject and not reading.is_one_word
        yield Finding(
            check="spam",
            code="spam.advert",
            action=Action.REJECT if sure else Action.REVIEW,
            score=probability,
            spans=evidence.spans(reading, "spam", policy),
            params={"percent": score * 100 // UNIT},
        )
