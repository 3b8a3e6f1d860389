"""Findings about what did not answer."""

from __future__ import annotations

from typing import Any

import pytest

from moderation.checks import outage
from moderation.facts import Facts
from moderation.verdict import Action
from tests.fakes import BrokenClassifier, policy_of
from tests.moderation.checks.reading import any_reading


def found(facts: Facts, *, classifier: Any = None, **policy: Any) -> list[tuple[str, Action]]:
    findings = outage.check(any_reading(classifier), facts, policy_of(**policy))
    return [(finding.code, finding.action) for finding in findings]


@pytest.mark.parametrize("action", ["publish", "review", "reject"])
@pytest.mark.parametrize("dependency", ["counters", "store"])
def test_a_failed_dependency_means_what_the_policy_says(dependency: Any, action: str) -> None:
    expected = [(f"outage.{dependency}", Action(action))]
    assert found(Facts(failed=(dependency,)), outage={dependency: action}) == expected


def test_a_classifier_that_does_not_answer_is_an_outage_too() -> None:
    assert found(Facts(), classifier=BrokenClassifier()) == [("outage.classifier", Action.REVIEW)]


def test_every_failed_dependency_is_told_once() -> None:
    codes = [code for code, _ in found(Facts(failed=("store", "counters", "store")))]
    assert codes == ["outage.counters", "outage.store"]


def test_without_an_outage_nothing_is_said() -> None:
    assert found(Facts()) == []
