"""Weights that are kept, and heads that are learnt again."""

from pathlib import Path

import pytest

from moderation.classifier.artifact import read
from tests.training.made_up import write_weights
from training.config import Config, Head
from training.errors import TrainingError
from training.fit import calibrated

HEADS = tuple(Head(name, name, 1.0, {"vi": 0.02}, {"vi": 1.0}) for name in ("toxicity.vi", "mood"))


def test_a_head_that_neither_file_nor_configuration_has_is_named_before_data_is_read(tmp_path: Path) -> None:
    kept, config = read(write_weights(tmp_path / "kept.weights")), Config("t", 1, HEADS, (), (), ())
    with pytest.raises(
        TrainingError, match=r"no head 'temper' in the configuration, only toxicity\.vi, mood"
    ):
        calibrated(config, tmp_path, kept, ["temper"])
    with pytest.raises(
        TrainingError, match=r"no head 'mood' in the weights, only toxicity\.vi, toxicity\.en"
    ):
        calibrated(config, tmp_path, kept)
