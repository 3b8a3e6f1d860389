"""Linear models of one label. Whatever they are made of, each is one weight a column, so that shares stay exact."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression

from training.matrix import Targets


class Linear(NamedTuple):
    """The logit of a row x is x @ weights + bias; *weights* has one float64 a column."""

    weights: NDArray[np.float64]
    bias: float


def regression(rows: csr_matrix, known: Targets, c: float) -> Linear:
    """Logistic regression with an L2 penalty; *c* is the inverse of its strength."""
    model = LogisticRegression(C=c, solver="liblinear", max_iter=300, random_state=0)
    model.fit(rows, known.positive, sample_weight=known.weights)
    return Linear(model.coef_[0], float(model.intercept_[0]))


def bayesian(rows: csr_matrix, known: Targets, c: float) -> Linear:
    """A regression on columns weighted by the log-count ratios of naive Bayes, r: the weights are r * w.

    Wang and Manning, 2012, "Baselines and Bigrams: Simple, Good Sentiment and Topic Classification".
    """
    ratios = log_count_ratios(rows, known)
    inner = regression(rows @ diags(ratios), known, c)
    return Linear(ratios * inner.weights, inner.bias)


def log_count_ratios(rows: csr_matrix, known: Targets) -> NDArray[np.float64]:
    """By column, how much more often it is set with the label than without, smoothed by one row."""
    set_in = rows.copy()
    set_in.data = np.ones_like(set_in.data)
    having, lacking = (1 + set_in.T @ (known.weights * side) for side in (known.positive, ~known.positive))
    ratios: NDArray[np.float64] = np.log((having / having.sum()) / (lacking / lacking.sum()))
    return ratios


def mixed(one: Linear, other: Linear, rows: csr_matrix, part: float) -> Linear:
    """Add *part* of *other* and the rest of *one*, each in units of its logits' deviation on *rows*."""
    spread, others = (float((rows @ linear.weights).std()) or 1.0 for linear in (one, other))
    mine, its = 1 - part, part * spread / others
    return Linear(mine * one.weights + its * other.weights, mine * one.bias + its * other.bias)
