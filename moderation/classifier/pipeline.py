"""Any object with `predict_proba`, a scikit-learn pipeline above all, as a `Classifier`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from moderation.classifier import UNIT
from moderation.text.folding import Folded


class Pipeline(Protocol):
    """What a fitted scikit-learn pipeline over strings offers."""

    def predict_proba(self, texts: Sequence[str], /) -> Any:
        """Shape (texts, 2): the probability of the second class last."""


class PipelineClassifier:
    """One pipeline a label; each is given the author's own text.

    >>> from moderation import Moderator
    >>> class Shouting:
    ...     def predict_proba(self, texts):
    ...         return [[0.0, 1.0] if text.isupper() else [1.0, 0.0] for text in texts]
    >>> moderator = Moderator(classifier=PipelineClassifier({"toxicity": Shouting()}))
    >>> moderator.check("GO AWAY").scores
    {'toxicity': 1.0}
    """

    def __init__(self, pipelines: Mapping[str, Pipeline], digest: str = "") -> None:
        """*digest* names the pipelines in every verdict, so that it can be replayed."""
        self.digests = (digest,) if digest else ()
        self._pipelines = dict(pipelines)

    def score(self, text: Folded, language: str) -> Mapping[str, int]:  # noqa: ARG002 - the protocol's names
        """Probabilities by label in 1/10,000, rounded."""
        return {
            label: round(float(pipeline.predict_proba([text.source])[0][-1]) * UNIT)
            for label, pipeline in self._pipelines.items()
        }

    def shares(self, text: Folded, language: str, label: str) -> Sequence[int]:  # noqa: ARG002
        """Empty: a pipeline does not say which characters spoke."""
        return ()
