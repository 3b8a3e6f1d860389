"""Days as a policy writes them, in the time zone that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_DAYS = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:/([0-9]{4}-[0-9]{2}-[0-9]{2}))?")
_MOST = 366


def days(written: str) -> Iterator[date]:
    """Every day of "2027-02-05", or of "2027-02-05/2027-02-11", both ends included.

    Raises `ValueError` for what is neither, for days that do not exist, and for more than a year.
    """
    found = _DAYS.fullmatch(written)
    if found is None:
        raise ValueError(f"{written!r} is neither a day nor two with a slash between")
    first, last = date.fromisoformat(found[1]), date.fromisoformat(found[2] or found[1])
    if not 0 <= (last - first).days < _MOST:
        raise ValueError(f"{written!r} ends before it begins, or is longer than a year")
    return (first + timedelta(count) for count in range((last - first).days + 1))


def day_of(name: str, at: float) -> str:
    """The day in the zone *name* on which *at* is, in seconds since 1970 UTC, as "2027-02-05"."""
    return datetime.fromtimestamp(at, zone(name)).date().isoformat()


@lru_cache(maxsize=64)
def zone(name: str) -> tzinfo:
    """The time zone *name* of a policy."""
    try:
        return ZoneInfo(name)
    except ZoneInfoNotFoundError:  # a machine without a time zone database; reading the policy let it pass
        return UTC
