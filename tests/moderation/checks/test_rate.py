"""Findings about limits."""

from __future__ import annotations

from typing import Any

import pytest

from moderation.checks import rate
from moderation.facts import Facts, LimitState
from moderation.verdict import Action, Finding
from tests.fakes import policy_of
from tests.moderation.checks.reading import any_reading


def findings(*limits: LimitState, **policy: Any) -> list[Finding]:
    return list(rate.check(any_reading(), Facts(limits=limits), policy_of(**policy)))


def over(name: Any, rule: str = "5/10m", wait_s: float = 11.2) -> LimitState:
    return LimitState(name=name, rule=rule, remaining=0, wait_s=wait_s)


def test_a_guest_over_his_limit_is_refused_and_told_the_rule_and_the_wait() -> None:
    (finding,) = findings(over("guest"))
    assert (finding.code, finding.action) == ("rate.guest", Action.REJECT)
    assert finding.params == {"rule": "5/10m", "wait_s": 12}


def test_an_address_over_its_limit_only_waits_for_review() -> None:
    (finding,) = findings(over("address"))
    assert (finding.code, finding.action) == ("rate.address", Action.REVIEW)


@pytest.mark.parametrize("action", ["review", "reject"])
def test_a_thread_over_its_limit_follows_the_policy(action: str) -> None:
    (finding,) = findings(over("thread"), rate={"thread": {"action": action}})
    assert (finding.code, finding.action) == ("rate.thread", Action(action))


def test_a_thread_limit_that_is_off_says_nothing() -> None:
    assert findings(over("thread"), rate={"thread": {"action": "off"}}) == []


def test_of_several_limits_the_longest_wait_is_told() -> None:
    (finding,) = findings(over("guest", "1/15s", 4), over("guest", "5/10m", 200), over("guest", "30/1d", 0))
    assert finding.params == {"rule": "5/10m", "wait_s": 200}


def test_limits_with_room_say_nothing() -> None:
    assert findings(LimitState(name="guest", rule="5/10m", remaining=0, wait_s=0)) == []
