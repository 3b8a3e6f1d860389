"""A linear correction of one head, learnt from decisions in time order, and merged with it into one array.

Logistic regression on the hashed features with an L2 penalty, in which the head's own logit is one more feature with
a light penalty: what the decisions do not speak about stays with the head's weights, times a factor that the decisions
choose. With a factor of 1 this is the prior of Chelba and Acero, 2004, "Adaptation of Maximum Entropy Capitalizer"; but
then a head that is sure of what it learnt elsewhere takes thousands of decisions to unlearn it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from training.errors import TrainingError
from training.quantise import Quantised, quantise

STRENGTHS = (0.3, 1.0, 3.0, 10.0, 30.0)  # inverse penalties, strictest first
CHOOSING = 0.25  # of the decisions, the latest, by which the penalty is chosen
PULL = 0.2  # standard deviation of the head's logit as a feature: the larger, the lighter its penalty
INTERCEPT = 10.0  # as a feature, so that the penalty hardly touches it

Rows = NDArray[np.intp]
Positive = NDArray[np.bool_]


class Learnt(NamedTuple):
    """A corrected head, and the inverse penalty *c* that was chosen. Its log odds are logit * step / FACTOR_ONE."""

    head: Quantised
    c: float


def can_learn(positive: Positive) -> bool:
    """Whether both classes are among the decisions learnt from and among those by which the penalty is chosen."""
    cut = _cut(positive)
    return all(0 < part.sum() < len(part) for part in (positive[:cut], positive[cut:]))


def correct(features: csr_matrix, positive: Positive, base: NDArray[np.int16]) -> Learnt:
    """Learn from rows in time order. *base*: the head's weights, shape (COLUMNS,); zeros: learn from nothing.

    The penalty is the one with the lowest log loss on the latest quarter when learnt from the others; then all
    are learnt from. Raises `TrainingError` when `can_learn` says no.
    """
    if not can_learn(positive):
        raise TrainingError(
            f"{int(positive.sum()):,} of {len(positive):,} decisions to learn from have the label, and their earlier "
            f"{1 - CHOOSING:.0%} and later {CHOOSING:.0%} both need some with it and some without; export more"
        )
    cut = _cut(positive)
    earlier, later = (features[:cut], positive[:cut]), (features[cut:], positive[cut:])
    losses = [_log_loss(_fit(c, *earlier, base), *later) for c in STRENGTHS]
    c = STRENGTHS[int(np.argmin(losses))]
    return Learnt(quantise(*_fit(c, features, positive, base)), c)


class _Linear(NamedTuple):
    weights: NDArray[np.float64]
    bias: float


def _fit(c: float, features: csr_matrix, positive: Positive, base: NDArray[np.int16]) -> _Linear:
    columns = np.unique(features.indices)  # the others would only cost time
    logits = features @ base.astype(np.float64)
    scale = PULL / (float(logits.std()) or 1.0)
    seen = hstack([features[:, columns], csr_matrix(logits[:, None] * scale)], format="csr")
    model = LogisticRegression(
        C=c, solver="liblinear", max_iter=1_000, random_state=0, intercept_scaling=INTERCEPT
    ).fit(seen, positive)
    weights = base * (scale * model.coef_[0, -1])
    weights[columns] += model.coef_[0, :-1]
    return _Linear(weights, float(model.intercept_[0]))


def _log_loss(found: _Linear, features: csr_matrix, positive: Positive) -> float:
    odds = features @ found.weights + found.bias
    return float(np.logaddexp(0, np.where(positive, -odds, odds)).mean())


def _cut(positive: Positive) -> int:
    return round(len(positive) * (1 - CHOOSING))
