"""Write golden files: `python -m tests.golden.write shipped` after training, `… format` for a new file format.

The file of a format that was released is never written again: it shows that old files stay readable.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from moderation.classifier import shipped
from moderation.classifier.artifact import FEATURES, FORMAT, Manifest, Offer, pack
from moderation.classifier.features import COLUMNS
from moderation.classifier.scoring import IntegerClassifier
from tests.golden.scores import FOLDER, of_sources, texts

PERIOD = 251  # rows after which the weights repeat, so that they pack into a few kilobytes
KNOTS = tuple(range(-8_000_000, 8_000_001, 1_000_000))
RISING = tuple(9_999 * step * step // (len(KNOTS) - 1) ** 2 for step in range(len(KNOTS)))


def main(what: str) -> None:
    """Write what was asked for; a released format's file is refused."""
    if what == "shipped":
        _record("shipped", shipped.PATH)
    elif what == "format":
        _write_format(FOLDER / f"format-{FORMAT}.weights")
    else:
        sys.exit(f"cannot write {what!r}; say shipped or format")


def _write_format(path: Path) -> None:
    if path.exists():
        sys.exit(f"{path} exists; raise FORMAT in moderation/classifier/artifact.py for a new format")
    path.write_bytes(_example())
    _record(path.stem, path)


def _record(name: str, weights: Path) -> None:
    found = of_sources(IntegerClassifier.from_file(weights), texts())
    (FOLDER / f"{name}.json").write_bytes(found.json())


def _example() -> bytes:
    """A file in today's format that weighs every column."""
    rows = np.arange(COLUMNS)
    weights = np.stack([rows * step % PERIOD - PERIOD // 2 for step in (37, 101)], axis=1)
    offers = {
        "vi": {"toxicity": Offer("toxicity", KNOTS, RISING), "spam": Offer("spam", KNOTS, RISING)},
        "en": {"toxicity": Offer("toxicity", KNOTS, RISING)},
    }
    manifest = Manifest(
        format=FORMAT,
        features=FEATURES,
        heads=("toxicity", "spam"),
        biases=(-1_234_567, 7_654_321),
        offers=offers,
        sources=("tests.golden.write",),
    )
    return pack(manifest, weights.astype(np.int16))


if __name__ == "__main__":
    main(*sys.argv[1:])
