"""A classifier and a judge without weights, at a module's top level so that worker processes find them."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping, Sequence

from moderation.classifier import Classifier
from moderation.cli.judging import Judge, Opener
from moderation.comment import Comment
from moderation.facts import Facts
from moderation.policy import Policy, digest
from moderation.text.folding import Folded
from moderation.verdict import ENGINE, Action, Finding, Length, Message, Span, Verdict

BAD = "ngu"


class FakeClassifier:
    """Only `BAD` is toxic; "hay" speaks against it."""

    digests: tuple[str, ...] = ("sha256:fake",)

    def score(self, text: Folded, language: str) -> Mapping[str, int]:
        return {"toxicity": 9000 if BAD in text.text else 100, "spam": 50}

    def shares(self, text: Folded, language: str, label: str) -> Sequence[int]:
        shares = [0] * len(text.text)
        for word, share in ((BAD, 60), ("hay", -30)):
            if (at := text.text.find(word)) >= 0:
                shares[at : at + len(word)] = [share] * len(word)
        return shares


def classifier() -> Classifier:
    return FakeClassifier()


def judge_by(policy: Policy) -> Judge:
    """Rejects `BAD`, holds "giữ", publishes the rest."""
    return lambda comment: _verdict(comment, policy)


def opener(policy: Policy) -> Opener:
    return open_default


def open_default() -> Judge:
    return judge_by(Policy())


def open_killer() -> Judge:
    """A worker that the system ends, as when memory runs out."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def _verdict(comment: Comment, policy: Policy) -> Verdict:
    findings = tuple(_findings(comment.text)) + tuple(_findings(comment.author, "author"))
    return Verdict(
        action=max((finding.action for finding in findings), default=Action.PUBLISH),
        degraded=False,
        findings=findings,
        scores={"toxicity": 0.9 if findings else 0.01},
        length=Length(len(comment.text), len(comment.text), len(comment.text)),
        language="vi",
        policy=digest(policy),
        models=FakeClassifier.digests,
        engine=ENGINE,
        facts=Facts(),
    )


def _findings(text: str, field: str = "text") -> list[Finding]:
    found = [(BAD, Action.REJECT), ("giữ", Action.REVIEW)]
    return [
        Finding(
            check="words",
            code="words.listed",
            action=action,
            field=field,
            spans=(Span(text.find(word), text.find(word) + len(word)),),
            detail=Message(vi=f"Có từ trong danh sách: “{word}”.", en=f"A listed word: “{word}”."),
        )
        for word, action in found
        if word in text
    ]
