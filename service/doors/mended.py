"""Documents with NUL or half a pair in them, mended: a refusal would let a comment go by unread."""

from __future__ import annotations

import json
import re
from typing import TypeVar

from service.decoding import decode
from service.errors import Problem

T = TypeVar("T")
_BROKEN = re.compile("[\0\ud800-\udfff]")
_CODES = ("text.nul", "text.surrogate")


def mended(text: str) -> str:
    """*text* with U+FFFD in place of what no check could read and no database keep."""
    return _BROKEN.sub("\ufffd", text)


def decoded(raw: bytes, kind: type[T]) -> T:
    """Read JSON as `decode` does, but mend its texts. Raises `Problem`."""
    try:
        return decode(raw, "json", kind)
    except Problem as problem:
        if problem.code not in _CODES:
            raise
    document = json.dumps(json.loads(raw, parse_int=str), ensure_ascii=False).encode("utf-8", "replace")
    return decode(document.replace(b"\\u0000", b"\\ufffd"), "json", kind)
