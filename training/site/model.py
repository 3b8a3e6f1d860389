"""From decisions to a weights file: split by time, learn, measure on the later ones, promote or refuse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from msgspec import Struct

from moderation.classifier import UNIT
from moderation.classifier.artifact import Artifact, unpack
from moderation.classifier.scoring import IntegerClassifier
from training.data import Example
from training.errors import DataError
from training.folded import folded
from training.metrics import Quality, quality
from training.site.curve import Lesson, Point, Step, curve, lesson
from training.site.decisions import Decision, taught
from training.site.promotion import Place, base_weights, is_offered, odds_shift, promoted

LEAST = 10  # later decisions of either class: a ranking of fewer says nothing


class Learning(Struct, frozen=True, kw_only=True):
    """A learning curve, on what, with what: SHA-256 of *weights* and of each file of *data*."""

    weights: str
    data: dict[str, str]
    label: str
    language: str
    later: int
    later_positive: int
    points: tuple[Point, ...]


class Report(Struct, frozen=True, kw_only=True):
    """What a run learnt. *before* and *after* are scores as served, on the later decisions.

    *before* is None where the weights did not offer the label. *corrected* is the digest of the corrected file, and
    *c* the inverse penalty that was chosen.
    """

    learning: Learning
    left_out: dict[str, int]
    before: Quality | None
    after: Quality
    corrected: str
    c: float


class Wish(Struct, frozen=True, kw_only=True):
    """What to learn: *later* is the share of decisions kept for measuring, *prior* of comments with the label.

    *language* None: that of most decisions; *prior* None: the share among the decisions learnt from.
    """

    label: str = "toxicity"
    language: str | None = None
    later: float = 0.2
    prior: float | None = None


class Site(NamedTuple):
    """A run's report, and the corrected weights file, good or not."""

    report: Report
    data: bytes


def learn(artifact: Artifact, decisions: Sequence[Decision], data: dict[str, str], wish: Wish) -> Site:
    """Learn from all but the latest of *decisions* (in time order, of the files *data*) and measure on those.

    Raises `DataError` when no decision is about what is wished for or too few are there to measure on, and
    `TrainingError` when too few are there to learn from.
    """
    examples, left_out = taught(decisions, wish.label, wish.language)
    place = Place(wish.label, examples[0].language)
    earlier, later = split(examples, wish.label, wish.later)
    given = lesson(earlier, later, wish.label, base_weights(artifact, place))
    steps = curve(given)
    found = steps[-1].learnt
    assert found is not None  # only a step of no decisions has none
    shift = odds_shift(float(given.positive[given.fresh].mean()), wish.prior)
    written = promoted(artifact, place, found.head, shift)
    corrected = unpack(written)
    report = Report(
        learning=learning(given, steps, place, artifact.digest, data),
        left_out=left_out,
        before=_quality(artifact, place, later) if is_offered(artifact, place) else None,
        after=_quality(corrected, place, later),
        corrected=corrected.digest,
        c=found.c,
    )
    return Site(report, written)


def split(
    examples: Sequence[Example], label: str, share: float
) -> tuple[Sequence[Example], Sequence[Example]]:
    """Earlier and later examples, the latest *share* of them later.

    Raises `DataError` when the later ones have fewer than `LEAST` of either class.
    """
    cut = len(examples) - round(len(examples) * share)
    earlier, later = examples[:cut], examples[cut:]
    positive = sum(example.labels[label] >= 0.5 for example in later)
    if min(positive, len(later) - positive) < LEAST:
        raise DataError(
            f"of the {len(later):,} later decisions {positive:,} have {label}; to measure on them, at least {LEAST} "
            f"must have it and {LEAST} not: export more decisions, or give a larger share by --later"
        )
    return earlier, later


def learning(
    given: Lesson, steps: Sequence[Step], place: Place, weights: str, data: dict[str, str]
) -> Learning:
    """The curve, with where it comes from."""
    return Learning(
        weights=weights,
        data=data,
        label=place.label,
        language=place.language,
        later=len(given.later_positive),
        later_positive=int(given.later_positive.sum()),
        points=tuple(step.point for step in steps),
    )


def _quality(artifact: Artifact, place: Place, examples: Sequence[Example]) -> Quality:
    """Of scores as served."""
    classifier = IntegerClassifier(artifact)
    scores = [classifier.score(folded(example.text), place.language)[place.label] for example in examples]
    truth = np.array([example.labels[place.label] >= 0.5 for example in examples])
    return quality(np.array(scores) / UNIT, truth)
