"""Scores by hashed n-grams and integer weights; anything with the `Classifier` protocol may take their place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from moderation.text.folding import Folded

UNIT = 10_000  # a probability is an integer number of 1/10,000
LABELS = (
    "toxicity",
    "severe_toxicity",
    "insult",
    "profanity",
    "threat",
    "identity_attack",
    "sexual",
    "spam",
)


class Classifier(Protocol):
    """What `judge` asks of a classifier. It must be pure: the same text, the same numbers."""

    @property
    def digests(self) -> tuple[str, ...]:
        """The digest, written "sha256:…", of every model file behind the scores."""

    def score(self, text: Folded, language: str) -> Mapping[str, int]:
        """Probabilities by label in 1/10,000, for the labels offered in *language* only.

        Raises `ClassifierUnavailable` when it cannot score.
        """

    def shares(self, text: Folded, language: str, label: str) -> Sequence[int]:
        """How much each character of `text.text` spoke for (+) or against (-) *label*; empty: cannot tell."""


class NoClassifier:
    """Scores nothing: rules alone decide."""

    digests: tuple[str, ...] = ()

    def score(self, text: Folded, language: str) -> Mapping[str, int]:  # noqa: ARG002 - the protocol's names
        """No label."""
        return {}

    def shares(self, text: Folded, language: str, label: str) -> Sequence[int]:  # noqa: ARG002
        """No share."""
        return ()
