"""A time to look back on: from when to when, and its days and hours where the site is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

import msgspec
from msgspec import Struct

from moderation.policy.days import zone
from service.refused import Refused

QUARTER_S = 900
MOST_DAYS = 400
_USUAL_DAYS = 7
_FIRST_YEAR, _LAST_YEAR = 2000, 2999
_DAY_S = 86_400
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SPACED = re.compile(r"(T\S+) ([0-9]{2}:[0-9]{2})$")  # a plus sign that a query lost
_CURE = 'write a day, 2026-11-23, or a time, 2026-11-23T08:00:00+07:00 (in a query the plus sign is "%2B")'


class Period(Struct, frozen=True):
    """[start, end) in seconds since 1970 UTC, each a whole quarter of an hour, in the time zone *timezone*."""

    start: float
    end: float
    timezone: str

    @property
    def quarters(self) -> tuple[int, int]:
        """The first quarter of an hour in it, and the first behind it, counted from 1970."""
        return int(self.start // QUARTER_S), int(self.end // QUARTER_S)

    def days(self, volume: Iterable[tuple[int, int]]) -> dict[date, int]:
        """Of *volume*, a number by quarter of an hour, the sum of each day; every day is there."""
        first, last = (self._local(at).date() for at in (self.start, self.end - QUARTER_S))
        sums = {first + timedelta(n): 0 for n in range((last - first).days + 1)}
        for quarter, number in volume:
            sums[self._local(quarter * QUARTER_S).date()] += number
        return sums

    def hours(self, volume: Iterable[tuple[int, int]]) -> list[int]:
        """Of *volume* the sum of each hour of the day, 0 to 23."""
        sums: Counter[int] = Counter()
        for quarter, number in volume:
            sums[self._local(quarter * QUARTER_S).hour] += number
        return [sums[hour] for hour in range(24)]

    def _local(self, at: float) -> datetime:
        return datetime.fromtimestamp(at, zone(self.timezone))


def period(since: str | None, until: str | None, timezone: str, now: float) -> Period:
    """What *since* and *until* name, each a day or a time; a day as *until* is the last one.

    Without *until* up to the end of today, without *since* seven days. Raises `Refused`.
    """
    today = datetime.fromtimestamp(now, zone(timezone)).date()
    end = _midnight(today, timezone, 1) if until is None else _moment(until, "?to", timezone, behind=1)
    start = end - _USUAL_DAYS * _DAY_S
    if since is not None:
        start = _moment(since, "?from", timezone, behind=0)
    elif until is None or _DAY.fullmatch(until):
        last = datetime.fromtimestamp(end - 1, zone(timezone)).date()
        start = _midnight(last, timezone, 1 - _USUAL_DAYS)
    start, end = start // QUARTER_S * QUARTER_S, -(-end // QUARTER_S) * QUARTER_S
    if not start < end:
        raise Refused("query.value", "`to` is not later than `from`; exchange them, or give one alone", "?to")
    if end - start > MOST_DAYS * _DAY_S + 2 * 3_600:  # clocks may have been changed in between
        raise Refused("query.value", f"more than {MOST_DAYS} days; ask for less at a time", "?from")
    return Period(start, end, timezone)


def today(timezone: str, now: float) -> tuple[date, float]:
    """The day that it is, and when it began."""
    day = datetime.fromtimestamp(now, zone(timezone)).date()
    return day, _midnight(day, timezone)


def _moment(written: str, path: str, timezone: str, *, behind: int) -> float:
    """*written* in seconds since 1970; of a day its midnight, *behind* days later."""
    try:
        if _DAY.fullmatch(written):
            day = date.fromisoformat(written)
            _refuse_year(day.year, path)
            return _midnight(day, timezone, behind)
        time = msgspec.convert(_SPACED.sub(r"\1+\2", written), datetime)
    except (ValueError, msgspec.ValidationError):
        raise Refused("query.value", f"{written!r} is neither a day nor a time; {_CURE}", path) from None
    _refuse_year(time.year, path)
    return (time if time.tzinfo else time.replace(tzinfo=zone(timezone))).timestamp()


def _refuse_year(year: int, path: str) -> None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        told = f"the year {year} is not in {_FIRST_YEAR} to {_LAST_YEAR}; name a later or an earlier one"
        raise Refused("query.value", told, path)


def _midnight(day: date, timezone: str, days: int = 0) -> float:
    later = day + timedelta(days)
    return datetime(later.year, later.month, later.day, tzinfo=zone(timezone)).timestamp()
