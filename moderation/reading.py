"""A comment read once for all checks: folded, measured, its language told, scored."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from moderation.classifier import Classifier
from moderation.comment import Comment
from moderation.errors import ClassifierUnavailable
from moderation.text.folding import Folded
from moderation.text.language import language_of
from moderation.text.length import measure
from moderation.text.recent import fold_recent
from moderation.verdict import FieldName, Length, Span


class Field(Struct, frozen=True):
    """One piece of the author's writing and its folded form."""

    name: FieldName
    folded: Folded

    @property
    def source(self) -> str:
        """The author's own characters."""
        return self.folded.source

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
    def fields(self) -> tuple[Field, ...]:
        """The text, and the display name when there is one."""
        return (self.text, self.author) if self.author.source else (self.text,)


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
        scores=_scores(classifier, folded, language),
        classifier=classifier,
    )


def _scores(classifier: Classifier, folded: Folded, language: str) -> Mapping[str, int] | None:
    """What the classifier says; nothing of a text without a visible character, where only its bias would speak."""
    if not folded.text.strip():
        return {}
    try:
        return classifier.score(folded, language)
    except ClassifierUnavailable:
        return None
