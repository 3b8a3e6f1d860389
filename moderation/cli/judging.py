"""Where the commands get their judge: the shipped classifier, one policy, and no facts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

import msgspec
from msgspec import Struct

if TYPE_CHECKING:
    from moderation.classifier import Classifier
    from moderation.comment import Comment
    from moderation.policy import Policy
    from moderation.verdict import Verdict

Judge: TypeAlias = "Callable[[Comment], Verdict]"
Opener: TypeAlias = "Callable[[], Judge]"  # goes to worker processes, so it must pickle and hash by value


class JudgeBy(Struct, frozen=True):
    """Opens a judge by the policy whose JSON this holds."""

    policy: bytes

    def __call__(self) -> Judge:
        """Load weights and lists; takes a moment."""
        from moderation.policy.model import Policy, typed

        return judge_by(typed(msgspec.json.decode(self.policy), Policy))


def opener(policy: Policy) -> Opener:
    """What opens a judge by *policy* in this or another process."""
    from moderation.policy.model import encoded

    return JudgeBy(encoded(policy))


def judge_by(policy: Policy) -> Judge:
    """A judge by *policy* that knows nothing but the comment: limits, repeats and strikes never apply."""
    from moderation.facts import Facts
    from moderation.judge import judge

    scores = classifier()
    return lambda comment: judge(comment, Facts(), policy, scores)


def classifier() -> Classifier:
    """The shipped classifier. Raises `WeightsError` when its file is damaged."""
    from moderation.classifier.shipped import shipped

    return shipped()
