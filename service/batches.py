"""Batches: a bad value spoils only its own comment, a malformed document is one problem."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from service.decoding import Format, decode, malformed
from service.errors import Problem
from service.wire import SubmittedComment

if TYPE_CHECKING:
    Item = SubmittedComment | Problem
else:
    Item = SubmittedComment  # what the documentation shows and msgspec decodes; it never meets a problem

MOST = 1_000
_MOST_TOKENS = 60_000  # a thousand comments with every field have some thirty thousand
_MALFORMED = frozenset({"body.json", "body.msgpack", "body.utf8", "body.empty"})
_OPENING = re.compile(rb'\s*+\{\s*+"comments"\s*+:\s*+\[')
_CLOSING = re.compile(rb"\]\s*+\}\s*+\Z")
# A text that never ends is a token too: were it none, each of its quotes would be tried once more.
_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[\]{},]', re.DOTALL)
_STEPS = {b"[": 1, b"{": 1, b"]": -1, b"}": -1}


class Batch(Struct, frozen=True, forbid_unknown_fields=True):
    """Up to 1,000 comments, judged in their order."""

    comments: list[Item]


def decode_batch(raw: bytes, form: Format) -> Batch:
    """Read *raw*; a comment that cannot be used is a `Problem` in its place.

    Raises `Problem` for a document that is no batch at all.
    """
    try:
        batch = decode(raw, form, Batch)
    except Problem as problem:
        batch = Batch(list(_one_by_one(raw, form, problem)))
    if len(batch.comments) > MOST:
        raise Problem("batch.size", f"{len(batch.comments)} comments", path="$.comments")
    return batch


def _one_by_one(raw: bytes, form: Format, problem: Problem) -> Iterator[Item]:
    parts = _json_parts(raw, problem) if form == "json" else _msgpack_parts(raw, problem)
    for index, part in enumerate(parts):
        if index >= MOST:
            raise Problem("batch.size", path="$.comments")
        try:
            yield decode(part, form, SubmittedComment)
        except Problem as fault:
            if fault.code in _MALFORMED:
                raise malformed(raw, form) or problem from None
            yield _placed(fault, index)


def _placed(fault: Problem, index: int) -> Problem:
    """*fault* with its path seen from the whole document."""
    path = (fault.path or "$").removeprefix("$")
    return Problem(fault.code, fault.detail, path=f"$.comments[{index}]{path}")


def _json_parts(raw: bytes, problem: Problem) -> Iterator[bytes]:
    """Cut the array of comments at its own commas, without reading what is between them."""
    opening, closing = _OPENING.match(raw), _CLOSING.search(raw)
    if problem.code == "body.utf8" or not opening or not closing:
        raise malformed(raw, "json") or problem
    start, depth = opening.end(), 0
    for number, token in enumerate(_TOKEN.finditer(raw, start, closing.start())):
        depth += _STEPS.get(token[0], 0)
        if number > _MOST_TOKENS or depth < 0:  # below nothing, the array has ended before its end
            raise malformed(raw, "json") or problem
        if depth == 0 and token[0] == b",":
            yield raw[start : token.start()]
            start = token.end()
    yield raw[start : closing.start()]


def _msgpack_parts(raw: bytes, problem: Problem) -> Iterator[bytes]:
    try:
        value: Any = msgspec.msgpack.decode(raw, type=dict[str, list[Any]])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise problem from None
    if value.keys() != {"comments"}:
        raise problem
    return map(msgspec.msgpack.encode, value["comments"])
