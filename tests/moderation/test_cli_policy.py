"""`moderation policy`, and the command as a shell runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from moderation.cli import main
from moderation.policy.load import PRESETS, preset_text


def moderation(*arguments: str, stdout: int = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, as on a machine with an ASCII locale."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "moderation", *arguments],
        env={"PATH": os.environ["PATH"], "LC_ALL": "C", "PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=stdout,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_printed_to_the_letter_and_is_fine(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["policy", "--preset", name]) == 0
    printed = capsys.readouterr().out
    assert printed == preset_text(name)
    file = tmp_path / "policy.toml"
    file.write_text(printed, encoding="utf-8")
    assert main(["policy", "--check", str(file)]) == 0
    assert capsys.readouterr().out.startswith(f"{file}: fine, sha256:")


def test_every_fault_of_a_file_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "policy.toml"
    file.write_text("mode = 1\n[length]\nmaxx = 2\n")
    assert main(["policy", "--check", str(file)]) == 1
    told = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[0] for line in told] == [f"{file}, line 1", f"{file}, line 3"]


def test_the_command_runs_from_a_shell_whatever_its_locale() -> None:
    done = moderation("policy", "--preset", "vi-news")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Quy tắc mẫu" in done.stdout


@pytest.mark.parametrize(
    "arguments", [(), ("chek",), ("check",), ("policy", "--preset", "x", "--check", "y")]
)
def test_a_usage_error_is_status_2(arguments: tuple[str, ...]) -> None:
    done = moderation(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_reader_that_stops_early_is_no_error() -> None:
    read, write = os.pipe()
    os.close(read)
    done = moderation("policy", stdout=write)
    os.close(write)
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.parametrize("command", ["check", "explain", "score", "policy"])
def test_each_help_tells_its_exit_status(command: str) -> None:
    assert "exit status: 0" in moderation(command, "--help").stdout


def test_the_version_names_the_engine() -> None:
    assert "engine 1" in moderation("--version").stdout


def test_parsing_a_command_loads_nothing_heavy() -> None:
    heavy = "{'numpy', 'rich', 'linkify_it', 'phonenumbers', 'ugrapheme', 'multiprocessing', 'asyncio'}"
    code = f"import sys, moderation.__main__; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
