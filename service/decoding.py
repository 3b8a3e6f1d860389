"""From bytes to typed values, and from bad bytes to a problem that says what is wrong with them.

The one place where bodies are decoded. msgspec is quick on good bodies; its errors do not tell a lone surrogate
from a cut-off body, and some bad bodies raise what is no msgspec error, so a bad body is looked at again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Iterator
from functools import cache
from typing import Any, Literal, Never, TypeVar

import msgspec

from moderation.comment import fault_of
from service.errors import Problem

T = TypeVar("T")
Format = Literal["json", "msgpack"]
_Decoder = msgspec.json.Decoder[Any] | msgspec.msgpack.Decoder[Any]
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPED_NUL = {"json": b"\\u0000", "msgpack": b"\0"}


def decode(raw: bytes, form: Format, kind: type[T]) -> T:
    """Read *raw* as *kind*; raises `Problem` with the code, the place and the fault."""
    try:
        value: T = _decoder(form, kind).decode(raw)  # type: ignore[arg-type]  # a class has a hash
    except msgspec.ValidationError as error:
        raise _of_value(error) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _diagnosed(raw, form, error) from None
    # Seldom there, so good bodies are not walked through.
    if _ESCAPED_NUL[form] in raw and (problem := _unstorable(msgspec.to_builtins(value))):
        raise problem
    return value


def malformed(raw: bytes, form: Format) -> Problem | None:
    """What keeps *raw* from being a document at all, whatever it should hold; None when it is one."""
    try:
        _decoder(form, msgspec.Raw).decode(raw)  # which builds nothing of what it reads
    except (msgspec.DecodeError, RecursionError) as error:
        return _diagnosed(raw, form, error)
    return None


@cache
def _decoder(form: Format, kind: Hashable) -> _Decoder:
    return msgspec.json.Decoder(kind) if form == "json" else msgspec.msgpack.Decoder(kind)


def _of_value(error: msgspec.ValidationError) -> Problem:
    message, path = fault_of(error)
    return Problem("body.value", message, path=path)


def _diagnosed(raw: bytes, form: Format, error: Exception) -> Problem:
    """Say what is wrong with *raw*, which msgspec refused with *error*."""
    if not raw.strip():
        return Problem("body.empty")
    if isinstance(error, RecursionError):
        return Problem("body.nesting")
    if form == "msgpack":
        code = "body.utf8" if isinstance(error, UnicodeDecodeError) else "body.msgpack"
        return Problem(code, str(error))
    return _diagnosed_json(raw) or Problem("body.json", str(error))


def _diagnosed_json(raw: bytes) -> Problem | None:
    """Read *raw* once more by a reader that lets surrogates pass and knows the line of a fault."""
    try:
        value = json.loads(raw.decode(), parse_constant=_no_constant, parse_int=str)
    except UnicodeDecodeError as error:
        return Problem("body.utf8", f"byte {error.start} (0x{raw[error.start]:02X}) is not UTF-8")
    except json.JSONDecodeError as error:
        return Problem("body.json", str(error))
    except RecursionError:
        return Problem("body.nesting")
    return _unstorable(value)


def _no_constant(name: str) -> Never:
    raise json.JSONDecodeError(f"{name} is not JSON", name, 0)


def _unstorable(value: Any) -> Problem | None:
    """What no check could read and PostgreSQL could not keep."""
    try:
        return next((found for path, text in _strings(value, "$") if (found := _fault(text, path))), None)
    except RecursionError:
        return Problem("body.nesting")


def _fault(text: str, path: str) -> Problem | None:
    if (at := text.find("\0")) >= 0:
        return Problem("text.nul", f"character {at} is NUL (U+0000)", path=path)
    if not text.isascii() and (found := _SURROGATE.search(text)):
        return Problem("text.surrogate", f"character {found.start()} is half of a pair", path=path)
    return None


def _strings(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Every text in *value*, keys too, with its JSON path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _strings(item, f"{path}[{index}]")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield path, key
            yield from _strings(item, f"{path}.{key}")
