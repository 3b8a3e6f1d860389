"""Rows of a CSV file that spreadsheets open."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

MEDIA_TYPE = "text/csv"
BOM = "\ufeff".encode()  # by which spreadsheets know UTF-8


def cell(value: object) -> str:
    """*value* as a spreadsheet shows it: what would start a formula is text.

    >>> cell(None), cell(-1.5), cell("=1+1")
    ('', '-1.5', "'=1+1")
    """
    if isinstance(value, int | float):
        return str(value)
    text = "" if value is None else value.isoformat() if hasattr(value, "isoformat") else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def row(values: Iterable[object]) -> bytes:
    """A line of cells."""
    line = io.StringIO()
    csv.writer(line).writerow([cell(value) for value in values])
    return line.getvalue().encode("utf-8", "replace")


def named(file: str) -> dict[str, str]:
    """The headers under which *file* is sent."""
    return {"Cache-Control": "no-store", "Content-Disposition": f'attachment; filename="{file}"'}
