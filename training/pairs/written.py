"""Comments written by hand, one by one: harmless, and hostile beside them; `words/LANGUAGE/written.tsv`."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from training.data import Example
from training.pairs.topics import Language, folder, labels


def written(language: Language) -> Iterator[Example]:
    """Yield every comment of *language*, in the file's order; `group` names its topic."""
    lines = (folder(language) / "written.tsv").read_text("utf-8").splitlines()
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        known = labels(
            "harmless" if row["toxic"] == "0" else "hostile", "vi"
        )  # toxic or not is all that was asked
        yield Example(row["text"], language, "pairs", known, group=f"written {language} {row['topic']}")
