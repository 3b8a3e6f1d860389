"""Logs as JSON lines. No comment, address, key or query string ever gets in.

Messages are fixed texts of ours. An exception's own words may quote a comment (a database error quotes its
parameters), so only its type and the lines it passed through are written.
"""

from __future__ import annotations

import logging
import re
import sys
from datetime import UTC, datetime
from pathlib import PurePath
from traceback import extract_tb
from types import TracebackType
from typing import Any

import msgspec

_OURS = ("service", "moderation")
_BEFORE_REPR = re.compile(r"[\n<(]")  # a failed task's repr holds its exception, and so its words


class JsonLines(logging.Formatter):
    """One line a record: time, level, logger, event, what it tells, and where an exception came from."""

    def format(self, record: logging.LogRecord) -> str:
        """Write *record* as a line of JSON."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _event(record),
            **getattr(record, "told", {}),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = _chain(record.exc_info[1])
        return msgspec.json.encode(line).decode()


def configure(level: int = logging.INFO) -> None:
    """Send every logger's records to standard error as JSON lines; uvicorn's from warnings on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in ("uvicorn", "uvicorn.error", "alembic", "sqlalchemy", "aiosqlite"):
        logging.getLogger(name).setLevel(logging.WARNING)


def _event(record: logging.LogRecord) -> str:
    """What is told of *record*: of other libraries' the format string, of asyncio's only what precedes a repr."""
    if record.name.startswith(_OURS):
        return record.getMessage()
    event = str(record.msg)
    return _BEFORE_REPR.split(event, maxsplit=1)[0].rstrip() if record.name == "asyncio" else event


def _chain(error: BaseException | None) -> list[dict[str, Any]]:
    """*error* and what caused it, the last first."""
    found: list[dict[str, Any]] = []
    while error is not None and len(found) < 5:
        found.append({"type": type(error).__qualname__, "at": _places(error.__traceback__)})
        error = error.__cause__ or error.__context__
    return found


def _places(traceback: TracebackType | None) -> list[str]:
    return [f"{PurePath(frame.filename).name}:{frame.lineno} {frame.name}" for frame in extract_tb(traceback)]
