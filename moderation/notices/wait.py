"""How long a reader has to wait, in words."""

from __future__ import annotations

# The largest wait told in a unit, the unit in seconds, and its names; "1 second", "2 seconds".
_UNITS = (
    (59, 1, "giây", "second"),
    (59 * 60, 60, "phút", "minute"),
    (23 * 3600, 3600, "giờ", "hour"),
    (None, 86_400, "ngày", "day"),
)


def wait(language: str, seconds: int) -> str:
    """Say *seconds* in one unit, rounded up, so that nobody comes back too early.

    >>> wait("en", 60), wait("en", 61), wait("vi", 7200)
    ('1 minute', '2 minutes', '2 giờ')
    """
    _, unit, vi, en = next(row for row in _UNITS if row[0] is None or seconds <= row[0])
    count = max(1, -(-seconds // unit))
    if language == "vi":
        return f"{count} {vi}"
    return f"{count} {en}" if count == 1 else f"{count} {en}s"
