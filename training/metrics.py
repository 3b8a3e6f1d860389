"""How well scores tell positives from negatives."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, precision_recall_curve, roc_auc_score

BINS = 15

Scores = NDArray[np.float64]
Truth = NDArray[np.bool_]


class Bin(NamedTuple):
    """One bin: mean *probability*, *share* of positives and *part* of all, 0..1; *number* from 0 to `BINS` - 1."""

    probability: float
    share: float
    part: float
    examples: int
    number: int


class Quality(Struct, frozen=True):
    """All between 0 and 1, rounded to four places; *threshold* is where macro-F1 is best."""

    examples: int
    positive: int
    auc: float
    average_precision: float
    macro_f1: float
    threshold: float
    calibration_error: float


def quality(scores: Scores, truth: Truth) -> Quality:
    """Raises `ValueError` when only one class is present."""
    if truth.all() or not truth.any():
        raise ValueError("needs examples with and without the label")
    threshold, macro_f1 = best_threshold(scores, truth)
    return Quality(
        examples=len(truth),
        positive=int(truth.sum()),
        auc=rounded(roc_auc_score(truth, scores)),
        average_precision=rounded(average_precision_score(truth, scores)),
        macro_f1=rounded(macro_f1),
        threshold=rounded(threshold),
        calibration_error=rounded(calibration_error(scores, truth)),
    )


def best_threshold(scores: Scores, truth: Truth) -> tuple[float, float]:
    """The threshold with the best macro-F1 of (score >= threshold), and that macro-F1.

    Tried are 401 quantiles of *scores*; of equal ones the highest is taken.
    """
    candidates = np.unique(np.quantile(scores, np.linspace(0, 1, 401)))
    missed, spared = (np.searchsorted(np.sort(scores[side]), candidates) for side in (truth, ~truth))
    wrong = missed + (~truth).sum() - spared
    macro_f1 = (_f1(truth.sum() - missed, wrong) + _f1(spared, wrong)) / 2
    best = len(candidates) - 1 - int(macro_f1[::-1].argmax())
    return float(candidates[best]), float(macro_f1[best])


def _f1(right: NDArray[np.intp], wrong: NDArray[np.intp]) -> Scores:
    """F1 of one class by how many of it were told *right*, and how many of either class *wrong*."""
    return right / np.maximum(right + wrong / 2, 1)


def calibration_error(probabilities: Scores, truth: Truth, weights: Scores | None = None) -> float:
    """Expected calibration error over 15 equal bins (Guo et al., 2017, "On Calibration of Modern Neural Networks")."""
    bins = reliability(probabilities, truth, weights)
    return sum(found.part * abs(found.probability - found.share) for found in bins)


def reliability(probabilities: Scores, truth: Truth, weights: Scores | None = None) -> list[Bin]:
    """What was said and what was seen in each of 15 equal bins that is not empty; *weights*: one an example."""
    counted = np.ones(len(truth)) if weights is None else weights
    at = np.minimum((probabilities * BINS).astype(int), BINS - 1)
    sums = (np.bincount(at, counted * each, BINS) for each in (probabilities, truth, 1))
    return [
        Bin(float(said / total), float(seen / total), float(total / counted.sum()), int(examples), number)
        for number, (said, seen, total, examples) in enumerate(
            zip(*sums, np.bincount(at, minlength=BINS), strict=True)
        )
        if total
    ]


def as_in_a_stream(truth: Truth, prior: float) -> Scores:
    """A weight for each example, by which *prior*, 0..1, of them are positive; both classes must be present."""
    share = float(truth.mean())
    return np.where(truth, prior / share, (1 - prior) / (1 - share)).astype(np.float64)


def precision_recall(scores: Scores, truth: Truth) -> tuple[Scores, Scores]:
    """Precision and recall at each threshold, recall falling from 1 to 0."""
    precision, recall, _ = precision_recall_curve(truth, scores)
    return precision, recall


def rounded(value: float) -> float:
    """Four places: the dev splits are too small for more."""
    return round(float(value), 4)
