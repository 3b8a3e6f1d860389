"""A slice: some comments with their probabilities, and the figures that follow."""

from __future__ import annotations

from typing import NamedTuple

from training.metrics import Quality, Scores, Truth, as_in_a_stream, calibration_error, quality, rounded

LEAST = 10  # comments with the label, and without it: a curve over fewer says nothing


class Slice(NamedTuple):
    """Comments that belong together: probabilities, 0..1, and who has the label.

    *prior* is the share of positives in the stream that the probabilities are for. *quality* is None where one class
    is missing.
    """

    name: str
    probabilities: Scores
    truth: Truth
    prior: float | None
    quality: Quality | None

    @property
    def positive(self) -> int:
        """How many have the label."""
        return int(self.truth.sum())

    @property
    def has_curve(self) -> bool:
        """Whether there are enough of either class to draw."""
        return LEAST <= self.positive <= len(self.truth) - LEAST

    @property
    def stream_error(self) -> float | None:
        """The calibration error in the stream that the probabilities are for."""
        if self.prior is None or self.quality is None:
            return None
        weights = as_in_a_stream(self.truth, self.prior)
        return rounded(calibration_error(self.probabilities, self.truth, weights))


def sliced(name: str, probabilities: Scores, truth: Truth, prior: float | None = None) -> Slice:
    """Measure a slice."""
    both = 0 < truth.sum() < len(truth)
    return Slice(name, probabilities, truth, prior, quality(probabilities, truth) if both else None)
