"""HTML entities, as people paste them from page sources: `&#273;` is đ, `&amp;#273;` too."""

import re
from functools import cache

from moderation.text import tables
from moderation.text.folding.offsets import Edit

_LONGEST = 12  # characters between & and ; in the longest entity that we read
_UNCLOSED = re.compile(r"&(#(?:[0-9]{2,7}(?![0-9;])|x[0-9a-f]{2,6}(?![0-9a-f;])))")
_REACH = 200  # undecoded characters kept: a nested & may wait behind what is still open


def edits(text: str) -> list[Edit]:
    """Read the entities, nested ones from the inside; then numbers that no semicolon closes."""
    if "&" not in text:
        return []
    closed = _edits(text) if ";" in text else []
    return closed or [edit for edit in map(_unclosed, _UNCLOSED.finditer(text)) if edit]


def _unclosed(found: re.Match[str]) -> Edit | None:
    decoded = _decoded(found[1])
    return None if decoded is None else Edit(*found.span(), decoded)


def _edits(text: str) -> list[Edit]:
    """Edits in order; an entity that turns out to be part of another one is swallowed by its edit."""
    edits: list[Edit] = []
    tail: list[tuple[str, int]] = []  # what stands before the next character: folded, and where it began
    for index, char in enumerate(text):
        tail.append((char, index))
        while tail[-1][0] == ";" and (opened := _opening(tail)) is not None:
            decoded = _decoded("".join([piece for piece, _ in tail[opened + 1 : -1]]))
            if decoded is None:
                break
            start = tail[opened][1]
            del tail[opened:]
            while edits and edits[-1].start >= start:
                edits.pop()
            edits.append(Edit(start, index + 1, decoded))
            tail.append((decoded, start))
        del tail[:-_REACH]
    return edits


def _opening(tail: list[tuple[str, int]]) -> int | None:
    """Where the last & stands, if it is near."""
    for index in range(len(tail) - 2, max(-1, len(tail) - _LONGEST - 3), -1):
        if tail[index][0] == "&":
            return index
    return None


@cache
def _names() -> dict[str, int]:
    # Imported late: it costs a millisecond that few texts need.
    from html.entities import name2codepoint

    return name2codepoint | {"apos": 0x27}


def _decoded(name: str) -> str | None:
    """Find the character that entity *name* stands for, None when there is none."""
    if not name.startswith("#"):
        point = _names().get(name) or _names().get(name.lower())
        return _folded(point) if point else None
    digits, base = (name[2:], 16) if name[1:2] in ("x", "X") else (name[1:], 10)
    if not digits.isascii() or not digits.isalnum():
        return None
    try:
        point = int(digits, base)
    except ValueError:
        return None
    return _folded(point) if 0 < point < 0x110000 else None


def _folded(point: int) -> str:
    """Folded at once, so that a full-width & or ; can open or close an entity in the same pass."""
    return tables.folds().get(chr(point), chr(point))
