"""JSON as Google's services read it: names in either spelling, null as if it were not there, nothing unknown."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar, get_args, get_origin

import msgspec
from msgspec import Struct

T = TypeVar("T", bound=Struct)


class Unfit(Exception):
    """What a body holds that no message of the service has; the text is Google's."""


def message(value: Any, kind: type[T]) -> T:
    """*value*, as decoded from JSON, as the message *kind*. Raises `Unfit`."""
    named = _message(value, kind, "")
    try:
        return msgspec.convert(named, kind, strict=False)
    except msgspec.ValidationError as error:
        told, _, path = str(error).partition(" - at `$")
        place = path.strip("`.") or "(root)"
        raise Unfit(f"Invalid value at '{place}': {told}") from None


def _message(value: Any, kind: type[Struct], path: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Unfit(f"Invalid value at '{path or '(root)'}': expected an object.")
    kinds, found = _fields(kind), {}
    for key, item in value.items():
        if key not in kinds:
            at = f" at '{path}'" if path else ""
            raise Unfit(f'Invalid JSON payload received. Unknown name "{key[:100]}"{at}: Cannot find field.')
        name, inner = kinds[key]
        if item is not None:
            found[name] = _value(item, inner, f"{path}.{name}" if path else name)
    return found


def _value(value: Any, kind: Any, path: str) -> Any:
    """*value* with the names of all messages in it."""
    if isinstance(kind, type) and issubclass(kind, Struct):
        return _message(value, kind, path)
    origin, args = get_origin(kind), get_args(kind)
    if origin is dict and isinstance(value, dict):
        return {key: _value(item, args[1], f"{path}[{key[:100]}]") for key, item in value.items()}
    if origin is list and isinstance(value, list):
        return [_value(item, args[0], f"{path}[{at}]") for at, item in enumerate(value)]
    inner = [one for one in args if isinstance(one, type) and issubclass(one, Struct)]
    return _message(value, inner[0], path) if inner else value


@cache
def _fields(kind: type[Struct]) -> Mapping[str, tuple[str, Any]]:
    """By each name that a field of *kind* may have, the one that is used here, and its type."""
    found = {}
    for field in msgspec.structs.fields(kind):
        for name in (field.name, field.encode_name):
            found[name] = (field.encode_name, field.type)
    return found
