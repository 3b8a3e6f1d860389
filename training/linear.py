"""Linear models of one label. Whatever they are made of, each is one weight a column, so that shares stay exact."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression

from training.config import Head
from training.matrix import Targets
from training.metrics import Scores


class Linear(NamedTuple):
    """The logit of a row x is x @ weights + bias; *weights* has one float64 a column."""

    weights: NDArray[np.float64]
    bias: float

    def logits(self, rows: csr_matrix) -> Scores:
        """One for each of *rows*."""
        found: Scores = rows @ self.weights + self.bias
        return found


def head_model(head: Head, rows: csr_matrix, known: Targets) -> Linear:
    """One regression or the sum of two, as *head* asks."""
    rarity = inverse_frequencies(rows) if head.rare else np.ones(rows.shape[1])
    plain = weighted(rows, known, head.c, rarity)
    if not head.bayes:
        return plain
    ratios = log_count_ratios(rows, known) * rarity
    return mixed(plain, weighted(rows, known, head.bayes_c, ratios), rows, head.bayes)


def regression(rows: csr_matrix, known: Targets, c: float) -> Linear:
    """Logistic regression with an L2 penalty; *c* is the inverse of its strength."""
    model = LogisticRegression(C=c, solver="liblinear", max_iter=300, random_state=0)
    model.fit(rows, known.positive, sample_weight=known.weights)
    return Linear(model.coef_[0], float(model.intercept_[0]))


def weighted(rows: csr_matrix, known: Targets, c: float, columns: NDArray[np.float64]) -> Linear:
    """A regression in which column j counts columns[j] times, so that its weight costs the less.

    What is served stays a weight a column: columns[j] times the one that was learnt.
    """
    inner = regression(rows @ diags(columns), known, c)
    return Linear(columns * inner.weights, inner.bias)


def inverse_frequencies(rows: csr_matrix) -> NDArray[np.float64]:
    """By column, the smoothed inverse document frequency, scaled so that a set column has 1 in the mean square.

    Spärck Jones, 1972, "A statistical interpretation of term specificity and its application in retrieval".
    """
    setting = np.bincount(rows.indices, minlength=rows.shape[1])
    found = 1 + np.log((1 + rows.shape[0]) / (1 + setting))
    scaled: NDArray[np.float64] = found / np.sqrt(np.average(found**2, weights=setting))
    return scaled


def log_count_ratios(rows: csr_matrix, known: Targets) -> NDArray[np.float64]:
    """By column, how much more often it is set with the label than without, smoothed by one row.

    Wang and Manning, 2012, "Baselines and Bigrams: Simple, Good Sentiment and Topic Classification", whose weights
    for a regression these are.
    """
    set_in = rows.copy()
    set_in.data = np.ones_like(set_in.data)
    having, lacking = (1 + set_in.T @ (known.weights * side) for side in (known.positive, ~known.positive))
    ratios: NDArray[np.float64] = np.log((having / having.sum()) / (lacking / lacking.sum()))
    return ratios


def mixed(one: Linear, other: Linear, rows: csr_matrix, part: float) -> Linear:
    """Add *part* of *other* and the rest of *one*, each in units of its logits' deviation on *rows*."""
    spread, others = (float(linear.logits(rows).std()) or 1.0 for linear in (one, other))
    mine, its = 1 - part, part * spread / others
    return Linear(mine * one.weights + its * other.weights, mine * one.bias + its * other.bias)
