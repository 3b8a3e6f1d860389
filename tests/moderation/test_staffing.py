"""Who reads when: staffed hours in the policy's zone, holidays, and what is held meanwhile."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation import Action, Moderator
from moderation.errors import PolicyError
from moderation.facts import Facts
from moderation.judge import judge
from moderation.policy import Policy
from moderation.policy.load import parse
from moderation.staffing import staffed_from
from tests.fakes import BadWordClassifier, policy_of


def hours(**settings: object) -> Policy:
    return policy_of(hours=settings, timezone="Asia/Ho_Chi_Minh")


def at(local: str) -> float:
    return datetime.fromisoformat(f"{local}+07:00").timestamp()


@pytest.mark.parametrize(
    ("settings", "now", "expected"),
    [
        ({}, "2026-11-23T03:00", None),
        ({"staffed": "06:30-22:00"}, "2026-11-23T06:30", None),
        ({"staffed": "06:30-22:00"}, "2026-11-23T21:59:59", None),
        ({"staffed": "06:30-22:00"}, "2026-11-23T22:00", "2026-11-24T06:30+07:00"),
        ({"staffed": "06:30-22:00"}, "2026-11-23T02:00", "2026-11-23T06:30+07:00"),
        ({"staffed": "20:00-02:00"}, "2026-11-24T01:59", None),
        ({"staffed": "20:00-02:00"}, "2026-11-24T02:00", "2026-11-24T20:00+07:00"),
        ({"staffed": "08:00-24:00"}, "2026-11-23T23:59:59", None),
    ],
)
def test_hours_begin_with_their_first_minute_and_end_before_their_last(settings, now, expected) -> None:
    assert staffed_from(hours(**settings), at(now)) == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2027-02-05T10:00", "2027-02-11T08:00+07:00"),  # Tết, from its eve to the fifth day
        ("2026-04-30T10:00", "2026-05-02T08:00+07:00"),
        ("2026-09-02T10:00", "2026-09-03T08:00+07:00"),
    ],
)
def test_the_vietnamese_calendar_knows_the_lunar_new_year_and_the_national_days(now, expected) -> None:
    assert staffed_from(hours(staffed="08:00-17:00", holidays="calendar-vi"), at(now)) == expected


def test_a_site_adds_days_without_staff_and_takes_holidays_back() -> None:
    policy = hours(
        staffed="08:00-17:00",
        holidays="calendar-vi",
        days_off=["2026-12-24/2026-12-26"],
        days_on=["2027-01-01", "2026-12-25"],
    )
    assert staffed_from(policy, at("2026-12-24T10:00")) == "2026-12-25T08:00+07:00"
    assert staffed_from(policy, at("2026-12-25T10:00")) is None
    assert staffed_from(policy, at("2027-01-01T10:00")) is None


def test_nobody_for_months_is_told_without_a_day() -> None:
    policy = hours(staffed="08:00-17:00", days_off=["2026-01-01/2026-12-31"])
    assert staffed_from(policy, at("2026-03-01T10:00")) == ""


@given(st.floats(min_value=0, max_value=4e9))
def test_from_the_time_that_is_told_somebody_reads(now: float) -> None:
    policy = policy_of(hours={"staffed": "06:30-22:00", "days_off": ["2026-11-24"]}, timezone="Europe/Paris")
    following = staffed_from(policy, now)
    if following is not None:
        start = datetime.fromisoformat(following).timestamp()
        assert start > now
        assert staffed_from(policy, start) is None


def test_a_clock_put_forward_moves_the_hour_and_not_the_day() -> None:
    policy = policy_of(hours={"staffed": "06:00-22:00"}, timezone="Europe/Paris")
    night = datetime.fromisoformat("2026-03-29T01:30+01:00").timestamp()
    assert staffed_from(policy, night) == "2026-03-29T06:00+02:00"


@pytest.mark.parametrize(
    ("outside", "approved", "codes"),
    [
        ("as_usual", 0, []),
        ("hold_all", 9, ["hours.hold"]),
        ("hold_new_guests", 0, ["hours.hold"]),
        ("hold_new_guests", 1, []),
    ],
)
def test_outside_the_hours_the_policy_says_who_waits(outside, approved, codes) -> None:
    facts = Facts(approved=approved, staffed_from="2026-11-24T06:30+07:00")
    policy = policy_of(hours={"outside": outside})
    verdict = judge(comment_of_a_reader(), facts, policy, BadWordClassifier())
    assert [finding.code for finding in verdict.findings] == codes
    assert verdict.action is (Action.REVIEW if codes else Action.PUBLISH)


def test_the_reader_is_told_from_when_on_somebody_reads() -> None:
    facts = Facts(staffed_from="2026-11-24T06:30+07:00")
    policy = policy_of(hours={"outside": "hold_all"})
    (finding,) = judge(comment_of_a_reader(), facts, policy, BadWordClassifier()).findings
    assert finding.notice is not None
    assert "06:30 thứ Ba, 24/11/2026" in finding.notice.vi
    assert "06:30 on Tuesday 24 November 2026" in finding.notice.en


def test_the_moderator_asks_the_calendar_when_a_comment_comes() -> None:
    policy = policy_of(hours={"staffed": "00:00-23:59", "outside": "hold_all", "days_off": every_day()})
    verdict = Moderator(policy, classifier=BadWordClassifier()).check("Bài rất hay")
    assert [finding.code for finding in verdict.findings] == ["hours.hold"]


@pytest.mark.parametrize(
    "written", ["tomorrow", "2026-02-30", "2026-02-02/2026-02-01", "2026-01-01/2030-01-01"]
)
def test_a_day_that_is_none_is_named_with_its_cure(written: str) -> None:
    with pytest.raises(PolicyError, match=r"line 2: hours\.days_off.* is no day; write a day"):
        parse(f'[hours]\ndays_off = ["{written}"]\n')


def comment_of_a_reader():
    from moderation.comment import Comment

    return Comment(text="Bài viết rất hay")


def every_day() -> list[str]:
    this = datetime.now().astimezone().year
    return [f"{year}-01-01/{year}-12-31" for year in (this - 1, this, this + 1)]
