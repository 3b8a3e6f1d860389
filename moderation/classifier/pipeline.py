"""Any object with `predict_proba`, a scikit-learn pipeline above all, as a `Classifier`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from moderation.classifier import LABELS, UNIT
from moderation.errors import ModerationError
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
        """*digest* names the pipelines in every verdict, so that it can be replayed.

        Raises `ModerationError` for a label that is not ours, and for an object without `predict_proba`.
        """
        for label, pipeline in pipelines.items():
            _refuse_unusable(label, pipeline)
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


def _refuse_unusable(label: str, pipeline: object) -> None:
    if label not in LABELS:
        raise ModerationError(f"{label!r} is not a label; known labels are {', '.join(LABELS)}")
    if isinstance(pipeline, type) or not hasattr(pipeline, "predict_proba"):
        kind = pipeline.__name__ if isinstance(pipeline, type) else type(pipeline).__name__
        cure = "give a fitted pipeline whose last step has it, such as LogisticRegression"
        raise ModerationError(f"the pipeline of {label}, {kind}, has no predict_proba; {cure}")
