"""What is there: a row for every split of every set."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from training.data.catalogue import Catalogue, DataSet, shipped
from training.data.example import LABELS, Example
from training.data.folder import State, existing, state
from training.data.loading import load


class LabelCount(Struct, frozen=True):
    """How many examples of a split have a label, and how many have it at 0.5 or more."""

    known: int
    positive: int


class Row(Struct, frozen=True, kw_only=True):
    """One split of one set; no examples are counted unless all its files match their digests."""

    name: str
    split: str
    folder: str
    language: str
    licence: str
    digests: State
    examples: int = 0
    labels: dict[str, LabelCount] = {}


def table(root: Path, *, catalogue: Catalogue | None = None) -> list[Row]:
    """Return the rows in the catalogue's order; raises `DataError` only when *root* itself is wrong."""
    sets = shipped() if catalogue is None else catalogue
    root = existing(root)
    return [row for name, data_set in sets.items() for row in _rows(root, name, data_set, sets)]


def counts(examples: Iterable[Example]) -> dict[str, LabelCount]:
    """Count each label that occurs, in the order of `LABELS`."""
    given = [example.labels for example in examples]
    shares = {label: [labels[label] for labels in given if label in labels] for label in LABELS}
    return {
        label: LabelCount(len(values), sum(value >= 0.5 for value in values))
        for label, values in shares.items()
        if values
    }


def _rows(root: Path, name: str, data_set: DataSet, catalogue: Catalogue) -> Iterator[Row]:
    found = state(root, name, data_set)
    for split in data_set.splits:
        examples = load(name, root, split, catalogue=catalogue) if found == "matches" else []
        yield Row(
            name=name,
            split=split,
            folder=data_set.folder,
            language=data_set.language,
            licence=data_set.licence,
            digests=found,
            examples=len(examples),
            labels=counts(examples),
        )
