"""A time to look back on: what is asked for, and the days and hours of the site that it has."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.period import MOST_DAYS, Period, period, today
from service.refused import Refused

HANOI = "Asia/Ho_Chi_Minh"
NOW = datetime(2026, 11, 23, 18, 30, tzinfo=UTC).timestamp()  # 01:30 of the 24th in Hanoi


def told(since: str | None = None, until: str | None = None, zone: str = HANOI) -> tuple[str, str]:
    found = period(since, until, zone, NOW)
    return _utc(found.start), _utc(found.end)


def _utc(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M")


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (None, None, ("2026-11-17T17:00", "2026-11-24T17:00")),
        ("2026-11-01", "2026-11-30", ("2026-10-31T17:00", "2026-11-30T17:00")),
        ("2026-11-20", None, ("2026-11-19T17:00", "2026-11-24T17:00")),
        (None, "2026-11-07", ("2026-10-31T17:00", "2026-11-07T17:00")),
        ("2026-11-20T08:00:00Z", "2026-11-20T09:00:00Z", ("2026-11-20T08:00", "2026-11-20T09:00")),
        ("2026-11-20T08:07:00", "2026-11-20T08:20:00", ("2026-11-20T01:00", "2026-11-20T01:30")),
        ("2026-11-20T08:00:00 07:00", None, ("2026-11-20T01:00", "2026-11-24T17:00")),
        (None, "2026-11-20T08:00:00Z", ("2026-11-13T08:00", "2026-11-20T08:00")),
    ],
)
def test_days_are_the_sites_own_and_the_last_one_is_whole(
    since: str | None, until: str | None, expected: tuple[str, str]
) -> None:
    assert told(since, until) == expected


@pytest.mark.parametrize(
    ("since", "until", "path"),
    [
        ("yesterday", None, "?from"),
        ("2026-02-30", None, "?from"),
        ("0000-01-01", None, "?from"),
        ("9999-12-31", None, "?from"),
        (None, "9999-12-31", "?to"),
        ("0001-01-01T00:00:00Z", None, "?from"),
        ("2026-11-20\0", None, "?from"),
        ("1" * 40, None, "?from"),
        ("2026-W47", None, "?from"),
        ("2026-11-24", "2026-11-23", "?to"),
        ("2026-11-24T00:00:00Z", "2026-11-24T00:00:00Z", "?to"),
        ("2025-01-01", "2026-11-23", "?from"),
    ],
)
def test_what_is_no_time_or_too_long_is_refused_by_its_place(
    since: str | None, until: str | None, path: str
) -> None:
    with pytest.raises(Refused) as caught:
        told(since, until)
    assert (caught.value.code, caught.value.path) == ("query.value", path)


def test_the_longest_time_is_exactly_so_many_days() -> None:
    first = date.fromordinal(date(2026, 11, 23).toordinal() - MOST_DAYS + 1)
    assert len(period(str(first), "2026-11-23", HANOI, NOW).days([])) == MOST_DAYS


def test_today_is_the_day_where_the_site_is() -> None:
    assert today(HANOI, NOW) == (date(2026, 11, 24), datetime(2026, 11, 23, 17, tzinfo=UTC).timestamp())


@given(st.lists(st.tuples(st.integers(0, 4 * 96 - 1), st.integers(1, 9)), max_size=50))
@pytest.mark.parametrize("zone", [HANOI, "Asia/Kathmandu", "Europe/Berlin"])
def test_days_and_hours_have_every_comment_once(zone: str, given_: list[tuple[int, int]]) -> None:
    asked = period("2026-10-23", "2026-10-26", zone, NOW)  # in Berlin the clocks go back on the 25th
    first, _ = asked.quarters
    volume = [(first + quarter, number) for quarter, number in given_]
    every = sum(number for _, number in given_)
    assert sum(asked.days(volume).values()) == sum(asked.hours(volume)) == every
    assert len(asked.days(volume)) == 4


def test_a_day_on_which_clocks_change_has_its_own_hours() -> None:
    asked = period("2026-10-25", "2026-10-25", "Europe/Berlin", NOW)
    assert asked.end - asked.start == 25 * 3_600
    assert isinstance(asked, Period)
    each = [(quarter, 1) for quarter in range(*asked.quarters)]
    assert asked.hours(each) == [8 if hour == 2 else 4 for hour in range(24)]
