"""Scores without a verdict: what the classifier says of a text, of its language, and of parts of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping

from msgspec import Struct

from moderation.classifier import UNIT, Classifier
from moderation.comment import Comment
from moderation.errors import ClassifierUnavailable
from moderation.reading import read, scores_of
from moderation.text.folding import Folded
from moderation.text.language import UNKNOWN

TAUGHT = ("vi", "en")  # in which the classifier has learnt; in others it has nothing to say

Scores = Mapping[str, float]


class Scored(Struct, frozen=True):
    """A text with what was found: *language* as the engine tells it, *scores* 0..1 by label, none where none is."""

    folded: Folded
    language: str
    scores: Scores

    @property
    def known(self) -> bool:
        """Whether its words tell the language."""
        return self.language != UNKNOWN


class Scoring:
    """Asks one classifier; nothing is counted or kept."""

    def __init__(self, classifier: Classifier) -> None:
        self._classifier = classifier

    def text(self, text: str) -> Scored:
        """Score *text* in its own language. Raises `ClassifierUnavailable`."""
        reading = read(Comment(text=text), self._classifier)
        if reading.scores is None:
            raise ClassifierUnavailable("the classifier does not answer")
        language = reading.language
        scores = reading.scores if language in (*TAUGHT, UNKNOWN) else {}
        return Scored(reading.text.folded, language, _shares(scores))

    def part(self, whole: Scored, start: int, end: int) -> Scores:
        """Score the author's own characters [start, end) of *whole*, which is not folded anew.

        Raises `ClassifierUnavailable`.
        """
        scores = scores_of(self._classifier, part_of(whole.folded, start, end), whole.language)
        if scores is None:
            raise ClassifierUnavailable("the classifier does not answer")
        return _shares(scores)


def part_of(folded: Folded, start: int, end: int) -> Folded:
    """The part of *folded* that was made from the author's characters [start, end)."""
    first, last = start, end
    if folded.starts is not None:
        first, last = (bisect_left(folded.starts, at) for at in (start, end))
    return Folded(folded.source[start:end], folded.text[first:last], folded.bare[first:last])


def _shares(scores: Mapping[str, int]) -> Scores:
    return {label: score / UNIT for label, score in scores.items()}
