"""Finding reserved names in a display name: spaced, joined ("ToaSoan") or dotted ("A.D.M.I.N"), with marks or not."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from moderation.text.folding import Folded, fold
from moderation.text.tables import word_class
from moderation.text.vietnamese import is_bare_syllable
from moderation.text.wordlist import Entry, Match

# What nine in ten Vietnamese are called (Lê Trung Hoa, Họ và tên người Việt Nam, 2005), and some more; not those
# that without marks are also how an office or a sentence begins: Tô (tổ), Chu (chú), La (là), Lại (lại).
_FAMILIES = (
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đào đinh lâm phùng mai trịnh trương "
    "hà cao châu tạ thái đoàn vương lương tăng quách hứa kiều nghiêm lưu triệu thạch giang"
).split()
_BETWEEN = 2  # words at most between a person's family name and a reserved name: Nguyễn (Thị Thu) Công An


class _Joined(NamedTuple):
    """The words of a name put together, and where each of its characters stands in the folded text.

    *edges*, rising: where each word begins, and the end of the last.
    """

    text: str
    bare: str
    edges: Sequence[int]
    places: Sequence[int]

    def edge(self, at: int) -> int | None:
        """Which edge stands at *at*; None inside a word."""
        number = bisect_left(self.edges, at)
        return number if number < len(self.edges) and self.edges[number] == at else None

    def word(self, number: int) -> str:
        """The word *number*, from 0, without marks."""
        return self.bare[self.edges[number] : self.edges[number + 1]]


_NOTHING = _Joined("", "", (), ())


class _Name(NamedTuple):
    entry: Entry
    edges: frozenset[int]  # where its own words begin


class ReservedNames:
    """Finds reserved names in a display name, as whole words.

    Their words may be joined, or parted by whatever is no letter, and single letters may stand apart: "ToaSoan",
    "Tòa-soạn", "A.D.M.I.N". Elsewhere a break makes other words: "Co Ngan" is not "Công an".

    A reserved name counts wherever it stands: alone, first ("Công an huyện X") or later ("Bộ Công an"). Only the
    end of a person's name is let be, "Nguyễn Công An": a family name, at most two words, then two syllables that
    happen to be reserved, and behind them nothing but digits.
    """

    def __init__(self, names: Iterable[str]) -> None:
        by_bare: dict[str, list[_Name]] = {}
        for name in names:
            own = _joined(fold(name))
            if own.bare:
                entry = Entry(name, own.text, own.bare, required=False, action=None)
                by_bare.setdefault(own.bare, []).append(_Name(entry, frozenset(own.edges)))
        self._names = list(by_bare.values())
        self._search = AhoCorasick(list(by_bare), store_patterns=False)

    def matches(self, folded: Folded) -> list[Match]:
        """Every match at its place in the folded text, in order of their ends; linear."""
        found = self._search.find_matches_as_indexes("".join(_word().findall(folded.bare)), overlapping=True)
        given = _joined(folded) if found else _NOTHING
        return [
            Match(given.places[start], given.places[end - 1] + 1, one.entry, marked)
            for index, start, end in found
            for one in self._names[index]
            for marked in [given.text[start:end] == one.entry.text]
            if one.entry.is_read_in(given.text[start:end]) and _stands(given, one, start, end)
        ]


def has_letters(name: str) -> bool:
    """Whether *name* has a letter or digit, without which nothing can be found of it."""
    return bool(_joined(fold(name)).bare)


def _stands(given: _Joined, one: _Name, start: int, end: int) -> bool:
    """Whether [start, end) of *given* is *one* in whole words, and no end of a person's name."""
    first, last = given.edge(start), given.edge(end)
    if first is None or last is None or _is_person(given, first, last):
        return False
    breaks = range(first + 1, last)
    return all(given.edges[number] - start in one.edges or _is_lone(given, number) for number in breaks)


def _is_lone(given: _Joined, number: int) -> bool:
    """Whether a single letter stands before or after the edge *number*."""
    return min(len(given.word(number - 1)), len(given.word(number))) == 1


def _is_person(given: _Joined, first: int, last: int) -> bool:
    """Whether the words from *first* to before *last* are how a person's name ends, whatever digits follow."""
    return (
        1 <= first <= 1 + _BETWEEN
        and given.text[: given.edges[1]] in _families()
        and last - first == 2
        and all(is_bare_syllable(given.word(number)) for number in range(first, last))
        and not given.bare[given.edges[last] :].strip("0123456789")
    )


@cache
def _families() -> frozenset[str]:
    folded = map(fold, _FAMILIES)
    return frozenset(chain.from_iterable((family.text, family.bare) for family in folded))


def _joined(folded: Folded) -> _Joined:
    spans = [word.span() for word in _word().finditer(folded.text)]
    text, bare = ("".join(view[start:end] for start, end in spans) for view in (folded.text, folded.bare))
    edges = [0]
    for start, end in spans:
        edges.append(edges[-1] + end - start)
    return _Joined(text, bare, edges, [place for span in spans for place in range(*span)])


@cache
def _word() -> re.Pattern[str]:
    """Letters, digits apart from them as in "Admin1", or one sign."""
    return re.compile(
        f"[{word_class('letter', 'mark')}]+|[{word_class('digit')}]+|[{word_class('sign', 'kana')}]"
    )
