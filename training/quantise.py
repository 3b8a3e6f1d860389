"""From scikit-learn's floats to the small integers that are served; calibration comes after, on integer logits."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from moderation.classifier.artifact import Artifact
from training.errors import TrainingError
from training.linear import Linear
from training.matrix import FACTOR_ONE

MOST = 1023  # 127 lost 0.01 of the recall at 3 % false alarms; beyond 1023 only the file grew


class Quantised(NamedTuple):
    """int16 weights of one label and its integer bias; *step* is the float that one unit of weight stands for."""

    weights: NDArray[np.int16]
    bias: int
    step: float

    @property
    def linear(self) -> Linear:
        """The same in the units of `matrix`, one of its logits being `FACTOR_ONE` of those that are served."""
        return Linear(self.weights.astype(np.float64), self.bias / FACTOR_ONE)


def served(artifact: Artifact, head: str) -> Quantised:
    """The *head* of a weights file, whose step is forgotten. Raises `TrainingError` when it has none of that name."""
    heads = artifact.manifest.heads
    if head not in heads:
        raise TrainingError(
            f"no head {head!r} in the weights, only {', '.join(heads)}; fit them by this configuration"
        )
    column = heads.index(head)
    return Quantised(artifact.weights[:, column], artifact.manifest.biases[column], 1.0)


def quantise(weights: NDArray[np.float64], bias: float) -> Quantised:
    """Round *weights* to whole steps and *bias* to whole logit units (a step by a row's factor).

    Raises `TrainingError` when nothing was learnt.
    """
    if not weights.any():
        raise TrainingError("every weight is 0: a head learnt nothing; give it more examples or a larger c")
    step = float(np.abs(weights).max()) / MOST
    units = np.rint(weights / step).astype(np.int16)
    return Quantised(units, round(bias / step * FACTOR_ONE), step)
