"""Clean comments: `vi.tsv` and `en.tsv`, one a line, with topic, blind and text."""

import csv
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import msgspec
from msgspec import Struct

from training.errors import DataError

LANGUAGES = ("vi", "en")


class Sentence(Struct, frozen=True, forbid_unknown_fields=True):
    """A comment that must be published. A *blind* one was written without running any model or check."""

    topic: str
    blind: bool
    text: str


def sentences(language: str) -> tuple[Sentence, ...]:
    """The clean comments in *language*, "vi" or "en", in the file's order."""
    return read_sentences(resources.files(__package__) / f"{language}.tsv")


def read_sentences(file: Traversable) -> tuple[Sentence, ...]:
    """Read a table with the columns topic, blind and text. Raises `DataError` naming the line that does not fit."""
    lines = file.read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, restkey="more")
    return tuple(_sentence(row, f"{file.name}:{rows.line_num}") for row in rows)


def _sentence(row: dict[str, Any], place: str) -> Sentence:
    try:
        return msgspec.convert(row, Sentence, strict=False)
    except msgspec.ValidationError as error:
        raise DataError(
            f"{place}: {error}; a line is topic, true or false, and text, parted by tabs"
        ) from None
