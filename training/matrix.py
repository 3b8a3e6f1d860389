"""Texts as the very matrix that serving multiplies: hashed columns, integer values, one common factor a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from moderation.classifier.features import COLUMNS, terms
from moderation.classifier.scoring import factor
from training.data import Example
from training.folded import folded
from training.progress import watched

FACTOR_ONE = 65_536  # the factor of a text of one column; rows are scaled by factor / FACTOR_ONE


_ALL_ALIKE: Mapping[str, float] = MappingProxyType({})


class Targets(NamedTuple):
    """For one label: *rows* whose label is known, whether each has it, and how much each counts."""

    rows: NDArray[np.intp]
    positive: NDArray[np.bool_]
    weights: NDArray[np.float64]


def matrix(texts: Sequence[str], what: str = "features") -> csr_matrix:
    """Shape (texts, COLUMNS), float64, scaled as serving scales."""
    found = [terms(folded(text)) for text in watched(texts, what)]
    ends = np.cumsum([0, *(len(row.columns) for row in found)])
    values = [row.values * (factor(len(row.columns)) / FACTOR_ONE) for row in found]
    columns = [row.columns.astype(np.int32) for row in found]
    joined = csr_matrix((_joined(values), _joined(columns), ends), shape=(len(texts), COLUMNS))
    joined.sort_indices()  # so that the sums of a fit run in one order
    return joined


def targets(
    examples: Sequence[Example],
    label: str,
    teachers: Mapping[str, float],
    sets: Mapping[str, float] = _ALL_ALIKE,
) -> Targets:
    """Who has *label*, *teachers* weighing the languages and *sets* the data sets ("*": all that are not named).

    A label between 0 and 1 counts for its side by how far it is from the middle. What counts 0 is left out.
    """
    found = [
        (
            row,
            example.labels[label],
            example.weight * teachers[example.language] * _share(sets, example.source),
        )
        for row, example in enumerate(examples)
        if label in example.labels and example.language in teachers
    ]
    known = [one for one in found if one[2]]
    values = np.array([value for _, value, _ in known])
    weights = np.array([weight for _, _, weight in known]) * np.maximum(np.abs(values - 0.5) * 2, 0.2)
    return Targets(np.array([row for row, _, _ in known], dtype=np.intp), values >= 0.5, weights)


def _share(sets: Mapping[str, float], source: str) -> float:
    """How much a text counts that may come from several sets: as in the one where it counts most."""
    return max(sets.get(name, sets.get("*", 1.0)) for name in source.split("+"))


def _joined(parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
    return np.concatenate(parts) if parts else np.zeros(0)
