"""Pages, results and shipped weights speak of the same file and of the same data."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from moderation.classifier.shipped import PATH, shipped
from moderation.policy import Policy, digest
from training.data.catalogue import shipped as catalogue
from training.evaluate import Results
from training.report import PAGES, with_figures
from training.youtube import SET, LeaveOneOut

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def results() -> Results:
    return msgspec.json.decode((ROOT / "results" / "shipped.json").read_bytes(), type=Results)


def test_the_results_are_those_of_the_shipped_weights_and_the_default_policy(results) -> None:
    assert (results.weights,) == shipped().digests, "run `moderation-train evaluate`"
    assert results.policy == digest(Policy()), "run `moderation-train evaluate`"


def test_the_results_were_measured_on_the_data_of_the_catalogue(results) -> None:
    known = {f"{name}/{file}": sha for name, data in catalogue().items() for file, sha in data.sha256.items()}
    assert results.data.items() <= known.items()
    youtube = msgspec.json.decode((ROOT / "results" / "youtube.json").read_bytes(), type=LeaveOneOut)
    assert youtube.data == catalogue()[SET].sha256


@pytest.mark.parametrize("page", PAGES)
def test_the_figures_on_a_page_are_those_of_the_results(page) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert text == with_figures(text, ROOT), "run `moderation-train docs`"
    assert "<!-- figures:" in text


def test_the_shipped_weights_learnt_from_open_data_alone() -> None:
    openly = {name for name, data in catalogue().items() if data.folder == "open"} | {"adverts"}
    assert set(shipped().manifest.sources) <= openly


def test_the_shipped_weights_file_is_small() -> None:
    assert PATH.stat().st_size <= 8_000_000


def test_the_classifier_reaches_what_the_release_asks_for(results) -> None:
    """Floors, so that a later fit that loses ground is noticed; the measured figures are in the model card."""
    assert results.scores["vihos dev toxicity, as written"].auc >= 0.90
    assert results.scores["vihsd dev toxicity, as written"].auc >= 0.90
    news, social = results.policy_outcomes["victsd dev, clean"], results.policy_outcomes["vihsd dev, toxic"]
    assert news.held <= 0.03
    assert news.refused <= 0.003
    assert social.held + social.refused >= 0.60
