"""What the model permits, in words: for error messages and for the table of settings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Literal, NamedTuple, TypeGuard, Union, get_args, get_origin

import msgspec
from msgspec import Meta, Struct

from moderation.policy.model import Policy, Section
from moderation.policy.units import Duration, Limit

_PLAIN: dict[object, str] = {
    Any: "a setting",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "text in quotes",
    Limit: 'a limit such as "5/10m"',
    Duration: 'a duration such as "24h", or "forever"',
}
_LONGEST_SHOWN = 60


class Setting(NamedTuple):
    """One thing that a site may tune: its dotted *key*, the type of its value, its default."""

    key: str
    kind: Any
    default: Any


def is_section(kind: object) -> TypeGuard[type[Struct]]:
    """Whether *kind* is a table of the policy with settings of its own."""
    return isinstance(kind, type) and issubclass(kind, Section)


def settings(section: type[Struct] = Policy, prefix: str = "") -> Iterator[Setting]:
    """Every setting of *section* and of the tables inside it, in the order of the model."""
    for field in msgspec.structs.fields(section):
        if is_section(field.type):
            yield from settings(field.type, f"{prefix}{field.name}.")
        else:
            default = field.default_factory() if field.default is msgspec.NODEFAULT else field.default
            yield Setting(prefix + field.name, field.type, default)


def permitted(kind: Any) -> str:
    """The values that a setting of type *kind* takes.

    >>> from typing import Literal
    >>> permitted(Literal["off", "review"])
    'one of "off", "review"'
    """
    origin, args = get_origin(kind), get_args(kind)
    if origin is Literal:
        return "one of " + ", ".join(f'"{value}"' for value in args)
    if origin is Annotated:
        return _within(_PLAIN[args[0]], args[1])
    if origin in (Union, UnionType):
        return " or ".join(permitted(part) for part in args if part is not type(None))
    if origin is tuple:
        return f"a list; each is {permitted(args[0])}"
    if origin is dict:
        return f"a table; each value is {permitted(args[1])}"
    return f"a table with {names(kind)}" if is_section(kind) else _PLAIN[kind]


def names(section: type[Struct]) -> str:
    """The settings of one table, for a sentence."""
    return ", ".join(section.__struct_fields__)


def shown(value: object) -> str:
    """*value* as a policy would write it, cut to a readable length."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"


def _within(plain: str, meta: Meta) -> str:
    if meta.examples:
        return f'text such as "{meta.examples[0]}"'
    if meta.max_length is not None:
        return f"{plain}, {meta.min_length or 0} to {meta.max_length} characters"
    return f"{plain} from {meta.ge:g} to {meta.le:.0f}"
