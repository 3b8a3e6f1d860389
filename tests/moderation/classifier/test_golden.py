"""Old weights files stay readable, and scores are the same integers on every machine."""

import os
import subprocess
import sys

import pytest
from numpy._core._multiarray_umath import (
    __cpu_dispatch__,
    __cpu_features__,
)  # no public names

from moderation.classifier.scoring import IntegerClassifier
from moderation.classifier.shipped import shipped
from tests.golden.scores import FOLDER, of_folded, of_sources, recorded, texts

FORMATS = sorted(path.stem for path in FOLDER.glob("format-*.weights"))
FASTER = [feature for feature in __cpu_dispatch__ if __cpu_features__[feature]]
SCRIPT = """
import sys
from pathlib import Path
from tests.golden.scores import FOLDER, of_sources, texts
from moderation.classifier.scoring import IntegerClassifier
from numpy._core._multiarray_umath import __cpu_features__
assert not any(__cpu_features__[feature] for feature in sys.argv[2:])
sys.stdout.buffer.write(of_sources(IntegerClassifier.from_file(Path(sys.argv[1])), texts()).json())
"""


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_of_an_old_format_scores_as_it_did(name: str) -> None:
    old = recorded(name)
    assert of_folded(IntegerClassifier.from_file(FOLDER / f"{name}.weights"), old) == old


def test_the_shipped_file_scores_as_recorded() -> None:
    """After training: `python -m tests.golden.write shipped`, and look at what changed."""
    assert of_sources(shipped(), texts()) == recorded("shipped")


@pytest.mark.parametrize("disabled", [(), FASTER], ids=["as it is", "baseline processor"])
def test_scores_do_not_depend_on_what_the_processor_can_do(disabled: list[str]) -> None:
    path = FOLDER / f"{FORMATS[-1]}.weights"
    found = subprocess.run(
        [sys.executable, "-W", "error", "-c", SCRIPT, str(path), *disabled],
        env={**os.environ, "NPY_DISABLE_CPU_FEATURES": " ".join(disabled)},
        capture_output=True,
        check=True,
    )
    assert found.stdout == of_sources(IntegerClassifier.from_file(path), texts()).json()
