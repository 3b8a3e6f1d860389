"""What a weights file says of our golden texts, to the last integer."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec
from msgspec import Struct

from moderation.classifier.features import terms
from moderation.classifier.scoring import IntegerClassifier
from moderation.text.folding import Folded, fold
from moderation.text.language import language_of

FOLDER = Path(__file__).parent


class Scored(Struct, frozen=True):
    """One text as folded: the logit of every head, and probabilities by label in 1/10,000."""

    source: str
    text: str
    bare: str
    language: str
    logits: tuple[int, ...]
    scores: dict[str, int]


class Golden(Struct, frozen=True):
    """What the weights file with this digest said when it was made."""

    weights: str
    scored: tuple[Scored, ...]

    def json(self) -> bytes:
        """Indented, so that a change reads well."""
        return msgspec.json.format(msgspec.json.encode(self, order="deterministic"), indent=1) + b"\n"


def texts() -> tuple[str, ...]:
    """Texts of our own: clean ones, rude ones, adverts, and oddly written ones."""
    return msgspec.json.decode((FOLDER / "texts.json").read_bytes(), type=tuple[str, ...])


def recorded(name: str) -> Golden:
    """Raises `FileNotFoundError` where nobody has written it: see `tests.golden.write`."""
    return msgspec.json.decode((FOLDER / f"{name}.json").read_bytes(), type=Golden)


def of_sources(classifier: IntegerClassifier, sources: Iterable[str]) -> Golden:
    """What *classifier* says today, folding and language included."""
    folded = [fold(source) for source in sources]
    return Golden(
        classifier.digests[0], tuple(_scored(classifier, text, language_of(text)) for text in folded)
    )


def of_folded(classifier: IntegerClassifier, old: Golden) -> Golden:
    """What *classifier* says today of texts as they were folded in *old*."""
    return Golden(
        classifier.digests[0],
        tuple(
            _scored(classifier, Folded(one.source, one.text, one.bare), one.language) for one in old.scored
        ),
    )


def _scored(classifier: IntegerClassifier, folded: Folded, language: str) -> Scored:
    logits = tuple(classifier.logits(terms(folded)))
    scores = dict(classifier.score(folded, language))
    return Scored(folded.source, folded.text, folded.bare, language, logits, scores)
