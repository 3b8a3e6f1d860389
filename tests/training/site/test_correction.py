"""A correction takes over what a head knows, adds what decisions teach, and stays one array of small integers."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from moderation.classifier.features import COLUMNS
from tests.training.site.learning import artifact, examples
from training.errors import TrainingError
from training.matrix import matrix
from training.site.correction import STRENGTHS, can_learn, correct

NOTHING = np.zeros(COLUMNS, dtype=np.int16)


def known(count: int, seed: int = 0):
    """Features and truth of so many decisions."""
    made = examples(count, seed)
    return matrix([one.text for one in made]), np.array([one.labels["toxicity"] > 0 for one in made])


def auc(weights: np.ndarray) -> float:
    features, truth = known(300, seed=1)
    return float(roc_auc_score(truth, features @ weights.astype(float)))


def test_a_correction_ranks_better_than_the_head_and_than_learning_from_nothing() -> None:
    base = artifact().weights[:, 0]
    corrected, alone = correct(*known(60), base), correct(*known(60), NOTHING)
    assert auc(corrected.head.weights) > auc(base)
    assert auc(corrected.head.weights) > auc(alone.head.weights) > 0.6


def test_what_no_decision_names_keeps_the_proportions_of_the_head() -> None:
    base = np.random.default_rng(0).integers(-1023, 1024, COLUMNS).astype(np.int16)
    features, truth = known(60)
    found = correct(features, truth, base).head.weights.astype(float)
    unseen = np.setdiff1d(np.arange(COLUMNS), features.indices)
    factor = found[unseen] @ base[unseen] / (base[unseen].astype(float) @ base[unseen])
    assert np.abs(found[unseen] - factor * base[unseen]).max() <= 0.51


def test_the_same_decisions_teach_the_same_integers() -> None:
    first, again = (correct(*known(60), NOTHING) for _ in range(2))
    assert np.array_equal(first.head.weights, again.head.weights)
    assert (first.head.bias, first.head.step, first.c) == (again.head.bias, again.head.step, again.c)
    assert first.c in STRENGTHS


def test_a_head_upside_down_is_turned_by_enough_decisions() -> None:
    assert auc(correct(*known(300), -artifact().weights[:, 0]).head.weights) > 0.9


@pytest.mark.parametrize(
    ("positive", "enough"),
    [([1, 0, 0, 1], False), ([1, 0, 0, 0, 0, 0, 1, 0], True), ([1, 0, 0, 0, 0, 0, 0, 0], False), ([], False)],
)
def test_both_classes_are_needed_early_and_late(positive: list[int], enough: bool) -> None:
    assert can_learn(np.array(positive, dtype=bool)) is enough


def test_too_few_decisions_are_told_with_the_cure() -> None:
    features, _ = known(8)
    with pytest.raises(TrainingError, match=r"0 of 8 decisions to learn from have the label.*; export more"):
        correct(features, np.zeros(8, dtype=bool), NOTHING)
