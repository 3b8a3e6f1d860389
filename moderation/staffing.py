"""When somebody reads the queue: staffed hours, and days without staff, in the policy's time zone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from msgspec.structs import replace

from moderation.facts import Facts
from moderation.policy import Policy
from moderation.policy.days import days, zone

_ALWAYS = "00:00-24:00"
_MOST_DAYS = 62  # nobody plans longer than two months without staff


def staffed_from(policy: Policy, at: float) -> str | None:
    """None when somebody reads at *at* (seconds since 1970 UTC), else the local time from which somebody does.

    As ISO 8601 to the minute: "2026-11-24T06:30+07:00". Empty when nobody does within two months.
    """
    hours = policy.hours
    if hours.staffed == _ALWAYS and hours.holidays == "none" and not hours.days_off:
        return None
    now = datetime.fromtimestamp(at, zone(policy.timezone))
    for start, end in _shifts(policy, now):
        if start <= now < end:
            return None
        if start > now:
            return start.isoformat(timespec="minutes")
    return ""


def staffed(facts: Facts, policy: Policy) -> Facts:
    """*facts* with whether somebody reads when the comment arrives."""
    following = staffed_from(policy, facts.received_at)
    return facts if following is None else replace(facts, staffed_from=following)


def _shifts(policy: Policy, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The staffed times from yesterday's on, whose end may be today's morning."""
    opens, _, closes = policy.hours.staffed.partition("-")
    start = time.fromisoformat(opens)
    end = time() if closes == "24:00" else time.fromisoformat(closes)
    for offset in range(-1, _MOST_DAYS):
        day = now.date() + timedelta(offset)
        if _is_staffed(policy, day):
            ends_on = day + timedelta(1) if end <= start else day
            yield _at(day, start, now), _at(ends_on, end, now)


def _at(day: date, wall: time, now: datetime) -> datetime:
    """The wall clock's *wall* on *day*, in a zone whose offset may differ from today's."""
    local = datetime.combine(day, wall, now.tzinfo)
    return local.astimezone(UTC).astimezone(now.tzinfo)


def _is_staffed(policy: Policy, day: date) -> bool:
    hours = policy.hours
    if day in _listed(hours.days_on):
        return True
    return day not in _listed(hours.days_off) and not (
        hours.holidays == "calendar-vi" and day in _vietnamese(day.year)
    )


@lru_cache(maxsize=256)
def _listed(written: Sequence[str]) -> frozenset[date]:
    return frozenset(day for one in written for day in days(one))


@lru_cache(maxsize=16)
def _vietnamese(year: int) -> frozenset[date]:
    """Public holidays of Vietnam, Tết among them, with the days that the government adds."""
    from holidays import country_holidays  # half a second, and only for policies that ask for it

    return frozenset(country_holidays("VN", years=year))
