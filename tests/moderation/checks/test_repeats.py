"""Findings about repeated texts."""

from __future__ import annotations

from typing import Any

import pytest

from moderation.checks import repeats
from moderation.facts import Copies, Facts
from moderation.verdict import Action
from tests.fakes import policy_of
from tests.moderation.checks.reading import any_reading


def found(copies: Copies, **policy: Any) -> list[tuple[str, Action, object]]:
    findings = repeats.check(any_reading(), Facts(copies=copies), policy_of(**policy))
    return [(finding.code, finding.action, finding.params["count"]) for finding in findings]


def test_a_guests_own_repeat_is_refused() -> None:
    assert found(Copies(same_guest=2)) == [("repeats.same_guest", Action.REJECT, 2)]


@pytest.mark.parametrize(("guests", "count"), [(2, 0), (3, 1), (9, 1)])
def test_a_text_from_enough_other_guests_waits_for_review(guests: int, count: int) -> None:
    assert found(Copies(guests=guests)) == [("repeats.guests", Action.REVIEW, guests)] * count


def test_both_reasons_are_told() -> None:
    codes = [code for code, _, _ in found(Copies(same_guest=1, guests=3))]
    assert codes == ["repeats.same_guest", "repeats.guests"]


def test_what_the_policy_switches_off_says_nothing() -> None:
    off = {"same_guest": "off", "guests": {"action": "off"}}
    assert found(Copies(same_guest=1, guests=9), repeats=off) == []
