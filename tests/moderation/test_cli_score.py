"""`moderation score`: a line in, a line out, whatever the lines hold."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.classifier import NoClassifier
from moderation.cli import judging, main
from moderation.cli.archive.lines import MAX_BYTES, Line, answer, read
from moderation.policy import Policy
from moderation.policy.model import encoded
from tests.moderation import fake_judging

JUDGE = fake_judging.open_default()


@pytest.fixture(autouse=True)
def _fake_judge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "opener", fake_judging.opener)
    monkeypatch.setattr(judging, "classifier", fake_judging.classifier)


def archive(folder: Path, *lines: object) -> str:
    file = folder / "in.jsonl"
    file.write_bytes(
        b"".join(line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n" for line in lines)
    )
    return str(file)


def judged(raw: bytes) -> dict[str, Any]:
    written = answer(Line(7, raw), JUDGE).written
    assert written.endswith(b"\n")
    assert written.count(b"\n") == 1
    found: dict[str, Any] = json.loads(written)
    return found


def written(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_each_line_is_answered_in_order_with_its_own_keys(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    source = archive(
        tmp_path, {"id": 1, "text": "hay"}, {"text": "đồ ngu", "author": "A", "tags": [1.10, None]}
    )
    assert main(["score", "--jsonl", source, "--output", str(out)]) == 0
    assert written(out) == [
        {"id": 1, "action": "publish", "scores": {"toxicity": 0.01}, "findings": [], "language": "vi"},
        {"tags": [1.1, None], "action": "reject", "scores": {"toxicity": 0.9}, "findings": ["words.listed"],
         "language": "vi"},
    ]  # fmt: skip


def test_keys_of_others_pass_through_to_the_letter() -> None:
    raw = b'{"id":12345678901234567890123, "x": 1.10, "text":"a",\r "y": "\\ud83d\\ude00"}\r\n'
    written = answer(Line(1, raw), JUDGE).written
    assert written.startswith(b'{"id":12345678901234567890123,"x":1.10,"y":"\\ud83d\\ude00","action"')


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "line.json"),
        (b"\n", "line.json"),
        (b'{"text": "a"', "line.json"),
        (b'{"text": "a", "x": NaN}', "line.json"),
        (b'{"text": "a", "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "line.json"),
        (b'["a"]', "line.object"),
        (b'"a"', "line.object"),
        (b'{"text": "\xff"}', "line.utf8"),
        (b'{"text": "a", "note": "\xff"}', "line.utf8"),
        (b'{"text": 3}', "comment.type"),
        (b'{"id": 3}', "comment.type"),
        (b'{"text": "a", "language": "fr"}', "comment.type"),
        (b'{"text": "a", "guest": {"ip": "999.1.1.1"}}', "guest.ip"),
        (b'{"text": "a\\u0000"}', "text.nul"),
        (b'{"text": "a\\ud800"}', "text.surrogate"),
        (b'{"text": "a", "author": "\\udc00"}', "text.surrogate"),
        (b'{"text": "a", "action": "approved"}', "line.key"),
        (b'{"text": "' + b"a" * MAX_BYTES + b'"}', "line.long"),
    ],
)
def test_a_bad_line_is_answered_by_its_number_and_what_is_wrong(raw: bytes, code: str) -> None:
    answered = judged(raw)
    assert answered["line"] == 7
    assert answered["error"]["code"] == code
    assert answered["error"]["message"]


def test_after_a_bad_line_the_run_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.jsonl"
    source = archive(tmp_path, {"text": "a"}, b"oops\n", b'{"text":"b"}')
    assert main(["score", "--jsonl", source, "--output", str(out)]) == 1
    assert [line.get("action") for line in written(out)] == ["publish", None, "publish"]
    assert "3 lines, 1 of them could not be judged" in capsys.readouterr().err


def test_an_endless_line_costs_no_memory_and_spoils_only_itself() -> None:
    file = io.BytesIO(b'{"text":"a"}\n' + b"x" * (3 * MAX_BYTES) + b'\n{"text":"b"}\n')
    lines = list(read(file))
    assert [line.number for line in lines] == [1, 2, 3]
    assert max(len(line.raw) for line in lines) <= MAX_BYTES + 2


def test_a_byte_order_mark_before_the_first_line_is_no_mistake() -> None:
    assert next(read(io.BytesIO(b'\xef\xbb\xbf{"text":"a"}\n'))).raw == b'{"text":"a"}\n'


@given(st.binary(max_size=60))
def test_any_bytes_are_answered_by_one_line(raw: bytes) -> None:
    assert "error" in judged(raw.replace(b"\n", b""))


@pytest.mark.parametrize("workers", ["1", "2"])
def test_the_number_of_workers_changes_nothing(tmp_path: Path, workers: str) -> None:
    out = tmp_path / "out.jsonl"
    source = archive(tmp_path, *({"id": n, "text": f"câu {n} {'ngu' * (n % 3)}"} for n in range(1_000)))
    assert main(["score", "--jsonl", source, "--output", str(out), "--workers", workers]) == 0
    lines = written(out)
    assert [line["id"] for line in lines] == list(range(1_000))
    assert [line["action"] for line in lines[:3]] == ["publish", "reject", "reject"]


def test_a_worker_that_is_killed_is_told_with_a_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(judging, "opener", lambda _policy: fake_judging.open_killer)
    source, out = archive(tmp_path, {"text": "a"}), str(tmp_path / "out.jsonl")
    assert main(["score", "--jsonl", source, "--output", out, "--workers", "2"]) == 2
    assert "a worker process was ended from outside; go on with --resume" in capsys.readouterr().err


def test_the_real_judge_sees_each_line_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "classifier", NoClassifier)
    judge = judging.JudgeBy(encoded(Policy()))()
    line = json.dumps({"text": "Gọi ngay 0912 345 678 để được tư vấn, giảm giá mạnh hôm nay"}).encode()
    first, again = (json.loads(answer(Line(number, line), judge).written) for number in (1, 2))
    assert first == again
    assert first["findings"] == ["contacts.phone"]


def test_ctrl_c_ends_the_workers_and_leaves_whole_lines(tmp_path: Path) -> None:
    source = tmp_path / "long.jsonl"
    source.write_bytes(
        b'{"text":"a"}\n' * 3_000_000
    )  # a minute's work, so that it is not over before the signal
    out = tmp_path / "out.jsonl"
    arguments = ["score", "--jsonl", str(source), "--output", str(out), "--workers", "2"]
    code = (
        "from tests.moderation import fake_judging; from moderation.cli import judging, main\n"
        "judging.opener, judging.classifier = fake_judging.opener, fake_judging.classifier\n"
        f"raise SystemExit(main({arguments!r}))"
    )
    root = Path(__file__).parents[2]
    with subprocess.Popen([sys.executable, "-c", code], cwd=root, stderr=subprocess.PIPE, text=True) as run:
        while not out.exists() or not out.stat().st_size:
            assert run.poll() is None
        run.send_signal(signal.SIGINT)
        _, told = run.communicate(timeout=60)
    assert run.returncode == 130
    assert "--resume goes on" in told
    assert "Traceback" not in told
    assert out.read_bytes().endswith(b"\n")


def test_a_dash_reads_standard_input(monkeypatch: pytest.MonkeyPatch, capfdbinary: Any) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b'{"text":"a"}\n')))
    assert main(["score", "--jsonl", "-"]) == 0
    assert json.loads(capfdbinary.readouterr().out)["action"] == "publish"


@pytest.mark.parametrize("workers", ["0", "-1", "257", "two", "²"])
def test_a_number_of_workers_that_cannot_be_is_a_usage_error(workers: str) -> None:
    with pytest.raises(SystemExit) as left:
        main(["score", "--jsonl", "x", f"--workers={workers}"])
    assert left.value.code == 2


def test_an_archive_that_cannot_be_opened_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", "--jsonl", str(tmp_path / "none.jsonl")]) == 2
    assert "none.jsonl: No such file or directory; check the path" in capsys.readouterr().err


def test_an_empty_archive_gives_an_empty_output(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert main(["score", "--jsonl", archive(tmp_path), "--output", str(out)]) == 0
    assert out.read_bytes() == b""
