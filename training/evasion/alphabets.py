"""Styled letters: tables from plain ASCII to what evaders paste instead."""

from collections.abc import Mapping
from string import ascii_lowercase, ascii_uppercase, digits

Alphabet = Mapping[int, str]


def _run(upper: int, lower: int, digit: int | None = None) -> Alphabet:
    """Map letters, and digits where the style has them, to runs that start at these code points."""
    starts = [(ascii_uppercase, upper), (ascii_lowercase, lower)]
    if digit is not None:
        starts.append((digits, digit))
    return {ord(c): chr(start + i) for letters, start in starts for i, c in enumerate(letters)}


def _pairs(plain: str, pasted: str) -> Alphabet:
    return {ord(a): b for a, b in zip(plain, pasted, strict=True)}


CIRCLED_DIGITS: Alphabet = {ord("0"): "⓪"} | {ord("1") + i: chr(0x2460 + i) for i in range(9)}
FULLWIDTH = _run(0xFF21, 0xFF41, 0xFF10)
# Script and Fraktur have holes in Unicode, so only the styles without any are here.
STYLES: Mapping[str, Alphabet] = {
    "bold": _run(0x1D400, 0x1D41A, 0x1D7CE),
    "bold italic": _run(0x1D468, 0x1D482),
    "bold script": _run(0x1D4D0, 0x1D4EA),
    "bold fraktur": _run(0x1D56C, 0x1D586),
    "double-struck digits, bold letters": _run(0x1D5D4, 0x1D5EE, 0x1D7D8),
    "sans": _run(0x1D5A0, 0x1D5BA, 0x1D7E2),
    "sans bold": _run(0x1D5D4, 0x1D5EE, 0x1D7EC),
    "sans italic": _run(0x1D608, 0x1D622),
    "monospace": _run(0x1D670, 0x1D68A, 0x1D7F6),
    "fullwidth": FULLWIDTH,
    "circled": {**_run(0x24B6, 0x24D0), **CIRCLED_DIGITS},
    "squared": _run(0x1F130, 0x1F130),
    "negative squared": _run(0x1F170, 0x1F170),
}
STYLED_DIGITS: Mapping[str, Alphabet] = {
    "keycap": {ord(c): f"{c}\ufe0f\u20e3" for c in digits},
    "circled": CIRCLED_DIGITS,
    "fullwidth": FULLWIDTH,
    "bold": STYLES["bold"],
    "sans bold": STYLES["sans bold"],
}
