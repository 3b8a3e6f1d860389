"""Run one check on one comment."""

from collections.abc import Callable
from typing import Any

import pytest

from moderation.classifier import NoClassifier
from moderation.comment import Comment
from moderation.facts import Facts
from moderation.policy import Policy
from moderation.policy.model import typed
from moderation.reading import read
from moderation.verdict import Finding

Run = Callable[..., tuple[Finding, ...]]


@pytest.fixture(scope="session")
def run() -> Run:
    """`run(check, text, author="", **sections)`: the findings under a policy with those sections."""

    def _run(check: Any, text: str, author: str = "", **sections: Any) -> tuple[Finding, ...]:
        policy = typed(sections, Policy)
        reading = read(Comment(text=text, author=author), NoClassifier())
        return tuple(check(reading, Facts(), policy))

    return _run
