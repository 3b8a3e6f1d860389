"""Findings about the thread."""

from __future__ import annotations

from typing import Any

import pytest

from moderation.checks import thread
from moderation.facts import Facts
from moderation.verdict import Action
from tests.fakes import policy_of
from tests.moderation.checks.reading import any_reading


def found(facts: Facts, **policy: Any) -> list[tuple[str, Action]]:
    return [(one.code, one.action) for one in thread.check(any_reading(), facts, policy_of(**policy))]


@pytest.mark.parametrize("mode", ["publish_first", "hold_flagged", "hold_all"])
def test_a_closed_thread_takes_no_comment(mode: str) -> None:
    assert found(Facts(thread_mode="closed"), mode=mode) == [("thread.closed", Action.REJECT)]


@pytest.mark.parametrize(
    ("mode", "thread_mode", "held"),
    [
        ("hold_all", None, True),
        ("hold_all", "open", True),
        ("hold_flagged", "hold_all", True),
        ("publish_first", "hold_all", True),
        ("hold_flagged", "open", False),
        ("publish_first", None, False),
    ],
)
def test_the_site_or_the_thread_may_hold_all(mode: str, thread_mode: Any, held: bool) -> None:
    expected = [("thread.hold_all", Action.REVIEW)] if held else []
    assert found(Facts(thread_mode=thread_mode), mode=mode) == expected


def test_hold_all_holds_a_trusted_guest_too() -> None:
    assert found(Facts(approved=99), mode="hold_all", guest={"trust_after": 1})
