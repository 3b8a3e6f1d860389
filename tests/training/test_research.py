"""The figures of the research build."""

import numpy as np
import pytest
from sklearn.metrics import f1_score

from moderation.classifier.shipped import PATH
from training.errors import TrainingError
from training.research import macro_f1, measure


def test_macro_f1_is_that_of_scikit_learn() -> None:
    rng = np.random.default_rng(0)
    truth, told = rng.integers(0, 3, 200), rng.integers(0, 3, 200)
    assert macro_f1(told, truth) == pytest.approx(f1_score(truth, told, average="macro"))


def test_a_class_that_is_never_told_counts_nothing() -> None:
    truth = np.array([0, 1, 2])
    assert macro_f1(np.zeros(3, dtype=np.int64), truth) == pytest.approx(0.5 / 3)


def test_a_build_without_its_heads_is_told_how_to_fit_one(tmp_path) -> None:
    with pytest.raises(TrainingError, match=r"research\.toml"):
        measure(PATH, tmp_path)
