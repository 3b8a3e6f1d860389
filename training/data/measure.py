"""The figures of docs/data.md: shared texts between sets, and whether marks point at words.

`python -m training.data.measure --data FOLDER`, or with MODERATION_DATASETS set.
"""

import argparse
import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import astuple

from training.data.catalogue import Catalogue, shipped
from training.data.dedupe import bare
from training.data.example import Example
from training.data.folder import OPTION, root_from
from training.data.loading import load

Name = tuple[str, str]  # set and split

_OVERLAPS = "| split | texts | of these also in |\n|---|---|---|"
_MARKS = "| split | spans | past the end | inside a word | marked texts not in NFC |\n|---|---|---|---|---|"


class Marks(Struct, frozen=True):
    """How well a split's spans fit its texts."""

    spans: int
    past_end: int  # reach beyond the text
    inside_word: int  # begin or end between two letters or digits
    not_nfc: int  # marked texts that are not in NFC, where a normalising reader would slip


def marks(examples: Iterable[Example]) -> Marks:
    """Count over the examples that carry spans."""
    marked = [example for example in examples if example.spans]
    spans = [(example.text, *span) for example in marked for span in example.spans or ()]
    return Marks(
        spans=len(spans),
        past_end=sum(end > len(text) for text, _, end in spans),
        inside_word=sum(_inside(text, start) or _inside(text, end) for text, start, end in spans),
        not_nfc=sum(not unicodedata.is_normalized("NFC", example.text) for example in marked),
    )


def shared(held_out: Iterable[str], train: frozenset[str]) -> int:
    """Count the held-out keys that are in *train*, repeats included."""
    return sum(key in train for key in held_out)


def splits(root: Path, catalogue: Catalogue) -> dict[Name, list[Example]]:
    """Load every split of every set."""
    names = [(name, split) for name, data_set in catalogue.items() for split in data_set.splits]
    return {(name, split): load(name, root, split, catalogue=catalogue) for name, split in names}


def _inside(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def _overlap_lines(sets: Mapping[Name, list[Example]]) -> Iterator[str]:
    keys = {name: [bare(example.text) for example in examples] for name, examples in sets.items()}
    known = {name: frozenset(given) for name, given in keys.items()}
    for name, given in keys.items():
        found = {other: shared(given, known[other]) for other in known if other != name}
        listed = ", ".join(f"{' '.join(other)} {count}" for other, count in found.items() if count)
        yield f"| {' '.join(name)} | {len(given)} | {listed} |"


def _mark_lines(sets: Mapping[Name, list[Example]]) -> Iterator[str]:
    for name, examples in sets.items():
        found = marks(examples)
        if found.spans:
            yield f"| {' '.join(name)} | {' | '.join(str(count) for count in astuple(found))} |"


def main(arguments: Sequence[str], environ: Mapping[str, str]) -> None:
    """Print both tables in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(OPTION, metavar="FOLDER", help="the folder that holds open/ and research/")
    given = parser.parse_args(arguments)
    sets = splits(root_from(given.data, environ), shipped())
    print(_OVERLAPS, *_overlap_lines(sets), sep="\n")
    print("", _MARKS, *_mark_lines(sets), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:], os.environ)
