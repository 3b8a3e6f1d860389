"""judge(): the pure heart. No clock, no network, no randomness; the same in, the same out, byte for byte."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from moderation import notices
from moderation.checks import (
    contacts,
    form,
    guest,
    hours,
    length,
    links,
    name,
    outage,
    rate,
    repeats,
    spam,
    style,
    thread,
    toxicity,
    words,
)
from moderation.classifier import UNIT, Classifier
from moderation.comment import Comment
from moderation.facts import Facts
from moderation.policy import Policy, digest
from moderation.reading import Reading, read
from moderation.verdict import ENGINE, Action, Finding, Length, Verdict

Check = Callable[[Reading, Facts, Policy], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    length.check,
    style.check,
    name.check,
    words.check,
    links.check,
    contacts.check,
    repeats.check,
    spam.check,
    toxicity.check,
    rate.check,
    hours.check,
    guest.check,
    thread.check,
    form.check,
    outage.check,
)


def judge(comment: Comment, facts: Facts, policy: Policy, classifier: Classifier) -> Verdict:
    """Run every check on *comment* and keep every finding; the action is the strictest of them.

    A text over the hard cap is refused before any other work, with that finding alone.
    """
    capped = tuple(length.cap(comment, policy))
    if capped:
        return _verdict(capped, facts, policy, classifier)
    reading = read(comment, classifier)
    findings = (finding for check in CHECKS for finding in check(reading, facts, policy))
    return _verdict(findings, facts, policy, classifier, reading)


def _verdict(
    findings: Iterable[Finding],
    facts: Facts,
    policy: Policy,
    classifier: Classifier,
    reading: Reading | None = None,
) -> Verdict:
    told = tuple(notices.told(finding, policy) for finding in findings)
    scores = (reading.scores if reading else None) or {}
    return Verdict(
        action=max((finding.action for finding in told), default=Action.PUBLISH),
        degraded=any(finding.check == "outage" for finding in told),
        findings=told,
        scores={label: score / UNIT for label, score in scores.items()},
        length=reading.length if reading else Length(0, 0, 0),
        language=reading.language if reading else "und",
        policy=policy.once(digest),
        models=classifier.digests,
        engine=ENGINE,
        facts=facts,
    )
