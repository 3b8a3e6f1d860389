"""Two columns of anybody's CSV or TSV, row by row; what does not fit is named by line, with the cure."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Literal, NamedTuple

from training.errors import DataError

DELIMITERS = (",", "\t", ";")
_BOM = "\ufeff"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_RECODE = "save the file as UTF-8, for instance with `iconv -f WINDOWS-1258 -t UTF-8`"
_REQUOTE = (
    "put text that holds a delimiter or a line end in quotation marks; if they mean nothing, --no-quotes"
)


class Cell(NamedTuple):
    """One row's *text* and *label* as written, and the *line* where the row ends, from 1."""

    text: str
    label: str
    line: int


class Columns(NamedTuple):
    """What to read: the file, the names of two of its columns, and whether quotation marks hold a field together."""

    path: Path
    text: str
    label: str
    quotes: bool = True

    def cells(self) -> Iterator[Cell]:
        """Every row in bounded memory; empty lines are none.

        The delimiter is the one of comma, tab and semicolon by which the first line holds both names. Raises
        `DataError` for a file that cannot be opened, a name that is not there or is there twice, bytes that are
        not UTF-8, a row with more or fewer fields than the first, and quotation marks out of place.
        """
        try:
            with self.path.open("rb") as file:
                yield from self._cells(file)
        except OSError as error:
            raise DataError(f"{self.path}: {error.strerror}; give the path of a CSV or TSV file") from None

    def _cells(self, file: IO[bytes]) -> Iterator[Cell]:
        lines = self._lines(file)
        first = next(lines, "")
        rows = self._rows(_chained(first, lines), self._delimiter(first))
        _, names = next(rows, (0, []))
        text, label = self._place(names, self.text), self._place(names, self.label)
        for line, row in rows:
            if len(row) != len(names):
                raise DataError(
                    f"{self.path}, line {line}: {len(row)} fields, but the first line names {len(names)}; {_REQUOTE}"
                )
            yield Cell(row[text], row[label], line)

    def _lines(self, file: IO[bytes]) -> Iterator[str]:
        for number, raw in enumerate(file, 1):
            if number == 1 and raw.startswith(_UTF_16):
                raise DataError(f"{self.path} is UTF-16; {_RECODE.replace('WINDOWS-1258', 'UTF-16')}")
            try:
                line = raw.decode()
            except UnicodeDecodeError as error:
                byte = f"byte {error.start + 1} (0x{raw[error.start]:02X})"
                raise DataError(f"{self.path}, line {number}: {byte} is not UTF-8; {_RECODE}") from None
            yield line.removeprefix(_BOM) if number == 1 else line

    def _rows(self, lines: Iterator[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
        quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if self.quotes else csv.QUOTE_NONE
        rows = csv.reader(lines, delimiter=delimiter, quoting=quoting, strict=True)
        try:
            yield from ((rows.line_num, row) for row in rows if row)
        except csv.Error as error:
            raise DataError(f"{self.path}, line {rows.line_num}: {error}; {_REQUOTE}") from None

    def _delimiter(self, first: str) -> str:
        """The one that finds most of both names, then most names."""
        wanted, names = {self.text, self.label}, {one: _split(first, one) for one in DELIMITERS}
        return max(DELIMITERS, key=lambda one: (len(wanted & set(names[one])), len(names[one])))

    def _place(self, names: Sequence[str], name: str) -> int:
        found = [place for place, known in enumerate(names) if known == name]
        if len(found) == 1:
            return found[0]
        known = ", ".join(map(repr, names)) or "none, the file is empty"
        told = f"has {len(found)} columns named {name!r}; rename one" if found else f"has no column {name!r}"
        raise DataError(f"{self.path}, line 1: {told}; the columns are {known}")


def _chained(first: str, lines: Iterator[str]) -> Iterator[str]:
    yield first
    yield from lines


def _split(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter), [])
