"""Our own Unicode tables: one version everywhere, whatever the running Python's `unicodedata` holds.

`training/unicode_tables.py` writes them: maps as JSON, which loads fastest, and ranges as rows of text. They
are read on first use, since most processes that import the library never fold a text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

_FOLDER = Path(__file__).parent


class _Map(Struct):
    about: list[str]
    map: dict[str, str]


def _mapped(name: str) -> dict[str, str]:
    return msgspec.json.decode((_FOLDER / f"{name}.json").read_bytes(), type=_Map).map


def rows(name: str) -> Iterator[tuple[str, ...]]:
    """Read the rows of the ranges *name*, split into their fields."""
    for line in (_FOLDER / f"{name}.txt").read_text(encoding="ascii").splitlines():
        if line[0] != "#":
            yield tuple(line.split("\t"))


@cache
def folds() -> dict[str, str]:
    """Map a character to what it folds to, lower case and taken apart; "" for an invisible one."""
    ranges = [range(int(first, 16), int(last, 16) + 1) for first, last in rows("invisible")]
    invisible = {chr(point): "" for points in ranges for point in points}
    return invisible | _mapped("folds")


@cache
def compositions() -> dict[str, str]:
    """Map a letter and a mark to the one character that is both."""
    return _mapped("compositions")


@cache
def lookalikes() -> dict[str, str]:
    """Map a letter of another script to the Latin letter it is taken for."""
    return _mapped("lookalikes")


@cache
def bare_letters() -> dict[int, str]:
    """Map Latin letters to plain ones for `str.translate`; ASCII stands in it so that lookups rarely miss."""
    plain = {point: chr(point) for point in range(0x80)}
    return plain | {ord(char): letter for char, letter in _mapped("bare").items()}


def char_class(points: Iterable[int]) -> str:
    """Give *points*, in order, as ranges for a character class of `re`."""
    spans: list[list[int]] = []
    for point in points:
        if spans and spans[-1][1] == point - 1:
            spans[-1][1] = point
        else:
            spans.append([point, point])
    return _ranges(spans)


def _ranges(spans: Iterable[Sequence[int]]) -> str:
    return "".join([f"\\U{first:08x}-\\U{last:08x}" for first, last in spans])


@cache
def word_class(*names: str) -> str:
    """Give the code points of these word-boundary classes as ranges for a character class of `re`.

    Names: letter, digit, mark, joiner (_), kana, sign (a letter that is a word by itself: Han, Thai).
    """
    return _ranges([(int(first, 16), int(last, 16)) for name, first, last in rows("words") if name in names])


@cache
def inside_word() -> re.Pattern[str]:
    """Match one letter, digit or mark: what goes on with a word, unlike Han and Thai letters."""
    return re.compile(f"[{word_class('letter', 'digit', 'mark')}]")


@cache
def _word() -> re.Pattern[str]:
    letter, mark, kana, sign = (word_class(name) for name in ("letter", "mark", "kana", "sign"))
    first = word_class("letter", "digit", "joiner")
    apostrophe, point = f"['’·](?=[{letter}])", "[.,](?<=[0-9].)(?=[0-9])"
    run = rf"[{first}{mark}]+"
    return re.compile(
        rf"[{first}](?:{run})?(?:(?:{apostrophe}|{point}){run})*|[{kana}][{kana}{mark}]*|[{sign}][{mark}]*"
    )


def words(text: str) -> Iterator[tuple[int, int]]:
    """Find where each whole word begins and ends, by UAX #29, never inside a letter and its marks.

    A full stop or colon between letters ends a word, unlike in UAX #29: people forget the space after it.

    >>> text = "don't stop.Now 3.5%"
    >>> [text[start:end] for start, end in words(text)]
    ["don't", 'stop', 'Now', '3.5']
    """
    return (match.span() for match in _word().finditer(text))
