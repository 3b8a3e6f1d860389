"""What a site flags at the thresholds that it had for Perspective: the share of comments, and how many rightly."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from moderation.classifier.scoring import IntegerClassifier
from training.data.catalogue import digests, shipped
from training.evaluate import Scored, Task, scored
from training.metrics import rounded

THRESHOLDS = (0.5, 0.7, 0.8, 0.9)
TASKS = (
    Task("vihos", "dev", "toxicity"),
    Task("vihsd", "dev", "toxicity"),
    Task("victsd", "dev", "toxicity"),
    Task("context_toxicity", "dev", "toxicity"),
    Task("olid", "train", "toxicity"),
    Task("impermium", "train", "insult"),
    Task("hatemoji", "dev", "identity_attack"),
)


class Flagged(Struct, frozen=True):
    """At *threshold* a share *flagged* of all comments, *precision* of them rightly; 0 when none is flagged."""

    threshold: float
    flagged: float
    precision: float


class Measured(Struct, frozen=True, kw_only=True):
    """One set: how many comments, the share that raters call so, and what each threshold flags."""

    comments: int
    labelled: float
    flagged: list[Flagged]


class Thresholds(Struct, frozen=True, kw_only=True):
    """What was measured, on what, with what."""

    weights: str
    data: dict[str, str]  # "set/file" to its SHA-256
    sets: dict[str, Measured]


def measure(weights: Path, root: Path) -> Thresholds:
    """Measure *weights* on comments that nothing was learnt from. Raises `DataError` and `WeightsError`."""
    classifier = IntegerClassifier.from_file(weights)
    return Thresholds(
        weights=classifier.digests[0],
        data=digests({task.name for task in TASKS}),
        sets={task.title: measured(scored(classifier, root, task, shipped())) for task in TASKS},
    )


def measured(found: Scored) -> Measured:
    """What the thresholds flag of *found*."""
    return Measured(
        comments=len(found.examples),
        labelled=rounded(float(found.truth.mean())),
        flagged=[_flagged(found, threshold) for threshold in THRESHOLDS],
    )


def _flagged(found: Scored, threshold: float) -> Flagged:
    over = found.probabilities >= threshold
    precision = float(found.truth[over].mean()) if over.any() else 0.0
    return Flagged(threshold, rounded(float(over.mean())), rounded(precision))
