"""Our own Unicode tables: one version everywhere, whatever the running Python's `unicodedata` holds.

Each table is a text file written by `training/unicode_tables.py`. They are read on first use, since most
processes that import the library never fold a text.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


def rows(name: str) -> Iterator[tuple[str, ...]]:
    """The rows of table *name*, split into their fields."""
    for line in (_FOLDER / f"{name}.txt").read_text(encoding="ascii").splitlines():
        if line[0] != "#":
            yield tuple(line.split("\t"))


def _text(points: str) -> str:
    return "".join([chr(int(point, 16)) for point in points.split()])


@cache
def folds() -> dict[str, str]:
    """What a character folds to, lower case and taken apart; "" for an invisible one."""
    return {_text(char): _text(folded) for char, folded in rows("folds")}


@cache
def compositions() -> dict[str, str]:
    """Letter and mark, to the one character that is both."""
    return {_text(letter) + _text(mark): _text(both) for letter, mark, both in rows("compositions")}


@cache
def lookalikes() -> dict[str, str]:
    """Letter of another script, to the Latin letter it is taken for."""
    return {_text(char): _text(latin) for char, latin in rows("lookalikes")}


@cache
def bare_letters() -> dict[int, str]:
    """For `str.translate`: Latin letters without their marks; ASCII stands in it so that lookups rarely miss."""
    plain = {point: chr(point) for point in range(0x80)}
    return plain | {int(char, 16): _text(letter) for char, letter in rows("bare")}


@cache
def word_class(*names: str) -> str:
    """The code points of these word-boundary classes as ranges for a character class of `re`.

    Names: letter, digit, mark, joiner (_), kana, sign (a letter that is a word by itself: Han, Thai).
    """
    spans = [(int(first, 16), int(last, 16)) for name, first, last in rows("words") if name in names]
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in spans)


@cache
def _word_pattern() -> re.Pattern[str]:
    letter, digit, sign = (word_class(name, "mark", "joiner") for name in ("letter", "digit", "sign"))
    letters, both, mark = word_class("letter"), word_class("letter", "digit", "joiner"), word_class("mark")
    inner = word_class("letter", "digit", "mark", "joiner")
    kana = word_class("kana")
    del letter, digit, sign
    return re.compile(
        rf"[{both}][{inner}]*(?:(?:['’·](?=[{letters}])|[.,](?<=[0-9].)(?=[0-9]))[{inner}]+)*"
        rf"|[{kana}][{kana}{mark}]*|[{word_class('sign')}][{mark}]*"
    )


def words(text: str) -> Iterator[tuple[int, int]]:
    """Where each whole word of *text* begins and ends, by UAX #29, never inside a letter and its marks.

    A full stop or colon between letters ends a word, unlike in UAX #29: people forget the space after it.

    >>> [("don't stop.Now 3.5%")[start:end] for start, end in words("don't stop.Now 3.5%")]
    ["don't", 'stop', 'Now', '3.5']
    """
    return (match.span() for match in _word_pattern().finditer(text))
