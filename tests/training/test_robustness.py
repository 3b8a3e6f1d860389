"""What evasions cost: counted on the comments that they change, at a threshold that finds enough of the others."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest

from moderation.classifier.shipped import shipped
from moderation.policy import Policy, digest
from moderation.text.folding import Folded
from training.data import Example
from training.data.catalogue import digests
from training.data.catalogue import shipped as catalogue
from training.evasion import EVASIONS
from training.robustness import OVERALL, SEED, Robustness, Spoken, costs, threshold_of, trial
from training.tables import robustness_table

ROOT = Path(__file__).parents[2]


class Naive:
    """Finds nothing but the word "địt", as it is written."""

    digests = ("sha256:naive",)

    def score(self, text: Folded, language: str) -> dict[str, int]:
        return {"toxicity": 9_000 if "địt" in text.source else 1_000}

    def shares(self, text: Folded, language: str, label: str) -> list[int]:
        return []


def example(text: str, toxicity: float) -> Example:
    return Example(text, "vi", "ours", {"toxicity": toxicity})


def measured(*comments: Example) -> Spoken:
    return costs(trial(Naive(), "vi", comments), 5_000)


COMMENTS = [example("địt mẹ chúng nó", 1), example("hay quá anh ơi", 0), example("địt là từ gì vậy", 0)]


def test_an_evasion_costs_what_is_no_longer_found_and_brings_what_is_newly_found() -> None:
    cost = measured(*COMMENTS).evasions["no_marks"]
    assert (cost.toxic, cost.recall, cost.recall_hidden, cost.kept) == (1, 1.0, 0.0, 0.0)
    assert (cost.clean, cost.false_alarms, cost.false_alarms_hidden, cost.ratio) == (2, 0.5, 0.0, 0.0)


def test_only_comments_that_an_evasion_changes_are_counted() -> None:
    cost = measured(*COMMENTS, example("ban thang", 0)).evasions["no_marks"]
    assert cost.clean == 2


def test_the_last_row_adds_up_the_others() -> None:
    found = measured(*COMMENTS).evasions
    assert found.keys() == {*EVASIONS["vi"], OVERALL}
    assert found[OVERALL].clean == sum(cost.clean for name, cost in found.items() if name != OVERALL)


@pytest.mark.parametrize(
    ("scores", "threshold"),
    [([6_000, 7_000, 1_000, 8_000, 100], 5_000), ([900, 700, 800, 600, 500], 700), ([4_000, 9_000], 4_000)],
)
def test_the_threshold_is_the_policys_or_the_highest_that_finds_six_in_ten(scores, threshold) -> None:
    assert threshold_of(np.array(scores), 5_000) == threshold


def test_a_lower_threshold_is_said_above_the_table() -> None:
    lower = measured(*COMMENTS, example("ngu", 1), example("cút", 1))
    results = Robustness(weights="", policy="", data={}, seed=SEED, languages={"vi": lower})
    assert "at the threshold 0.1000: recall 1.000" in robustness_table(results)
    assert "at the policy's 0.50 it is 0.333" in robustness_table(results)


@pytest.fixture(scope="module")
def results() -> Robustness:
    return msgspec.json.decode((ROOT / "results" / "robustness.json").read_bytes(), type=Robustness)


def test_the_results_are_those_of_the_shipped_weights_the_default_policy_and_the_catalogue(results) -> None:
    assert (results.weights,) == shipped().digests, "run `moderation-train robustness`"
    assert (results.policy, results.seed) == (digest(Policy()), SEED), "run `moderation-train robustness`"
    assert results.data.items() <= digests(catalogue()).items()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_evasion_of_the_registry_was_measured(results, language: str) -> None:
    assert results.languages[language].evasions.keys() == {*EVASIONS[language], OVERALL}
    assert results.languages[language].recall >= 0.6
