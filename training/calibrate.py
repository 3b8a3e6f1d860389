"""From integer logits to probabilities: Platt scaling on dev data, written down as a table of integers.

Platt, 1999, "Probabilistic Outputs for Support Vector Machines". Positives and negatives are weighted so that the
probabilities are for a stream with a given share of positives, not for the mix of a data set.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from moderation.classifier.artifact import Offer
from training.errors import TrainingError
from training.metrics import as_in_a_stream

KNOTS = 129
REACH = 8.0  # the table ends where the odds are e**8 to 1: 0.9997
MOST = 9_999  # never certain, so that a threshold of 1 means "off"


class Sigmoid(NamedTuple):
    """probability = 1 / (1 + exp(-(slope * logit + offset)))."""

    slope: float
    offset: float


def platt(logits: Sequence[int], positive: NDArray[np.bool_], prior: float) -> Sigmoid:
    """Fit on dev logits for a stream with *prior* positives. Raises `TrainingError` when one class is missing."""
    scaled = np.array(logits, dtype=np.float64)
    spread = float(scaled.std()) or 1.0
    if not 0 < positive.mean() < 1:
        raise TrainingError(
            "calibration needs examples with and without the label; add a set to calibrate_on"
        )
    weights = as_in_a_stream(positive, prior)
    fitted = LogisticRegression(C=1e6, solver="lbfgs").fit(
        scaled[:, None] / spread, positive, sample_weight=weights
    )
    return Sigmoid(max(float(fitted.coef_[0, 0]) / spread, 1e-12), float(fitted.intercept_[0]))


def log_odds(share: float) -> float:
    """The natural logarithm of *share* to the rest, 0 < *share* < 1."""
    return log(share / (1 - share))


def offer(head: str, sigmoid: Sigmoid, unmarked: float = 0.0) -> Offer:
    """*sigmoid* between odds of e**-8 and e**8 as integer knots; in between, straight lines.

    *unmarked* is how much less the log odds of a text without marks are.
    """
    odds = np.linspace(-REACH, REACH, KNOTS)
    logits = [round((value - sigmoid.offset) / sigmoid.slope) for value in odds]
    probabilities = [min(MOST, round(10_000 / (1 + float(np.exp(-value))))) for value in odds]
    distinct = dict(zip(logits, probabilities, strict=True))
    return Offer(head, tuple(distinct), tuple(distinct.values()), round(unmarked / sigmoid.slope))
