"""Findings about the guest."""

from __future__ import annotations

from typing import Any

import pytest

from moderation.checks import guest
from moderation.facts import Facts
from moderation.verdict import Action
from tests.fakes import policy_of
from tests.moderation.checks.reading import any_reading


def found(facts: Facts, **policy: Any) -> list[tuple[str, Action]]:
    return [(one.code, one.action) for one in guest.check(any_reading(), facts, policy_of(**policy))]


@pytest.mark.parametrize(("strikes", "count"), [(0, 0), (2, 0), (3, 1), (4, 1)])
def test_enough_strikes_hold_a_guests_comments(strikes: int, count: int) -> None:
    assert found(Facts(strikes=strikes)) == [("guest.strikes", Action.REVIEW)] * count


def test_strikes_may_refuse_or_do_nothing_as_the_policy_says() -> None:
    assert found(Facts(strikes=3), guest={"strikes": {"action": "reject"}}) == [
        ("guest.strikes", Action.REJECT)
    ]
    assert found(Facts(strikes=3), guest={"strikes": {"action": "off"}}) == []


@pytest.mark.parametrize(("approved", "held"), [(0, True), (1, True), (2, False)])
def test_where_flagged_comments_are_held_a_new_guests_are_too_until_he_is_trusted(
    approved: int, held: bool
) -> None:
    expected = [("guest.new", Action.REVIEW)] if held else []
    assert found(Facts(approved=approved), mode="hold_flagged", guest={"trust_after": 2}) == expected


@pytest.mark.parametrize("mode", ["publish_first", "hold_all"])
def test_trust_means_nothing_where_all_or_none_are_held(mode: str) -> None:
    assert found(Facts(), mode=mode, guest={"trust_after": 2}) == []


NOW = 1_800_000_000.0


@pytest.mark.parametrize(("until", "expected"), [(None, []), (NOW, []), (NOW + 1, ["guest.blocked"])])
def test_a_block_lasts_until_its_time(until: float | None, expected: list[str]) -> None:
    blocked = found(Facts(received_at=NOW, blocked_until=until))
    assert blocked == [(code, Action.REJECT) for code in expected]


def test_a_blocked_address_only_holds_as_many_share_it() -> None:
    blocked = Facts(received_at=NOW, address_blocked_until=NOW + 1)
    assert found(blocked) == [("guest.address_blocked", Action.REVIEW)]


def test_whom_a_moderator_trusts_is_neither_new_nor_held_for_strikes() -> None:
    rules = {"trust_after": 2, "strikes": {"action": "reject"}}
    trusted = Facts(received_at=NOW, strikes=9, trusted_until=NOW + 1)
    assert found(trusted, guest=rules) == []
    over = Facts(received_at=NOW, strikes=9, trusted_until=NOW)
    assert [code for code, _ in found(over, guest=rules)] == ["guest.strikes", "guest.new"]


def test_trust_does_not_outweigh_a_block() -> None:
    both = Facts(received_at=NOW, blocked_until=NOW + 1, trusted_until=NOW + 1)
    assert found(both) == [("guest.blocked", Action.REJECT)]


def test_without_trust_after_nobody_is_new() -> None:
    assert found(Facts(), mode="hold_flagged") == []
