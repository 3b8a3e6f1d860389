"""Times as rows of a table."""

from __future__ import annotations

from collections.abc import Mapping

from rich.table import Table

from benchmarks.timing import Times


def table(title: str, *columns: str) -> Table:
    """A table with a name column and numbers to its right."""
    made = Table(title=title, title_justify="left")
    made.add_column("")
    for column in columns:
        made.add_column(column, justify="right")
    return made


def compared(title: str, times: Mapping[str, Times], peer: str) -> Table:
    """All of *times* in µs, and each as a ratio to the *peer*'s."""
    made = table(title, "median, µs", "least, µs", f"ratio to {peer}")
    for name, taken in times.items():
        ratio = taken.ratio(times[peer])
        made.add_row(name, f"{taken.median_us:,.1f}", f"{taken.least_us:,.1f}", f"{ratio:.3f}")
    return made
