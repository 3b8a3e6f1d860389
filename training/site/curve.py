"""The learning curve: how well later decisions are ranked after so many earlier ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.metrics import roc_auc_score

from training.data import Example
from training.data.dedupe import bare
from training.matrix import FACTOR_ONE, matrix, targets
from training.metrics import Truth, rounded
from training.progress import watched
from training.site.correction import Learnt, can_learn, correct
from training.site.resample import Ranking, share_better

STEPS = (0, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)


class Point(Struct, frozen=True, kw_only=True):
    """AUC on later decisions after so many *decisions*.

    *learnt* of them were learnt from, the others being texts that are among the later ones too. *corrected* is the
    head with its correction, *alone* the same learning from nothing. *better* and *better_than_alone* are the shares
    of 1,000 samples of the later decisions in which the corrected head ranks better than as it was, and than alone.
    """

    decisions: int
    learnt: int
    corrected: float
    alone: float
    better: float
    better_than_alone: float


class Step(NamedTuple):
    """A point of the curve and the corrected head behind it, None where there is no decision yet."""

    point: Point
    learnt: Learnt | None


class Lesson(NamedTuple):
    """Earlier decisions in time order, which of them are *fresh*, later ones, and the head's own weights."""

    features: csr_matrix
    positive: Truth
    fresh: Truth
    later: csr_matrix
    later_positive: Truth
    base: NDArray[np.int16]


def lesson(
    earlier: Sequence[Example], later: Sequence[Example], label: str, base: NDArray[np.int16]
) -> Lesson:
    """Texts as numbers; an earlier text that is among the later ones, however it is written, is not fresh."""
    held = {bare(example.text) for example in later}
    return Lesson(
        features=matrix([example.text for example in earlier], "earlier decisions"),
        positive=_positive(earlier, label),
        fresh=np.array([bare(example.text) not in held for example in earlier], dtype=np.bool_),
        later=matrix([example.text for example in later], "later decisions"),
        later_positive=_positive(later, label),
        base=base,
    )


def curve(given: Lesson) -> list[Step]:
    """A step for each of `STEPS` that the earlier decisions reach, and one for all of them.

    Steps at which nothing can be learnt yet are left out. Raises `TrainingError` when all of them are too few.
    """
    everything = len(given.positive)
    counts = [count for count in STEPS if count < everything and _learnable(given, count)]
    return [_step(given, count) for count in watched([*counts, everything], "learning curve")]


def _learnable(given: Lesson, count: int) -> bool:
    return count == 0 or can_learn(given.positive[_rows(given, count)])


def _step(given: Lesson, count: int) -> Step:
    if count == 0:
        return Step(_point(given, 0, _before(given), np.zeros(given.later.shape[0])), None)
    corrected, alone = (_learnt(given, count, base) for base in (given.base, np.zeros_like(given.base)))
    return Step(_point(given, count, _ranking(given, corrected), _ranking(given, alone)), corrected)


def _learnt(given: Lesson, count: int, base: NDArray[np.int16]) -> Learnt:
    rows = _rows(given, count)
    return correct(given.features[rows], given.positive[rows], base)


def _rows(given: Lesson, count: int) -> NDArray[np.intp]:
    return np.flatnonzero(given.fresh[:count])


def _point(given: Lesson, count: int, corrected: Ranking, alone: Ranking) -> Point:
    truth = given.later_positive
    return Point(
        decisions=count,
        learnt=len(_rows(given, count)),
        corrected=rounded(roc_auc_score(truth, corrected)),
        alone=rounded(roc_auc_score(truth, alone)),
        better=rounded(share_better(corrected, _before(given), truth)),
        better_than_alone=rounded(share_better(corrected, alone, truth)),
    )


def _before(given: Lesson) -> Ranking:
    ranking: Ranking = given.later @ given.base.astype(np.float64)
    return ranking


def _ranking(given: Lesson, found: Learnt) -> Ranking:
    """The logits that serving would compute, over `FACTOR_ONE`."""
    head = found.head
    ranking: Ranking = given.later @ head.weights.astype(np.float64) + head.bias / FACTOR_ONE
    return ranking


def _positive(examples: Sequence[Example], label: str) -> Truth:
    return targets(examples, label, {example.language: 1.0 for example in examples}).positive
