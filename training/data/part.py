"""One split of one set, opened: what a loader reads from and builds its examples with."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from msgspec import Struct

from training.data.example import Example, Span

Row = dict[str, str]


class Part(Struct, frozen=True, kw_only=True):
    """The checked files of one split, with what all of its examples share."""

    name: str
    split: str
    language: str
    weight: float
    paths: tuple[Path, ...]

    def path(self, file: str) -> Path:
        """Return the path of one of the split's files."""
        return next(path for path in self.paths if path.name == file)

    def rows(self) -> Iterator[Row]:
        """Yield the rows of all files, in order, read as comma-separated with a header."""
        for path in self.paths:
            yield from rows(path)

    def example(
        self, text: str, labels: dict[str, float], *, trust: float = 1.0, group: str = "",
        spans: tuple[Span, ...] | None = None, raw: str = "", language: str | None = None,
    ) -> Example:  # fmt: skip
        """Build an example; *trust*, 0..1, scales the set's weight."""
        return Example(
            text, language or self.language, self.name, labels, self.weight * trust, group, spans, raw
        )


def rows(path: Path, *, delimiter: str = ",", quoted: bool = True, errors: str = "strict") -> Iterator[Row]:
    """Yield one dict a row; without *quoted*, a quotation mark is a character like any other."""
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
    with path.open(encoding="utf-8", errors=errors, newline="") as file:
        yield from csv.DictReader(file, delimiter=delimiter, quoting=quoting, restval="")
