"""What a developer does first: an empty environment, `pip install .`, three lines."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
THREE_LINES = """
from moderation import Moderator
verdict = Moderator().check("Bài viết rất hay, cảm ơn tòa soạn!")
print(verdict.action.value)
"""
BROUGHT_BY_EXTRAS = ("import litestar", "import redis", "import sklearn")


def ran(*command: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(command, capture_output=True, text=True, cwd="/", env=environment, check=False)


@pytest.mark.long
@pytest.mark.timeout(600)
def test_three_lines_give_a_verdict_after_pip_install_alone(tmp_path) -> None:
    assert ran(sys.executable, "-m", "venv", tmp_path / "empty").returncode == 0
    python = tmp_path / "empty" / "bin" / "python"
    installed = ran(python, "-m", "pip", "install", "--quiet", ROOT)
    assert installed.returncode == 0, installed.stderr
    said = ran(python, "-c", THREE_LINES)
    assert (said.stdout, said.stderr) == ("publish\n", "")
    assert all(ran(python, "-c", line).returncode for line in BROUGHT_BY_EXTRAS)
