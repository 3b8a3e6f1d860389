"""Finding listed words and phrases in a folded text, with their marks or without."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from moderation.text.folding import Folded, fold
from moderation.text.gaps import closed
from moderation.text.tables import inside_word


class Entry(NamedTuple):
    """A *word* as its list has it, and folded; *required* when it counts only with its marks.

    *action* is the list's own word on what a match does, None for no word.
    """

    word: str
    text: str
    bare: str
    required: bool
    action: str | None

    def is_read_in(self, written: str) -> bool:
        """Whether *written*, whose bare form is this entry's, is it, with marks or, if it may, without some."""
        return written == self.text or (not self.required and self._lacks_marks(written))

    def _lacks_marks(self, written: str) -> bool:
        """Whether *written* is the entry without some of its marks, and has no others."""
        pairs = zip(written, self.text, self.bare, strict=True)
        return all(char in (marked, bare) for char, marked, bare in pairs)


def entry(word: str, *, required: bool = False, action: str | None = None) -> Entry:
    """Fold *word* as the texts are folded in which it is looked for."""
    view = closed(fold(word))
    return Entry(word, view.text.strip(), view.bare.strip(), required, action)


class Match(NamedTuple):
    """An entry at [start, end) of the folded text; *marked* when it stands there with its marks."""

    start: int
    end: int
    entry: Entry
    marked: bool


class WordList:
    """Finds whole words and phrases in the view without marks, then looks how they were written.

    One pass serves both views: an author's word counts only where each of its characters is the entry's or
    that one without its marks, so that "lợn" and "lớn" are never "lồn", and "lon" may be. The words of a
    phrase may stand apart by more than one space, or by a sign instead (`moderation.text.gaps`).
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
        view = closed(folded)
        text = view.text
        return [
            Match(*view.span(start, end), one, text[start:end] == one.text)
            for index, start, end in self._search.find_matches_as_indexes(view.bare, overlapping=True)
            for one in self._entries[index]
            if one.is_read_in(text[start:end]) and _is_whole(text, start, end)
        ]


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether no letter, digit or mark continues the word on either side."""
    goes_on = inside_word().match
    return not (start and goes_on(text, start - 1)) and not goes_on(text, end)


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
