"""Hostile text on a terminal: control characters made visible, marks in colour or in ⟦brackets⟧."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

Range: TypeAlias = tuple[int, int]

_PICTURES = 0x2400  # "Control Pictures": ESC is shown as ␛
_KEPT = "\n"
# One character each, so that offsets stay: C0 as pictures; DEL; C1 and what turns the writing direction as �.
_VISIBLE = {code: chr(_PICTURES + code) for code in range(0x20) if chr(code) not in _KEPT}
_VISIBLE |= {0x7F: "␡", 0x09: " "}
_VISIBLE |= dict.fromkeys(
    (*range(0x80, 0xA0), 0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\ufffd"
)
_MARK = "bold underline red"


def console() -> Console:
    """Standard output as rich sees it: coloured on a terminal, plain elsewhere, never wrapped."""
    from rich.console import Console

    return Console(highlight=False, markup=False, emoji=False, soft_wrap=True)


def visible(text: str) -> str:
    r"""*text* with nothing in it that steers a terminal; as many characters as before.

    >>> visible("a\x1b[31m")
    'a␛[31m'
    """
    return text.translate(_VISIBLE)


def marked(text: str, ranges: Iterable[Range], *, colour: bool) -> Text:
    """*text* with the characters of *ranges* in colour, or else in ⟦brackets⟧."""
    from rich.text import Text

    shown = visible(text)
    if not colour:
        return Text(bracketed(shown, ranges))
    painted = Text(shown)
    for start, end in ranges:
        painted.stylize(_MARK, start, end)
    return painted


def bracketed(text: str, ranges: Iterable[Range]) -> str:
    """*text* with ⟦⟧ around each stretch of *ranges*; those that touch become one.

    >>> bracketed("a bad word", [(2, 5), (5, 6), (6, 10)])
    'a ⟦bad word⟧'
    """
    pieces, at = [], 0
    for start, end in _merged(ranges):
        pieces += [text[at:start], "⟦", text[start:end], "⟧"]
        at = end
    return "".join([*pieces, text[at:]])


def _merged(ranges: Iterable[Range]) -> list[Range]:
    merged: list[Range] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged
