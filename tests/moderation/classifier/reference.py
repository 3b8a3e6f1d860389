"""The definition of the hashed n-grams in plain integers, one n-gram at a time, to hold the fast one to."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from moderation.text.folding import Folded
from moderation.text.tables import rows

BITS = 18
BASE = 0x9E3779B97F4A7C15
MIX = 0xFF51AFD7ED558CCD
GRAM_SALT = 0xD6E8FEB86659FD93
WORD_SALT = 0x5851F42D4C957F2D
ROUND = 2**64

WORD_RANGES = [(int(first, 16), int(last, 16)) for _, first, last in rows("words")]


class Gram(NamedTuple):
    """One n-gram, word or pair of words: its column, and where it stands in the folded text."""

    column: int
    start: int
    end: int


def grams(folded: Folded) -> Iterator[Gram]:
    """Every n-gram of both views; one view where they are the same."""
    for view in dict.fromkeys((folded.text, folded.bare)):
        padded = f" {view} "
        bounds = word_bounds(f" {folded.text} ")
        for value, start, end in (*_characters(padded), *_words(padded, bounds)):
            yield Gram(column(value), max(start - 1, 0), min(end - 1, len(view)))


def word_bounds(padded: str) -> list[tuple[int, int]]:
    """Runs of letters, digits, marks and joiners."""
    bounds, start = [], None
    for place, char in enumerate(padded):
        if in_word(char) and start is None:
            start = place
        if not in_word(char) and start is not None:
            bounds.append((start, place))
            start = None
    return bounds


@cache
def in_word(char: str) -> bool:
    return any(first <= ord(char) <= last for first, last in WORD_RANGES)


def column(value: int) -> int:
    """The upper bits of *value*, once its lower ones are mixed into them."""
    mixed = value * MIX % ROUND
    mixed ^= mixed >> 32
    return (mixed * BASE % ROUND) >> (64 - BITS)


def _characters(padded: str) -> Iterator[tuple[int, int, int]]:
    """Runs of 2 to 4 characters: a polynomial whose highest power is the first character's, which is salted."""
    for order in (2, 3, 4):
        for start in range(len(padded) - order + 1):
            piece = padded[start : start + order]
            value = sum(ord(char) * BASE ** (order - 1 - place) for place, char in enumerate(piece))
            value += GRAM_SALT * BASE ** (order - 1)
            yield value % ROUND, start, start + order


def _words(padded: str, bounds: list[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Words, a polynomial whose lowest power is the first character's; then neighbours."""
    values = [
        sum(ord(char) * BASE**place for place, char in enumerate(padded[start:end])) + WORD_SALT
        for start, end in bounds
    ]
    for value, (start, end) in zip(values, bounds, strict=True):
        yield value % ROUND, start, end
    for at in range(len(bounds) - 1):
        yield (values[at] * BASE + values[at + 1]) % ROUND, bounds[at][0], bounds[at + 1][1]
