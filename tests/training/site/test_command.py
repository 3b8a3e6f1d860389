"""`moderation-train site --decisions FILE` writes weights when they are better, and a report either way."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import msgspec
import pytest

from moderation import Moderator
from moderation.classifier.artifact import pack
from moderation.classifier.scoring import IntegerClassifier
from tests.training.site.learning import artifact, examples
from training.__main__ import main
from training.data import Example
from training.site.model import Report

START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    path = tmp_path / "ours.weights"
    path.write_bytes(pack(artifact().manifest, artifact().weights))
    return path


def exported(folder: Path, decided: Sequence[Example]) -> Path:
    """As JSON Lines, a minute apart, the lines in any order."""
    lines = [
        msgspec.json.encode(
            {
                "text": one.text,
                "action": "reject" if one.labels["toxicity"] else "publish",
                "at": START + timedelta(minutes=minute),
                "language": "vi",
            }
        )
        for minute, one in enumerate(decided)
    ]
    Random(0).shuffle(lines)
    path = folder / "decisions.jsonl"
    path.write_bytes(b"\n".join(lines))
    return path


def run(weights: Path, decided: Sequence[Example], *options: str) -> int:
    decisions = exported(weights.parent, decided)
    output = weights.parent / "new" / "site.weights"
    given = ("--decisions", str(decisions), "--weights", str(weights), "--output", str(output))
    return main(["site", *given, *options])


def test_a_better_model_is_written_with_its_report_and_plot(weights, tmp_path, capsys) -> None:
    assert run(weights, examples(400)) == 0
    report = msgspec.json.decode((tmp_path / "new" / "site.json").read_bytes(), type=Report)
    written = tmp_path / "new" / "site.weights"
    assert report.corrected == f"sha256:{hashlib.sha256(written.read_bytes()).hexdigest()}"
    assert report.learning.weights == f"sha256:{hashlib.sha256(weights.read_bytes()).hexdigest()}"
    assert list(report.learning.data) == ["decisions.jsonl"]
    assert report.before is not None
    assert report.after.auc > report.before.auc
    assert report.after.calibration_error < 0.1
    assert (report.learning.later, report.learning.points[-1].decisions) == (80, 320)
    assert "<svg" in (tmp_path / "new" / "site.svg").read_text()
    assert "| corrected " in capsys.readouterr().out


def test_what_is_written_is_an_ordinary_weights_file(weights, tmp_path) -> None:
    run(weights, examples(400))
    moderator = Moderator(classifier=IntegerClassifier.from_file(tmp_path / "new" / "site.weights"))
    fruit, house = (moderator.check(f"hôm nay người nói về {word} rất nhiều") for word in ("xoài", "sách"))
    assert fruit.scores["toxicity"] > 0.5 > house.scores["toxicity"]


def test_the_same_decisions_make_the_same_bytes(weights, tmp_path) -> None:
    made = []
    for _ in range(2):
        run(weights, examples(200))
        made.append((tmp_path / "new" / "site.weights").read_bytes())
    assert made[0] == made[1]


def test_what_is_not_better_is_not_written_but_reported(weights, tmp_path, capsys) -> None:
    draws = Random(1)
    random = [
        msgspec.structs.replace(one, labels={"toxicity": float(draws.random() < 0.5)})
        for one in examples(200)
    ]
    assert run(weights, random) == 1
    assert "not written: the corrected head ranks later decisions better in only" in capsys.readouterr().err
    assert not (tmp_path / "new" / "site.weights").exists()
    assert json.loads((tmp_path / "new" / "site.json").read_text())["learning"]["points"][-1]["better"] < 0.95


def test_decisions_are_split_by_time_not_by_line(weights, tmp_path) -> None:
    """The first 300 know no fruit at all: the later ones alone do, and they are not learnt from."""
    clean = [one for one in examples(900) if not one.labels["toxicity"]][:300]
    assert run(weights, [*clean, *examples(75, 1)]) == 1


def test_too_few_later_decisions_are_told_with_the_cure(weights, capsys) -> None:
    assert run(weights, examples(60)) == 1
    told = capsys.readouterr().err
    assert "of the 12 later decisions" in told
    assert "export more decisions, or give a larger share by --later" in told


@pytest.mark.parametrize("options", [["--later", "1"], ["--prior", "x"], ["--label", "rage"], []])
def test_wrong_usage_ends_with_2(options: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["site", *(["--decisions", "x"] if options else []), *options])
    assert left.value.code == 2


def test_an_output_that_the_report_would_overwrite_is_refused(weights, capsys) -> None:
    assert run(weights, examples(150), "--output", str(weights.with_suffix(".json"))) == 1
    assert "end it in .weights" in capsys.readouterr().err
