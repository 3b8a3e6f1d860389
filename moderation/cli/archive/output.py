"""The output file: begun anew, or gone on with after an interruption.

Beside FILE stands FILE.run.json. It says by which policy, weights and engine FILE is judged and which archive
it answers, so that --resume never mixes two runs.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import IO, NamedTuple

import msgspec
from msgspec import Struct

from moderation.cli.archive.lines import tells_of_error
from moderation.errors import ModerationError


class Run(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an output file was judged by; equal runs give equal lines."""

    policy: str
    models: tuple[str, ...]
    engine: str
    first_line: str  # SHA-256 of the archive's first line

    @staticmethod
    def line_digest(raw: bytes) -> str:
        """The digest by which an archive is recognised."""
        return "sha256:" + hashlib.sha256(raw.rstrip(b"\r\n")).hexdigest()


class Done(NamedTuple):
    """How many *lines* an output has, and how many of them are *errors*."""

    lines: int = 0
    errors: int = 0


def begin(path: Path, run: Run) -> tuple[IO[bytes], Done]:
    """Create *path*, with nothing done, and the note of its *run*; raises `ModerationError` when it exists already."""
    try:
        file = path.open("xb")
    except FileExistsError:
        told = f"{path} exists; go on with it by --resume, or name another file"
        raise ModerationError(told) from None
    _note(path).write_bytes(msgspec.json.format(msgspec.json.encode(run)) + b"\n")
    return file, Done()


def resume(path: Path, run: Run) -> tuple[IO[bytes], Done]:
    """Open *path* after its last whole line and count what is done; a torn last line is dropped.

    A file that does not exist yet is begun. Raises `ModerationError` when it belongs to another run.
    """
    if not path.exists():
        return begin(path, run)
    _require_same(path, run)
    file = path.open("r+b")
    done, whole = _whole_lines(file)
    file.truncate(whole)
    file.seek(whole)
    return file, done


def _require_same(path: Path, run: Run) -> None:
    cure = "judge into another file"
    try:
        before = msgspec.json.decode(_note(path).read_bytes(), type=Run)
    except (FileNotFoundError, msgspec.MsgspecError):
        raise ModerationError(
            f"{_note(path)} is missing or damaged, so {path} cannot go on; {cure}"
        ) from None
    changed = [name for name in Run.__struct_fields__ if getattr(before, name) != getattr(run, name)]
    if changed:
        what = " and ".join(name.replace("first_line", "archive") for name in changed)
        raise ModerationError(f"{path} was begun with another {what}; {cure}, or use the same {what}")


def _whole_lines(file: IO[bytes]) -> tuple[Done, int]:
    """What *file* has in whole lines, and where the last of them ends."""
    lines = errors = end = 0
    for line in file:
        if line.endswith(b"\n"):
            lines += 1
            errors += tells_of_error(line)
            end += len(line)
    return Done(lines, errors), end


def _note(path: Path) -> Path:
    return path.with_name(f"{path.name}.run.json")
