"""What Perspective's thresholds flag: counted rightly, and told as it was measured."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest

from moderation.classifier.shipped import shipped
from service.doors.perspective_attributes import LABELS
from training.data.catalogue import digests
from training.evaluate import Scored
from training.tables import thresholds_table
from training.thresholds import TASKS, THRESHOLDS, Thresholds, measured

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "leaving-perspective.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def results() -> Thresholds:
    return msgspec.json.decode((ROOT / "results" / "perspective.json").read_bytes(), type=Thresholds)


def test_shares_and_precision_are_counted_by_threshold() -> None:
    scores, truth = np.array([0.1, 0.6, 0.75, 0.95]), np.array([False, False, True, True])
    found = measured(Scored([None] * 4, scores, truth))  # type: ignore[list-item]
    assert (found.comments, found.labelled) == (4, 0.5)
    assert [(one.flagged, one.precision) for one in found.flagged] == [
        (0.75, 0.6667),
        (0.5, 1.0),
        (0.25, 1.0),
        (0.25, 1.0),
    ]


def test_the_results_are_those_of_the_shipped_weights_and_the_catalogue(results: Thresholds) -> None:
    assert (results.weights,) == shipped().digests, "run `moderation-train thresholds`"
    assert results.data == digests({task.name for task in TASKS}), "run `moderation-train thresholds`"
    assert [one.threshold for one in next(iter(results.sets.values())).flagged] == list(THRESHOLDS)


def test_the_page_tells_what_was_measured(results: Thresholds) -> None:
    assert thresholds_table(results) in PAGE


def test_the_page_tells_what_is_scored_in_which_language() -> None:
    offers = shipped().manifest.offers
    for attribute, label in LABELS.items():
        [row] = [line for line in PAGE.splitlines() if line.startswith("|") and f"`{attribute}`" in line]
        told = [cell.strip() == "yes" for cell in row.strip("|").split("|")[1:]]
        assert told == [label in offers["vi"], label in offers["en"]], attribute
