"""`moderation-train evaluate --data FILE`: the figures of a weights file on anybody's comments."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from moderation.classifier.artifact import pack
from moderation.classifier.features import COLUMNS, terms
from moderation.text.folding import fold
from tests.moderation.classifier.weights import MANIFEST
from training.__main__ import main

TOXIC, CLEAN = "đồ ngu ngốc", "bài viết rất hay"


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """Heads that know one toxic sentence."""
    known = np.zeros((COLUMNS, 2), dtype=np.int16)
    known[terms(fold(TOXIC)).columns] = 1_000
    path = tmp_path / "mine.weights"
    path.write_bytes(pack(MANIFEST, known))
    return path


def evaluate(weights: Path, content: str, *options: str) -> int:
    path = weights.parent / "mine.tsv"
    path.write_text(content, encoding="utf-8")
    given = ("--weights", str(weights), "--data", str(path), "--text", "comment", "--label", "toxic")
    return main(["evaluate", *given, *options])


ROWS = f"comment\ttoxic\n{TOXIC}\t1\n{CLEAN}\t0\n{CLEAN} quá\t0.2\n"


def test_json_tells_figures_and_digests(weights, capsys) -> None:
    assert evaluate(weights, ROWS, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["quality"] | {"auc": 1.0, "average_precision": 1.0, "macro_f1": 1.0} == found["quality"]
    assert (found["quality"]["examples"], found["quality"]["positive"], found["unscored"]) == (3, 1, 0)
    assert found["sha256"] == hashlib.sha256(ROWS.encode()).hexdigest()
    assert found["weights"] == f"sha256:{hashlib.sha256(weights.read_bytes()).hexdigest()}"
    assert found["asked"] == {"head": "toxicity", "positive": ">=0.5", "language": None}


def test_a_table_tells_what_people_want_to_know(weights, capsys) -> None:
    assert evaluate(weights, ROWS) == 0
    printed = capsys.readouterr().out
    assert "| mine.tsv | 3        | 1          | 1.000 |" in printed
    assert "best threshold" in printed


def test_results_are_written_where_asked(weights, tmp_path) -> None:
    assert evaluate(weights, ROWS, "--results", str(tmp_path / "new" / "mine.json")) == 0
    assert json.loads((tmp_path / "new" / "mine.json").read_text())["file"] == "mine.tsv"


def test_rows_in_a_language_without_the_head_are_left_out_and_counted(weights, capsys) -> None:
    rows = "comment\ttoxic\n" + f"{TOXIC}\t1\n{CLEAN}\t0\n" + "what a lovely day it was\t1\n"
    assert evaluate(weights, rows, "--head", "spam", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["quality"]["examples"], found["unscored"]) == (2, 1)


def test_a_language_can_be_given_for_every_text(weights, capsys) -> None:
    rows = f"comment\ttoxic\nwhat a lovely day\t0\n{TOXIC}\t1\n"
    assert evaluate(weights, rows, "--head", "spam", "--language", "vi", "--json") == 0
    assert json.loads(capsys.readouterr().out)["quality"]["examples"] == 2


@pytest.mark.parametrize(
    ("rows", "options", "told"),
    [
        (ROWS, ["--head", "rage"], "mine.weights has no head 'rage'; --head takes spam, toxicity"),
        (ROWS, ["--head", "spam", "--language", "en"], "has no head 'spam'; --head takes toxicity"),
        (ROWS, ["--positive", "5"], "0 of 3 scored rows are positive by '5', and figures need both"),
        (ROWS, ["--positive", "5"], "column 'toxic' holds '1', '0', '0.2': see --positive"),
        (f"comment\ttoxic\n{CLEAN}\tyes\n", [], "mine.tsv, line 2, column 'toxic': label 'yes' is no number"),
        ("comment\ttoxic\n", [], "0 of 0 scored rows are positive"),
        ("comment\tlabel\n", [], "mine.tsv, line 1: has no column 'toxic'"),
        (ROWS, ["--weights", "none.weights"], "none.weights: No such file or directory"),
    ],
)
def test_what_stands_in_the_way_is_told_with_the_cure(weights, capsys, rows, options, told) -> None:
    assert evaluate(weights, rows, *options) == 1
    assert told in capsys.readouterr().err


def test_a_file_needs_the_names_of_its_columns(weights, capsys) -> None:
    assert main(["evaluate", "--data", str(weights)]) == 1
    assert "needs --text COLUMN and --label COLUMN" in capsys.readouterr().err


def test_names_of_columns_need_a_file(tmp_path, capsys) -> None:
    assert main(["evaluate", "--data", str(tmp_path), "--text", "comment", "--json"]) == 1
    assert "--text, --json: needs --data FILE, a CSV or TSV" in capsys.readouterr().err


def test_help_tells_what_is_positive(capsys) -> None:
    with pytest.raises(SystemExit):
        main(["evaluate", "--help"])
    told = capsys.readouterr().out
    assert "without it: >=0.5" in told
    assert "!=clean" in told
