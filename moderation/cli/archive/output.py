"""The output file: begun anew, or gone on with after an interruption.

Beside FILE stands FILE.run.json. It says by which policy, weights and engine FILE is judged and which archive
it answers, so that --resume never mixes two runs.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import IO

import msgspec
from msgspec import Struct

from moderation.errors import ModerationError

_BLOCK = 1 << 20


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


def begin(path: Path, run: Run) -> IO[bytes]:
    """Create *path* and the note of its *run*; raises `ModerationError` when it exists already."""
    try:
        file = path.open("xb")
    except FileExistsError:
        told = f"{path} exists; go on with it by --resume, or name another file"
        raise ModerationError(told) from None
    _note(path).write_bytes(msgspec.json.format(msgspec.json.encode(run)) + b"\n")
    return file


def resume(path: Path, run: Run) -> tuple[IO[bytes], int]:
    """Open *path* after its last whole line and count its lines; a torn last line is dropped.

    A file that does not exist yet is begun. Raises `ModerationError` when it belongs to another run.
    """
    if not path.exists():
        return begin(path, run), 0
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


def _whole_lines(file: IO[bytes]) -> tuple[int, int]:
    """How many whole lines *file* has, and where the last of them ends."""
    lines = end = at = 0
    while block := file.read(_BLOCK):
        if (newline := block.rfind(b"\n")) >= 0:
            lines += block.count(b"\n")
            end = at + newline + 1
        at += len(block)
    return lines, end


def _note(path: Path) -> Path:
    return path.with_name(f"{path.name}.run.json")
