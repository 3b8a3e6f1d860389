"""How far a run is, on standard error: a bar on a terminal, else a line now and then."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

_QUIET_S = 10.0


class Progress(Protocol):
    """Is told how many lines are done in all, and how many bytes of the archive were read."""

    def __call__(self, lines: int, read_bytes: int) -> None:
        """Show it, perhaps."""


@contextmanager
def progress(total_bytes: int | None) -> Iterator[Progress]:
    """Show progress while the block runs; *total_bytes* is None where the archive's size is not known."""
    if not sys.stderr.isatty():
        yield _Lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total_bytes)
        yield lambda lines, read_bytes: bar.update(task, completed=read_bytes, description=f"{lines:,} lines")


class _Lines:
    """Writes a line at most every `_QUIET_S` seconds."""

    def __init__(self) -> None:
        self._began_s = self._told_s = time.monotonic()

    def __call__(self, lines: int, read_bytes: int) -> None:
        now_s = time.monotonic()
        if now_s - self._told_s >= _QUIET_S:
            self._told_s = now_s
            print(f"{lines:,} lines, {read_bytes:,} bytes, {now_s - self._began_s:.0f} s", file=sys.stderr)
