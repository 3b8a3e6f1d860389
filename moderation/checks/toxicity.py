"""Offensive language, by the classifier's labels."""

from __future__ import annotations

from collections.abc import Iterator

from moderation.checks import evidence
from moderation.classifier import UNIT
from moderation.facts import Facts
from moderation.policy import Policy
from moderation.policy.model import ToxicityPolicy
from moderation.reading import Reading
from moderation.verdict import Action, Finding


def check(reading: Reading, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """One finding for each label whose probability reaches a threshold."""
    for label, score in (reading.scores or {}).items():
        probability = score / UNIT
        if label != "spam" and probability >= policy.toxicity.lowest:
            yield Finding(
                check="toxicity",
                code=f"toxicity.{label}",
                action=_action(probability, policy.toxicity, reading),
                score=probability,
                spans=evidence.spans(reading, label, policy),
                nudge=policy.toxicity.nudge <= probability < policy.toxicity.reject,
                params={"percent": score * 100 // UNIT},
            )


def _action(probability: float, thresholds: ToxicityPolicy, reading: Reading) -> Action:
    if probability >= thresholds.reject and not reading.is_one_word:
        return Action.REJECT
    return Action.REVIEW if probability >= thresholds.review else Action.PUBLISH
