"""One line in, one line out: what is read from an archive, and what is written for it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any, NamedTuple, Never

import msgspec
from msgspec import Raw

from moderation.comment import Comment, comment_of
from moderation.errors import CommentError

if TYPE_CHECKING:
    from moderation.cli.judging import Judge

MAX_BYTES = 1_000_000  # of one line; a comment that any policy takes is far shorter
OURS = ("action", "scores", "findings", "language", "error")  # the keys that answers add
_DECODER = msgspec.json.Decoder(dict[str, Raw])
_ENCODER = msgspec.json.Encoder()
_BAD = re.compile(rb'\{"line":[0-9]+,"error":')


class Answer(NamedTuple):
    """The line to write, and whether it tells of a line that could not be judged."""

    written: bytes
    bad: bool


class Line(NamedTuple):
    """A line of the archive and its *number*, from 1; cut after `MAX_BYTES` and a bit."""

    number: int
    raw: bytes


def read(file: IO[bytes]) -> Iterator[Line]:
    """Every line of *file*, in bounded memory whatever its length."""
    number = 0
    while raw := file.readline(MAX_BYTES + 2):
        number += 1
        if not raw.endswith(b"\n"):
            _skip_rest(file)
        yield Line(number, raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw)


def answer(line: Line, judge: Judge) -> Answer:
    """A verdict on *line*, or an error with the line's number; never raises for bad input.

    Keys that are not a comment's pass through as they are, before ours.
    """
    try:
        fields = _fields(line.raw)
        given = {key: fields.pop(key) for key in Comment.__struct_fields__ if key in fields}
        verdict = judge(comment_of({key: _value(key, raw) for key, raw in given.items()}))
    except CommentError as error:
        return _error(line.number, error)
    said = {
        "action": verdict.action.value,
        "scores": verdict.scores,
        "findings": [finding.code for finding in verdict.findings],
        "language": verdict.language,
    }
    return Answer(_ENCODER.encode({**fields, **said}) + b"\n", bad=False)


def tells_of_error(written: bytes) -> bool:
    """Whether an answer's line tells of a line that could not be judged; no other begins so (`OURS`)."""
    return _BAD.match(written) is not None


def _skip_rest(file: IO[bytes]) -> None:
    while rest := file.readline(MAX_BYTES):
        if rest.endswith(b"\n"):
            return


def _fields(raw: bytes) -> dict[str, Raw]:
    raw = raw.rstrip(b"\r\n").replace(b"\r", b" ")
    if len(raw) > MAX_BYTES:
        raise CommentError("line.long", "$", f"over {MAX_BYTES} bytes; split it, or leave it out")
    _require_utf8(raw)
    try:
        fields = _DECODER.decode(raw)
    except msgspec.ValidationError as error:
        cure = 'write an object such as {"text": "…"}'
        raise CommentError("line.object", "$", f"{error}; {cure}") from None
    except (msgspec.DecodeError, RecursionError) as error:
        _refuse_json(raw, error)
    if taken := [key for key in OURS if key in fields and key not in Comment.__struct_fields__]:
        raise CommentError("line.key", f"$.{taken[0]}", "is a key that the answer has as well; rename it")
    return fields


def _require_utf8(raw: bytes) -> None:
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        told = f"byte {error.start} (0x{raw[error.start]:02X}) is not UTF-8; convert the file to UTF-8"
        raise CommentError("line.utf8", "$", told) from None


def _value(key: str, raw: Raw) -> Any:
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError) as error:
        _refuse_json(bytes(raw), error, f"$.{key}")


def _refuse_json(raw: bytes, error: Exception, path: str = "$") -> Never:
    """Raise what is wrong with *raw*. msgspec calls a lone surrogate a truncated escape, so look for one."""
    if isinstance(error, RecursionError):
        raise CommentError(
            "line.json", path, "is nested too deep; keep what is not a comment elsewhere"
        ) from None
    if _has_lone_surrogate(raw):
        cure = "write a full pair such as \\ud83d\\ude00, or the character itself"
        raise CommentError(
            "text.surrogate", path, f"holds a lone surrogate such as \\ud800; {cure}"
        ) from None
    cure = "write one JSON object a line, without an empty line between"
    raise CommentError("line.json", path, f"{error}; {cure}") from None


def _has_lone_surrogate(raw: bytes) -> bool:
    try:
        json.loads(raw, parse_constant=int)  # int("NaN") raises, so that NaN stays a mistake of its own
    except (ValueError, RecursionError):
        return False
    return b"\\u" in raw


def _error(number: int, error: CommentError) -> Answer:
    told = {"code": error.code, "message": str(error)}
    return Answer(_ENCODER.encode({"line": number, "error": told}) + b"\n", bad=True)
