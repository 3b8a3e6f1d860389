"""The figures of the research build on the dev splits of the sets that it may learn from; and Impermium's by folds.

Thresholds are tuned on the same dev split, as the published figures beside which these stand are; so a macro-F1
here is a little kinder than one on unseen comments. An area under the curve needs no threshold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedKFold

from moderation.classifier.features import terms
from moderation.classifier.scoring import IntegerClassifier
from training.config import Head
from training.data import Example, load
from training.data.catalogue import digests
from training.errors import TrainingError
from training.folded import folded
from training.linear import head_model
from training.matrix import matrix, targets
from training.metrics import Scores, Truth, quality, rounded
from training.progress import watched

# Set, label, and the head that is made for it.
BENCHMARKS = (
    ("vihsd", "toxicity", "toxicity.vi"),
    ("victsd", "toxicity", "news.vi"),
    ("vispamreviews", "spam", "reviews.vi"),
)
FOLDS = 5
INSULT = Head(
    "insult.en",
    "insult",
    c=30.0,
    prior={},
    teachers={"en": 1.0, "vi": 1.0},
    bayes=0.5,
    bayes_c=10.0,
    rare=True,
)


class Ranking(Struct, frozen=True):
    """How well logits rank; there is no calibration to judge, as not every head is offered."""

    examples: int
    positive: int
    auc: float
    average_precision: float
    macro_f1: float


class Research(Struct, frozen=True, kw_only=True):
    """What was measured, on what, with what; *three_classes* is ViHSD's macro-F1 of clean, offensive and hate."""

    weights: str
    data: dict[str, str]
    scores: dict[str, Ranking]
    three_classes: float


def measure(weights: Path, root: Path) -> Research:
    """Measure *weights* under *root*. Raises `DataError`, `WeightsError`, and `TrainingError` for another build."""
    classifier = IntegerClassifier.from_file(weights)
    if missing := {head for *_, head in BENCHMARKS} - set(classifier.manifest.heads):
        cure = "fit it with --config training/configs/research.toml"
        raise TrainingError(f"{weights} has no head {min(missing)!r}; {cure}")
    scores = {}
    for name, label, head in BENCHMARKS:
        examples = load(name, root, "dev")
        truth = np.array([example.labels[label] >= 0.5 for example in examples])
        scores[f"{name} dev {label}"] = _ranking(_logits(classifier, examples)[head], truth)
    scores[f"impermium, {FOLDS} folds, insult"] = _cross_validated(load("impermium", root))
    return Research(
        weights=classifier.digests[0],
        data=digests([name for name, *_ in BENCHMARKS] + ["impermium"]),
        scores=scores,
        three_classes=rounded(_three_classes(classifier, load("vihsd", root, "dev"))),
    )


def _logits(classifier: IntegerClassifier, examples: Sequence[Example]) -> Mapping[str, Scores]:
    """By head, one logit an example."""
    found = [classifier.logits(terms(folded(example.text))) for example in watched(examples, "logits")]
    return dict(zip(classifier.manifest.heads, np.array(found, dtype=np.float64).T, strict=True))


def _ranking(logits: Scores, truth: Truth) -> Ranking:
    found = quality((logits - logits.min()) / np.ptp(logits), truth)
    return Ranking(found.examples, found.positive, found.auc, found.average_precision, found.macro_f1)


def _three_classes(classifier: IntegerClassifier, examples: Sequence[Example]) -> float:
    """The best macro-F1 of: clean under one threshold; of the rest hate from another one on, else offensive."""
    truth = np.array([int(example.raw) for example in examples])
    logits = _logits(classifier, examples)
    toxic, hate = logits["social.vi"], logits["severe_toxicity.vi"]
    lows, highs = (
        np.quantile(toxic, np.linspace(0.75, 0.95, 81)),
        np.quantile(hate, np.linspace(0.8, 0.97, 69)),
    )
    return max(
        macro_f1(np.where(toxic < low, 0, np.where(hate >= high, 2, 1)), truth)
        for low, high in product(lows, highs)
    )


def macro_f1(told: NDArray[np.int64], truth: NDArray[np.int64], classes: int = 3) -> float:
    """The mean over classes of F1; a class that is neither told nor true counts 0."""
    pairs = np.bincount(classes * truth + told, minlength=classes * classes).reshape(classes, classes)
    sums = pairs.sum(axis=0) + pairs.sum(axis=1)
    return float(np.mean(2 * pairs.diagonal() / np.maximum(sums, 1)))


def _cross_validated(examples: Sequence[Example]) -> Ranking:
    """Each comment scored by a head that learnt from the other folds."""
    rows = matrix([example.text for example in examples])
    known = targets(examples, INSULT.label, INSULT.teachers)
    scores = np.zeros(len(examples))
    for learnt, unseen in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(rows, known.positive):
        part = known._replace(positive=known.positive[learnt], weights=known.weights[learnt])
        head = head_model(INSULT, rows[learnt], part)
        scores[unseen] = head.logits(rows[unseen])
    return _ranking(scores, known.positive)
