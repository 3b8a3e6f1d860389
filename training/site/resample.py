"""How sure is it that one ranking is better than another: the bootstrap, in pairs.

Efron and Tibshirani, 1993, "An Introduction to the Bootstrap". Positives and negatives are drawn apart, so that no
sample lacks either.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from training.metrics import Truth

SAMPLES = 1_000

Counts = NDArray[np.intp]
Ranking = NDArray[np.float64]


def share_better(first: Ranking, second: Ranking, truth: Truth, seed: int = 0) -> float:
    """The share of samples, 0..1, in which *first* has a higher AUC than *second*; a tie is half a win."""
    one, other = _Ranked(first, truth), _Ranked(second, truth)
    gaps = np.array([one.auc(counts) - other.auc(counts) for counts in _samples(truth, seed)])
    return float((gaps > 0).mean() + (gaps == 0).mean() / 2)


class _Ranked:
    """Rows sorted by score once, so that each sample costs no sorting."""

    def __init__(self, scores: Ranking, truth: Truth) -> None:
        self._order = np.argsort(scores, kind="stable")
        ranked = scores[self._order]
        self._starts = np.flatnonzero(np.concatenate(([True], ranked[1:] != ranked[:-1])))
        self._truth = truth[self._order]

    def auc(self, counts: Counts) -> float:
        """The area under the curve when each row is there so many times."""
        drawn = counts[self._order]
        positives = np.add.reduceat(drawn * self._truth, self._starts)
        negatives = np.add.reduceat(drawn * ~self._truth, self._starts)
        below = np.cumsum(negatives) - negatives / 2
        return float(positives @ below) / (int(positives.sum()) * int(negatives.sum()))


def _samples(truth: Truth, seed: int) -> Iterator[Counts]:
    """How often each row is drawn, sample by sample."""
    draws = np.random.default_rng(seed)
    sides = [np.flatnonzero(truth), np.flatnonzero(~truth)]
    for _ in range(SAMPLES):
        drawn = np.concatenate([draws.choice(side, len(side)) for side in sides])
        yield np.bincount(drawn, minlength=len(truth))
