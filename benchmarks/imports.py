"""`import moderation` beside `import msgspec`, each in a fresh interpreter."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Iterator

from rich.table import Table

from benchmarks.tables import compared
from benchmarks.timing import Times

STATEMENTS = (
    "pass",
    "import msgspec",
    "import moderation",
    "from moderation import Moderator",
    "import sklearn",
)
PAIRS = 15


def tables() -> Iterator[Table]:
    """CPU time of the whole interpreter, start and end included."""
    rounds = [[_cpu_us(statement) for statement in STATEMENTS] for _ in range(PAIRS)]
    times = {name: Times(column) for name, column in zip(STATEMENTS, zip(*rounds, strict=True), strict=True)}
    yield compared(f"Fresh interpreters, {PAIRS} of each in turn", times, "import msgspec")


def _cpu_us(statement: str) -> float:
    before = _children_s()
    subprocess.run([sys.executable, "-c", statement], check=True)
    return (_children_s() - before) * 1e6


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
