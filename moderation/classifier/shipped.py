"""The classifier that comes with the library."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from moderation.classifier.scoring import IntegerClassifier

PATH = Path(__file__).parent / "weights" / "shipped.weights"


@cache
def shipped() -> IntegerClassifier:
    """The shipped classifier, read and audited once. Raises `WeightsError` when the file is damaged."""
    return IntegerClassifier.from_file(PATH)
