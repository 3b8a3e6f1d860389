"""`moderation score --resume`: an interrupted run goes on, and only that run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from moderation.cli import judging, main
from tests.moderation import fake_judging


@pytest.fixture(autouse=True)
def _fake_judge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "opener", fake_judging.opener)
    monkeypatch.setattr(judging, "classifier", fake_judging.classifier)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "in.jsonl"
    file.write_text(
        "".join(json.dumps({"id": n, "text": f"câu {n}"}) + "\n" for n in range(10)), encoding="utf-8"
    )
    return file


def score(source: Path, out: Path, *more: str) -> int:
    return main(["score", "--jsonl", str(source), "--output", str(out), *more])


@pytest.mark.parametrize("kept", [0, 1, 500, 620, 10_000])
def test_an_interrupted_run_goes_on_to_the_same_bytes(tmp_path: Path, source: Path, kept: int) -> None:
    out = tmp_path / "out.jsonl"
    score(source, out)
    whole = out.read_bytes()
    out.write_bytes(whole[:kept])
    assert score(source, out, "--resume") == 0
    assert out.read_bytes() == whole


BAD = ["not json", '{"text": 5}', '{"text": "a\\u0000"}']
GOOD = [
    '{"text": "tốt", "line": 3}',
    '{"text": "x", "note": "{\\"line\\":1,\\"error\\":2}"}',
    '{"text": "hay"}',
]


@pytest.mark.parametrize("torn", [False, True])
@pytest.mark.parametrize("kept", [0, 3, 5, 6])
def test_bad_lines_from_before_the_interruption_are_counted_and_tell_in_the_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kept: int, torn: bool
) -> None:
    archive, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    archive.write_text("\n".join([*BAD, *GOOD]) + "\n", encoding="utf-8")
    assert score(archive, out) == 1
    written = out.read_bytes().splitlines(keepends=True)
    out.write_bytes(b"".join(written[:kept]) + (written[0][:20] if torn else b""))
    assert score(archive, out, "--resume") == 1
    assert capsys.readouterr().err.splitlines()[-1] == "6 lines, 3 of them could not be judged"
    assert out.read_bytes() == b"".join(written)


def test_lines_that_were_added_to_the_archive_are_judged_by_going_on(tmp_path: Path, source: Path) -> None:
    out = tmp_path / "out.jsonl"
    score(source, out)
    with source.open("a") as archive:
        archive.write('{"id": 10, "text": "new"}\n')
    assert score(source, out, "--resume") == 0
    assert json.loads(out.read_text(encoding="utf-8").splitlines()[10])["id"] == 10


def test_a_run_that_was_not_begun_is_begun(tmp_path: Path, source: Path) -> None:
    assert score(source, tmp_path / "out.jsonl", "--resume") == 0


def test_an_output_is_never_overwritten(
    tmp_path: Path, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("precious")
    assert score(source, out) == 2
    assert out.read_text() == "precious"
    assert "exists; go on with it by --resume, or name another file" in capsys.readouterr().err


def test_an_archive_is_never_its_own_output(source: Path) -> None:
    before = source.read_bytes()
    assert score(source, source) == 2
    assert score(source, source, "--resume") == 2
    assert source.read_bytes() == before


def test_another_policy_cannot_go_on(
    tmp_path: Path, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.jsonl"
    score(source, out)
    assert score(source, out, "--resume", "--preset", "vi-news") == 2
    assert (
        "was begun with another policy; judge into another file, or use the same policy"
        in capsys.readouterr().err
    )


def test_other_weights_and_another_archive_cannot_go_on(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.jsonl"
    score(source, out)
    source.write_text('{"text": "another"}\n')
    monkeypatch.setattr(fake_judging.FakeClassifier, "digests", ("sha256:other",))
    assert score(source, out, "--resume") == 2
    assert "was begun with another models and archive" in capsys.readouterr().err


def test_an_archive_that_shrank_cannot_go_on(
    tmp_path: Path, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.jsonl"
    score(source, out)
    source.write_text(source.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    assert score(source, out, "--resume") == 2
    assert "the archive has 1 lines, the output 10" in capsys.readouterr().err


@pytest.mark.parametrize("note", [None, "{}", "\x00"])
def test_without_its_note_an_output_cannot_go_on(tmp_path: Path, source: Path, note: str | None) -> None:
    out = tmp_path / "out.jsonl"
    score(source, out)
    beside = tmp_path / "out.jsonl.run.json"
    beside.unlink()
    if note is not None:
        beside.write_text(note)
    assert score(source, out, "--resume") == 2


def test_going_on_needs_a_file(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", "--jsonl", str(source), "--resume"]) == 2
    assert "name it by --output FILE" in capsys.readouterr().err
