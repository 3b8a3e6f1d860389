"""A time of day and its date, in words."""

from __future__ import annotations

from datetime import datetime

_VI = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ Nhật")
_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = "January February March April May June July August September October November December".split()
_SOON = {"vi": "khi có người trực", "en": "when somebody is there"}


def moment(language: str, iso: str) -> str:
    """Say a local time given as ISO 8601; an empty one is one that nobody knows.

    >>> moment("vi", "2026-11-24T06:30+07:00"), moment("en", "2026-11-24T06:30+07:00")
    ('06:30 thứ Ba, 24/11/2026', '06:30 on Tuesday 24 November 2026')
    """
    if not iso:
        return _SOON[language]
    at = datetime.fromisoformat(iso)
    if language == "vi":
        return f"{at:%H:%M} {_VI[at.weekday()]}, {at:%d/%m/%Y}"
    return f"{at:%H:%M} on {_EN[at.weekday()]} {at.day} {_MONTHS[at.month - 1]} {at.year}"
