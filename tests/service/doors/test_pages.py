"""The pages about the doors: their commands print what they say, against a running server."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.service.serving import Process, environ, made_key, process

DOCS = Path(__file__).parents[3] / "docs"
PAGES = ("leaving-perspective.md", "leaving-akismet.md", "with-wordpress.md", "with-coral.md")
_CONSOLE = re.compile(r"^ *```console\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
_PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)
HERE = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Process, Mapping[str, str]]]:
    """A server, and the environment of a shell in which the pages' commands are to work."""
    folder = tmp_path_factory.mktemp("home")
    home, commands = folder / "state", folder / "bin"
    with process(home) as running:
        commands.mkdir()
        command = commands / "moderation-server"
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m service "$@"\n')
        command.chmod(0o755)
        more = {"HERE": running.address, "KEY": running.key, "ADMIN": made_key(home, "--scope", "admin")}
        path = f"{commands}{os.pathsep}{os.environ['PATH']}"
        yield running, {**environ(home), **more, "PATH": path, "PYTHONPATH": str(DOCS.parent)}


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_the_commands_of_a_page_print_what_it_says(
    server: tuple[Process, Mapping[str, str]], tmp_path: Path, name: str
) -> None:
    for program in ("curl", "openssl"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    blocks = [textwrap.dedent(block) for block in _CONSOLE.findall(page(name))]
    assert blocks
    script = "\n".join(line for block in blocks for line in said(block, typed=True))
    claimed = [line for block in blocks for line in said(block, typed=False)]
    running, shell = server
    command = ["bash", "-eu", "-c", script.replace(HERE, running.address)]
    done = subprocess.run(command, cwd=tmp_path, env=dict(shell), capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert re.sub(r"(valid|true|false)", r"\1\n", done.stdout).split() == " ".join(claimed).split()


def said(block: str, *, typed: bool) -> list[str]:
    """The lines that a person types, without the dollar sign, or those that come back."""
    found, typing = [], False
    for line in block.splitlines():
        begins = line.startswith("$ ")
        mine = begins or typing
        typing = mine and line.endswith("\\")
        if mine is typed:
            found.append(line.removeprefix("$ ") if begins else line)
    return found


@pytest.mark.parametrize(
    ("name", "module"),
    [
        ("leaving-perspective.md", "googleapiclient"),
        ("leaving-akismet.md", "akismet"),
        ("with-openai.md", "openai"),
    ],
)
def test_the_python_of_a_page_runs(
    server: tuple[Process, Mapping[str, str]], capsys: pytest.CaptureFixture[str], name: str, module: str
) -> None:
    pytest.importorskip(module, reason=f"{module} (PyPI) is not installed")
    running, _ = server
    [code] = _PYTHON.findall(page(name))
    code = code.replace(HERE, running.address).replace("mk_…", running.key)
    exec(compile(code, name, "exec"), {"__name__": "example"})
    assert capsys.readouterr().out.strip() in ("False", "CheckResponse.HAM", "0")
