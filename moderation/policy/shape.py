"""Holds a policy's TOML against the model, setting by setting, so that every fault is told at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from typing import Any, Literal, NamedTuple, get_args, get_origin

import msgspec
from msgspec import Struct

from moderation.policy.kinds import is_section, names, permitted, settings, shown
from moderation.policy.model import Policy, typed
from moderation.policy.places import Path, dotted


class Misfit(NamedTuple):
    """A fault before its line is known."""

    path: Path
    message: str


def misfits(value: Any, kind: Any = Policy, path: Path = ()) -> Iterator[Misfit]:
    """Every unknown key, missing key and bad value of *value*, which stands at *path*, held to *kind*."""
    origin, args = get_origin(kind), get_args(kind)
    if is_section(kind) and isinstance(value, dict):
        yield from _in_section(value, kind, path)
    elif origin is tuple and isinstance(value, list):
        for index, item in enumerate(value):
            yield from misfits(item, args[0], (*path, index))
    elif origin is dict and isinstance(value, dict):
        yield from _in_table(value, args[0], args[1], path)
    elif not _fits(value, kind):
        yield Misfit(path, _wrong(value, kind, path))


def nearest(word: str, words: Iterable[str], cutoff: float = 0.6) -> str:
    """' Did you mean …?' with the nearest of *words*, or nothing when none is as like as *cutoff*, 0..1."""
    close = difflib.get_close_matches(word, list(words), n=1, cutoff=cutoff)
    return f" Did you mean {close[0]}?" if close else ""


def _in_section(value: dict[str, Any], section: type[Struct], path: Path) -> Iterator[Misfit]:
    kinds = {field.name: field for field in msgspec.structs.fields(section)}
    for key, given in value.items():
        if key in kinds:
            yield from misfits(given, kinds[key].type, (*path, key))
        else:
            yield Misfit((*path, key), _unknown(key, given, section, path))
    for name, field in kinds.items():
        if field.required and name not in value:
            yield Misfit(path, f"has no {name}; write {name} = {permitted(field.type)}")


def _in_table(value: dict[str, Any], key_kind: Any, kind: Any, path: Path) -> Iterator[Misfit]:
    for key, given in value.items():
        if _fits(key, key_kind):
            yield from misfits(given, kind, (*path, key))
        else:
            yield Misfit((*path, key), f"is not known here; expected {permitted(key_kind)}")


def _fits(value: Any, kind: Any) -> bool:
    try:
        typed(value, kind)
    except msgspec.ValidationError:
        return False
    return True


def _wrong(value: Any, kind: Any, path: Path) -> str:
    if isinstance(value, dict) and kind is str:
        whole = f"{path[-1]}.{next(iter(value), '…')}"
        return f'is a table; a code with a dot needs quotes: "{whole}" = "…"'
    near = nearest(value, get_args(kind)) if get_origin(kind) is Literal and isinstance(value, str) else ""
    return f"= {shown(value)}; expected {permitted(kind)}{near and f'.{near}'}"


def _unknown(key: str, given: Any, section: type[Struct], path: Path) -> str:
    table = f"of [{dotted(path)}]" if path else "at the top of a policy"
    near = _nearest_setting(key, section, path)
    return f"= {shown(given)} is not a setting {table}.{near} Settings here: {names(section)}"


def _nearest_setting(key: str, section: type[Struct], path: Path) -> str:
    """A setting of the same table that looks like *key*, or else the same name in another table."""
    prefix = f"{dotted(path)}." if path else ""
    if near := nearest(prefix + key, (prefix + name for name in section.__struct_fields__)):
        return near
    elsewhere = [setting.key for setting in settings() if setting.key.rpartition(".")[2] == key]
    return f" Did you mean {' or '.join(elsewhere)}?" if elsewhere else ""
