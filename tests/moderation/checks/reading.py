"""A reading for checks that only look at facts."""

from __future__ import annotations

from moderation.classifier import Classifier, NoClassifier
from moderation.comment import comment_of
from moderation.reading import Reading, read


def any_reading(classifier: Classifier | None = None) -> Reading:
    """Some comment, read."""
    return read(comment_of("Chào cả nhà"), classifier or NoClassifier())
