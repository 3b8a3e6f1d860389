"""The figures of a weights file on anybody's labelled comments."""

from __future__ import annotations

from array import array
from pathlib import Path

import numpy as np
from msgspec import Struct

from moderation.classifier import UNIT
from moderation.classifier.scoring import IntegerClassifier
from moderation.text.folding import fold
from moderation.text.language import language_of
from training.columns import Cell, Columns
from training.data.folder import digest
from training.errors import DataError, TrainingError
from training.metrics import Quality, quality
from training.positive import Positive, positive
from training.progress import watched

_MOST_VALUES = 8  # of a label column that an error tells


class Asked(Struct, frozen=True, kw_only=True):
    """The *head* (a label) to score by, which labels are *positive*; *language*: None, each text's own."""

    head: str
    positive: str
    language: str | None = None


class Benchmark(Struct, frozen=True, kw_only=True):
    """What was measured, on what, with what; *unscored* rows are in a language in which the head is not offered."""

    file: str
    sha256: str
    weights: str
    asked: Asked
    unscored: int
    quality: Quality


def benchmark(weights: Path, columns: Columns, asked: Asked) -> Benchmark:
    """Score every row as the service would, in memory of some bytes a row.

    Raises `TrainingError` for a head that *weights* do not have, `DataError` as `Columns.cells` does, for a label
    that *asked* does not understand, and when only one class is there; `WeightsError` as `IntegerClassifier` does.
    """
    classifier = IntegerClassifier.from_file(weights)
    _require_head(classifier, weights, asked)
    is_positive, seen = positive(asked.positive), _Seen()
    for cell in watched(columns.cells(), columns.path.name):
        seen.add(_score(classifier, cell.text, asked), cell.label, _truth(columns, cell, is_positive))
    return Benchmark(
        file=columns.path.name,
        sha256=digest(columns.path),
        weights=classifier.digests[0],
        asked=asked,
        unscored=seen.unscored,
        quality=seen.quality(columns, asked),
    )


class _Seen:
    """Scores and truth so far: nine bytes a row."""

    def __init__(self) -> None:
        self._scores = array("d")
        self._truth = array("b")
        self._values: dict[str, None] = {}
        self.unscored = 0

    def add(self, score: float | None, label: str, truth: bool) -> None:
        if len(self._values) < _MOST_VALUES:
            self._values[label] = None
        if score is None:
            self.unscored += 1
        else:
            self._scores.append(score)
            self._truth.append(truth)

    def quality(self, columns: Columns, asked: Asked) -> Quality:
        """Raises `DataError` when one class is missing."""
        truth = np.array(self._truth, dtype=np.bool_)
        if 0 < truth.sum() < len(truth):
            return quality(np.array(self._scores), truth)
        raise DataError(f"{columns.path}: {self._one_class(truth.sum(), columns, asked)}")

    def _one_class(self, positives: int, columns: Columns, asked: Asked) -> str:
        rows, values = len(self._truth), ", ".join(map(repr, self._values)) or "nothing"
        counted = f"{positives:,} of {rows:,} scored rows are positive by {asked.positive!r}"
        unscored = f" ({self.unscored:,} are in a language without {asked.head})" if self.unscored else ""
        return f"{counted}{unscored}, and figures need both; column {columns.label!r} holds {values}: see --positive"


def _require_head(classifier: IntegerClassifier, weights: Path, asked: Asked) -> None:
    offers = classifier.manifest.offers
    known = {
        label for language, found in offers.items() for label in found if asked.language in (None, language)
    }
    if asked.language not in (None, *offers):
        raise TrainingError(
            f"{weights} scores no {asked.language!r}; --language takes {', '.join(sorted(offers))}"
        )
    if asked.head not in known:
        raise TrainingError(f"{weights} has no head {asked.head!r}; --head takes {', '.join(sorted(known))}")


def _truth(columns: Columns, cell: Cell, is_positive: Positive) -> bool:
    try:
        return is_positive(cell.label)
    except DataError as error:
        raise DataError(f"{columns.path}, line {cell.line}, column {columns.label!r}: {error}") from None


def _score(classifier: IntegerClassifier, text: str, asked: Asked) -> float | None:
    folded = fold(text)
    scores = classifier.score(folded, asked.language or language_of(folded))
    return scores[asked.head] / UNIT if asked.head in scores else None
