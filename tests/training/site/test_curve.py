"""The learning curve measures on later decisions only, and never learns a text that is among them."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace

from tests.training.site.learning import artifact, examples
from training.errors import TrainingError
from training.site.curve import curve, lesson

BASE = artifact().weights[:, 0]


def test_there_is_a_point_for_each_step_and_one_for_all() -> None:
    points = [step.point for step in curve(lesson(examples(350), examples(200, 1), "toxicity", BASE))]
    assert [point.decisions for point in points] == [0, 100, 300, 350]
    assert points[-1].corrected > points[0].corrected
    assert points[0].alone == 0.5
    assert all(point.better > 0.95 for point in points[1:])


def test_without_decisions_the_head_ranks_as_it_was() -> None:
    first = curve(lesson(examples(100), examples(100, 1), "toxicity", BASE))[0]
    assert (first.learnt, first.point.better, first.point.learnt) == (None, 0.5, 0)


def test_a_text_that_is_also_among_the_later_ones_is_not_learnt_however_it_is_written() -> None:
    earlier, later = examples(100), examples(100, 1)
    copies = [replace(one, text=one.text.upper() + "!") for one in later[:30]]
    last = curve(lesson([*earlier, *copies], later, "toxicity", BASE))[-1].point
    assert (last.decisions, last.learnt) == (130, 100)


def test_steps_with_one_class_only_are_left_out() -> None:
    clean = [replace(one, labels={"toxicity": 0.0}) for one in examples(100)]
    found = curve(lesson([*clean, *examples(100, 2)], examples(100, 1), "toxicity", BASE))
    assert [step.point.decisions for step in found] == [0, 200]


def test_one_class_among_all_earlier_decisions_is_an_error() -> None:
    clean = [replace(one, labels={"toxicity": 0.0}) for one in examples(50)]
    with pytest.raises(TrainingError, match="0 of 50 decisions to learn from have the label"):
        curve(lesson(clean, examples(100, 1), "toxicity", np.zeros_like(BASE)))
