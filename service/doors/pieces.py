"""A text of any length in pieces that can be scored each in a moment."""

from __future__ import annotations

from collections.abc import Iterator

_MOST = 2_000  # code points; a comment rarely has more
_BACK = 200  # how far back a space is looked for, so that no word is cut


def pieces(text: str) -> Iterator[str]:
    """Cut *text* at white space where there is any; nothing is left out, and nothing is read twice.

    >>> list(pieces("short"))
    ['short']
    """
    start = 0
    while len(text) - start > _MOST:
        end = start + _MOST
        at = max(text.rfind(" ", end - _BACK, end), text.rfind("\n", end - _BACK, end))
        end = at if at > start else end
        yield text[start:end]
        start = end
    yield text[start:]
