"""A text as its reader sees it, character by character.

For numbers and addresses, which full folding spoils: it reads digits and dots as hidden letters.
"""

from collections.abc import Iterable
from typing import NamedTuple

from moderation.text import tables
from moderation.text.folding import characters, entities
from moderation.text.folding.offsets import Traced, source_span


class Found(NamedTuple):
    """The author's characters [start, end) and what they stand for, such as "0912345678"."""

    start: int
    end: int
    value: str


class Plain(NamedTuple):
    """Lower case, composed, without styled, look-alike and invisible characters; *bare* also without marks.

    *text* and *bare* have the same length; digits, punctuation and spelling are the author's.
    """

    source: str
    text: str
    bare: str
    starts: list[int] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The author's characters from which [start, end) was made."""
        return source_span(self.starts, len(self.source), start, end)

    def found(self, start: int, end: int, value: str) -> Found:
        """*value*, at the author's characters from which [start, end) was made."""
        return Found(*self.span(start, end), value)


def plain(source: str) -> Plain:
    """Read *source* character by character; linear.

    >>> plain("Ｚalo 𝟎𝟗①").text
    'zalo 091'
    """
    decoded = entities.edits(source)
    traced = characters.fold(Traced(source).edited(decoded) if decoded else Traced(source))
    text = traced.text.replace("。", ".")  # a full stop of domain names, too (UTS #46)
    return Plain(source, text, text.translate(tables.bare_letters()), traced.starts)


def apart(found: Iterable[Found], taken: Iterable[Found]) -> list[Found]:
    """Those *found* that touch nothing in *taken*; both in order of their start."""
    free: list[Found] = []
    others = list(taken)
    index = 0
    for one in found:
        while index < len(others) and others[index].end <= one.start:
            index += 1
        if index == len(others) or others[index].start >= one.end:
            free.append(one)
    return free
