"""What importing the library drags in, seen from a fresh interpreter."""

import subprocess
import sys

import pytest

SERVICE_AND_TRAINING = {"litestar", "redis", "sklearn", "scipy", "sqlalchemy", "hypothesis"}


def loaded(statement: str) -> set[str]:
    """Top-level packages after *statement*."""
    script = f"{statement}\nimport sys\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    return set(done.stdout.split())


def test_importing_the_library_loads_nothing_but_python() -> None:
    nothing = loaded("pass")
    assert loaded("import moderation") - nothing - sys.stdlib_module_names == {"moderation"}


def test_its_errors_and_facts_come_without_numpy() -> None:
    assert "numpy" not in loaded(
        "from moderation import Comment, Facts, Finding, Policy, Verdict, PolicyError"
    )


@pytest.mark.parametrize(
    "statement",
    ["from moderation import Moderator, judge", "from moderation.classifier.shipped import shipped"],
)
def test_judging_needs_neither_the_service_nor_training(statement: str) -> None:
    assert not loaded(statement) & SERVICE_AND_TRAINING
