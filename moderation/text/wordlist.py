"""Finding listed words and phrases in a folded text, with their marks or without."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from moderation.text.folding import Folded, fold
from moderation.text.tables import word_class


class Entry(NamedTuple):
    """A *word* as its list has it, and folded; *required* when it counts only with its marks.

    *action* is the list's own word on what a match does, None for no word.
    """

    word: str
    text: str
    bare: str
    required: bool
    action: str | None


def entry(word: str, *, required: bool = False, action: str | None = None) -> Entry:
    """Fold *word* as the texts are folded in which it is looked for."""
    folded = fold(word)
    return Entry(word, folded.text.strip(), folded.bare.strip(), required, action)


class Match(NamedTuple):
    """An entry at [start, end) of the folded text; *marked* when it stands there with its marks."""

    start: int
    end: int
    entry: Entry
    marked: bool


class WordList:
    """Finds whole words and phrases in the view without marks, then looks how they were written.

    One pass serves both views: an author's word counts only where each of its characters is the entry's or
    that one without its marks, so that "lợn" and "lớn" are never "lồn", and "lon" may be.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        by_bare: dict[str, list[Entry]] = {}
        for one in entries:
            if one.bare:
                by_bare.setdefault(one.bare, []).append(one)
        self._entries = list(by_bare.values())
        self._search = AhoCorasick(list(by_bare), store_patterns=False)

    def matches(self, folded: Folded) -> list[Match]:
        """Every match, also one inside another; in order of their ends."""
        hits = self._search.find_matches_as_indexes(folded.bare, overlapping=True)
        return [match for hit in hits for match in self._as_written(folded.text, *hit)]

    def _as_written(self, text: str, index: int, start: int, end: int) -> Iterator[Match]:
        written = text[start:end]
        for one in self._entries[index]:
            marked = written == one.text
            if (marked or _agrees(written, one)) and _is_whole(text, start, end):
                yield Match(start, end, one, marked)


def _agrees(written: str, one: Entry) -> bool:
    """Whether *written* lacks some of the entry's marks, and has no others."""
    return not one.required and all(
        char in (marked, bare) for char, marked, bare in zip(written, one.text, one.bare, strict=True)
    )


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether no letter, digit or mark continues the word on either side."""
    goes_on = _inner().match
    return not (start and goes_on(text, start - 1)) and not goes_on(text, end)


@cache
def _inner() -> re.Pattern[str]:
    return re.compile(f"[{word_class('letter', 'digit', 'mark')}]")


def outside(matches: Sequence[Match], spared: Iterable[Match]) -> list[Match]:
    """Those *matches* that lie inside none of the *spared* phrases."""
    ends: dict[int, int] = {}
    for phrase in spared:
        ends[phrase.start] = max(phrase.end, ends.get(phrase.start, 0))
    starts = sorted(ends)
    return [one for one in matches if not _lies_inside(one, starts, ends)]


def _lies_inside(one: Match, starts: Sequence[int], ends: dict[int, int]) -> bool:
    """Whether the nearest phrase that begins no later than *one* ends no earlier."""
    nearest = bisect_right(starts, one.start) - 1
    return nearest >= 0 and ends[starts[nearest]] >= one.end
