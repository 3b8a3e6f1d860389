"""A text under rewriting that remembers which of the author's characters each of its own came from."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple, Self


class Edit(NamedTuple):
    """Put *text* in place of the characters [start, end)."""

    start: int
    end: int
    text: str


class Traced(NamedTuple):
    """A text and, for each of its characters, where its piece of the source begins.

    Pieces follow each other without holes: a piece ends where the next one begins, so a removed character
    belongs to the one before it. Characters made together share one piece. `starts` None: nothing moved.
    """

    text: str
    starts: list[int] | None = None

    def edited(self, edits: Iterable[Edit]) -> Self:
        """Apply *edits*, which are in order and do not overlap."""
        old = self.starts if self.starts is not None else list(range(len(self.text)))
        text: list[str] = []
        starts: list[int] = []
        done = 0
        for edit in edits:
            text += self.text[done : edit.start], edit.text
            starts += old[done : edit.start]
            starts += _aligned(self.text[edit.start : edit.end], edit.text, old[edit.start : edit.end])
            done = edit.end
        text.append(self.text[done:])
        starts += old[done:]
        return type(self)("".join(text), starts)

    def edits(self, source: str) -> Iterator[Edit]:
        """List the edits that make this text from *source*, one for each piece that differs."""
        starts = self.starts if self.starts is not None else []
        firsts = [index for index, start in enumerate(starts) if not index or start != starts[index - 1]]
        for first, after in pairwise([*firsts, len(starts)]):
            start = starts[first] if first else 0
            end = starts[after] if after < len(starts) else len(source)
            if source[start:end] != self.text[first:after]:
                yield Edit(start, end, self.text[first:after])

    def mapped(self, text: str) -> Self:
        """Keep the places under another *text* of the same length."""
        return type(self)(text, self.starts)


def _aligned(old: str, new: str, starts: list[int]) -> list[int]:
    """Where each character of *new* begins: equal ends keep their places, the middle shares one piece."""
    if len(old) == len(new) or len(new) < 2:
        return starts[: len(new)]
    head = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    rest = min(len(old), len(new)) - head
    ends = zip(reversed(old), reversed(new), strict=False)
    tail = sum(1 for _, pair in takewhile(lambda it: it[0] < rest and it[1][0] == it[1][1], enumerate(ends)))
    middle = [starts[min(head, len(starts) - 1)]] * (len(new) - head - tail)
    return starts[:head] + middle + starts[len(starts) - tail :]


def source_span(starts: Sequence[int] | None, length: int, start: int, end: int) -> tuple[int, int]:
    """Find the part of a source of *length* characters from which the characters [start, end) were made."""
    if starts is None:
        return start, end
    first = starts[start] if start < len(starts) else length
    if start >= end:
        return first, first
    after = bisect_right(starts, starts[end - 1])
    return first, starts[after] if after < len(starts) else length
