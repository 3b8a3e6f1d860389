"""A text as runs of letters and the gaps between them."""

import re

from msgspec import Struct

from moderation.text.folding.spelling import LETTER

_gap_and_letters = re.compile(rf"([^{LETTER}]*)([{LETTER}]+)").findall


class Piece(Struct, frozen=True, gc=False):
    """A run of letters, where it begins, and what stands between the run before and this one, cut to 5 characters."""

    start: int
    text: str
    gap: str


def pieces(text: str) -> list[Piece]:
    """List the runs of letters in *text*, in order."""
    found: list[Piece] = []
    end = 0
    for gap, letters in _gap_and_letters(text):
        start = end + len(gap)
        found.append(Piece(start, letters, gap[:5]))
        end = start + len(letters)
    return found
