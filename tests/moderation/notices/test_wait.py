"""Waits in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation import notices
from moderation.notices.wait import wait
from moderation.verdict import Action, Finding
from tests.fakes import policy_of

_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}


@pytest.mark.parametrize(
    ("seconds", "vi", "en"),
    [
        (0, "1 giây", "1 second"),
        (1, "1 giây", "1 second"),
        (12, "12 giây", "12 seconds"),
        (60, "1 phút", "1 minute"),
        (61, "2 phút", "2 minutes"),
        (180, "3 phút", "3 minutes"),
        (3_541, "1 giờ", "1 hour"),
        (7_200, "2 giờ", "2 hours"),
        (82_801, "1 ngày", "1 day"),
        (200_000, "3 ngày", "3 days"),
    ],
)
def test_a_wait_is_told_in_one_unit_rounded_up(seconds: int, vi: str, en: str) -> None:
    assert (wait("vi", seconds), wait("en", seconds)) == (vi, en)


@given(st.integers(0, 10_000_000))
def test_nobody_is_told_to_come_back_too_early(seconds: int) -> None:
    count, unit = wait("en", seconds).split()
    assert int(count) * _SECONDS[unit.removesuffix("s")] >= seconds


def test_the_notice_of_a_limit_tells_the_wait_in_each_language() -> None:
    params = {"rule": "5/10m", "wait_s": 12}
    finding = Finding(check="rate", code="rate.guest", action=Action.REJECT, params=params)
    notice = notices.told(finding, policy_of()).notice
    assert notice is not None
    assert "sau 12 giây." in notice.vi
    assert "in 12 seconds." in notice.en


def test_a_finding_that_lets_the_comment_through_tells_its_author_nothing() -> None:
    finding = notices.told(Finding(check="outage", code="outage.store", action=Action.PUBLISH), policy_of())
    assert finding.notice is None
    assert finding.detail is not None
