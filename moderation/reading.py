"""A comment read once for all checks: folded, measured, its language told, scored."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from msgspec import Struct

from moderation.classifier import LABELS, UNIT, Classifier
from moderation.comment import Comment
from moderation.errors import ClassifierUnavailable, ModerationError
from moderation.text.folding import Folded
from moderation.text.language import language_of
from moderation.text.length import measure
from moderation.text.recent import fold_recent
from moderation.text.tables import word_class
from moderation.verdict import FieldName, Length, Span


class Field(Struct, frozen=True):
    """One piece of the author's writing and its folded form."""

    name: FieldName
    folded: Folded

    @property
    def source(self) -> str:
        """The author's own characters."""
        return self.folded.source

    @property
    def is_blank(self) -> bool:
        """Whether a reader sees nothing of it: white space, invisible characters, the empty Braille cell."""
        return not self.folded.text.strip(" \n\u2800")

    def span(self, start: int, end: int) -> Span:
        """Where folded characters [start, end) stand in the author's own text."""
        return Span(*self.folded.span(start, end))


class Reading(Struct, frozen=True, kw_only=True):
    """What the checks look at. *scores* are in 1/10,000; None says that the classifier failed."""

    comment: Comment
    text: Field
    author: Field
    length: Length
    language: str
    scores: Mapping[str, int] | None
    classifier: Classifier

    @property
    def is_one_word(self) -> bool:
        """Whether the text is a single word: too little evidence to refuse it by a score alone."""
        return len(self.text.folded.text.split()) == 1

    @property
    def fields(self) -> tuple[Field, ...]:
        """The text, and the display name unless it is blank, which is no name given."""
        return (self.text,) if self.author.is_blank else (self.text, self.author)


def read(comment: Comment, classifier: Classifier) -> Reading:
    """Read *comment*; linear in its length."""
    folded = fold_recent(comment.text)
    language = comment.language or language_of(folded)
    return Reading(
        comment=comment,
        text=Field("text", folded),
        author=Field("author", fold_recent(comment.author)),
        length=measure(comment.text),
        language=language,
        scores=scores_of(classifier, folded, language),
        classifier=classifier,
    )


def scores_of(classifier: Classifier, folded: Folded, language: str) -> Mapping[str, int] | None:
    """What *classifier* says of a text; None when it failed.

    A text of fewer than two letters is not scored: only a bias would speak. Raises `ModerationError` when a
    classifier that is not ours breaks the protocol.
    """
    if not _readable().search(folded.text):
        return {}
    try:
        scores = classifier.score(folded, language)
    except ClassifierUnavailable:
        return None
    for label, score in scores.items():
        _refuse_foreign(label, score)
    return scores


@cache
def _readable() -> re.Pattern[str]:
    letter = f"[{word_class('letter', 'sign', 'kana')}]"
    return re.compile(f"{letter}[^{letter[1:-1]}]*{letter}")


def _refuse_foreign(label: str, score: int) -> None:
    if label not in LABELS:
        raise ModerationError(f"the classifier scored {label!r}; known labels are {', '.join(LABELS)}")
    if type(score) is not int or not 0 <= score <= UNIT:
        raise ModerationError(
            f"the classifier scored {label} as {score!r}; give an int in 1/{UNIT}, 0 to {UNIT}"
        )
