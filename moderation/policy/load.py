"""Policies from TOML: a file, a text, or one of the presets."""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from itertools import islice
from pathlib import Path
from typing import Any, Never

from moderation.errors import Fault, PolicyError
from moderation.policy.kinds import shown
from moderation.policy.model import Policy, typed
from moderation.policy.places import dotted, line_of, lines
from moderation.policy.sense import nonsense
from moderation.policy.shape import Misfit, misfits, nearest

PRESETS = ("default", "vi-news", "en-news")
_MAX_BYTES = 1_000_000  # some twenty thousand word entries, which take seconds to read
_MOST_FAULTS = 100  # told at once; a file with more is some other kind of file
_MOST_PARTS = 32
# tomllib needs memory by the square of a dotted key's parts: 200 kB of "a.a.a…" fill a machine.
_PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
_LONG_KEY = re.compile(rf"(?<![\w-])(?:{_PART}[ \t]*+\.[ \t]*+){{{_MOST_PARTS}}}")
_TOML_CURE = 'each setting is `key = value` on a line of its own, text in "quotes", lists in [brackets]'


def load(path: Path | str) -> Policy:
    """The policy in the TOML file at *path*.

    Raises `PolicyError` when the file cannot be read or is not UTF-8, and for whatever `parse` refuses.
    """
    path = Path(path)
    return parse(_read(path), name=str(path))


def parse(text: str, name: str = "policy") -> Policy:
    """The policy that *text* writes down; what it does not set keeps its default.

    Raises `PolicyError` that names every fault at once, each with *name*, line, setting, value and cure.
    """
    return _held(_toml(text.removeprefix("\ufeff"), name), text, name)


def of(settings: dict[str, Any], name: str = "policy") -> Policy:
    """The policy that *settings* hold, nested as in TOML. Raises `PolicyError` as `parse` does, without lines."""
    return _held(settings, "", name)


def preset(name: str) -> Policy:
    """The preset *name*, one of `PRESETS`."""
    return parse(preset_text(name), name=f"preset {name}")


def preset_text(name: str) -> str:
    """The commented TOML of the preset *name*; raises `PolicyError` when there is none of that name."""
    if name not in PRESETS:
        near = nearest(name, PRESETS)
        raise PolicyError(f"there is no preset {shown(name)}.{near} The presets are {', '.join(PRESETS)}")
    return (
        resources.files("moderation.policy").joinpath("presets", f"{name}.toml").read_text(encoding="utf-8")
    )


def _held(raw: dict[str, Any], text: str, name: str) -> Policy:
    if found := list(islice(misfits(raw), _MOST_FAULTS)):
        _refuse(found, text, name)
    policy = typed(raw, Policy)
    if found := list(islice(nonsense(policy), _MOST_FAULTS)):
        _refuse(found, text, name)
    return policy


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or error
        raise PolicyError(f"{path}: cannot be read: {reason}; name a readable TOML file") from None
    if len(content) > _MAX_BYTES:
        cure = f"a policy is at most {_MAX_BYTES // 1_000_000} MB; is this the right file?"
        raise PolicyError(f"{path}: is larger than {_MAX_BYTES // 1_000_000} MB; {cure}")
    return _decoded(content, path)


def _decoded(content: bytes, path: Path) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        found = f"byte 0x{content[error.start]:02X} is not UTF-8"
        raise PolicyError(f"{path}, line {line}: {found}; save the file as UTF-8") from None


def _toml(text: str, name: str) -> dict[str, Any]:
    if long := _LONG_KEY.search(text):
        line = text.count("\n", 0, long.start()) + 1
        raise PolicyError(f"{name}, line {line}: a key of more than {_MOST_PARTS} parts; {_TOML_CURE}")
    try:
        text.encode()
        return tomllib.loads(text)
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise PolicyError(f"{name}, line {line}: holds a lone surrogate; send valid UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        told, _, place = str(error).rstrip(")").partition(" (at ")
        where = f"{name}, {place}" if place else name
        raise PolicyError(f"{where}: {told}; {_TOML_CURE}") from None
    except (RecursionError, ValueError):  # ValueError: Python reads no number of thousands of digits
        raise PolicyError(f"{name}: nested too deep, or a number too long; {_TOML_CURE}") from None


def _refuse(found: list[Misfit], text: str, name: str) -> Never:
    places = lines(text)
    faults = tuple(Fault(dotted(path), line_of(places, path), message) for path, message in found)
    raise PolicyError("\n".join(_told(fault, name) for fault in faults), faults)


def _told(fault: Fault, name: str) -> str:
    where = f"{name}, line {fault.line}" if fault.line else name
    return f"{where}: {fault.key} {fault.message}"
