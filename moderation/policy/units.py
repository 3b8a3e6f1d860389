"""Limits and durations as a policy writes them: "5/10m", "30d"."""

from __future__ import annotations

import re

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_DURATION = re.compile(r"([1-9][0-9]{0,8})([smhd])", re.ASCII)
_LIMIT = re.compile(r"([1-9][0-9]{0,8})/([1-9][0-9]{0,8})?([smhd])", re.ASCII)


class Duration:
    """A length of time; *seconds* is None for "forever"."""

    __slots__ = ("seconds", "text")

    def __init__(self, text: str) -> None:
        """Raises `ValueError` when *text* is not a number and one of s, m, h, d, nor "forever"."""
        found = _DURATION.fullmatch(text)
        if found is None and text != "forever":
            raise ValueError(
                f'{text!r} is not a duration; write a number and s, m, h or d, as in "24h", or "forever"'
            )
        self.text = text
        self.seconds = int(found[1]) * _SECONDS[found[2]] if found else None

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Duration({self.text!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Duration) and other.seconds == self.seconds

    def __hash__(self) -> int:
        return hash(self.seconds)


class Limit:
    """At most *hits* in any *window_s* seconds; written "5/10m"."""

    __slots__ = ("hits", "text", "window_s")

    def __init__(self, text: str) -> None:
        """Raises `ValueError` when *text* is not of the form "5/10m"."""
        found = _LIMIT.fullmatch(text)
        if found is None:
            raise ValueError(f'{text!r} is not a limit; write hits/window, as in "5/10m" or "30/1d"')
        self.text = text
        self.hits = int(found[1])
        self.window_s = int(found[2] or 1) * _SECONDS[found[3]]

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Limit({self.text!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Limit) and (other.hits, other.window_s) == (self.hits, self.window_s)

    def __hash__(self) -> int:
        return hash((self.hits, self.window_s))
