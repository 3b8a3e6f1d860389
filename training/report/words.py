"""The sentences of `words.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

import msgspec
from msgspec import Struct


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """What the page says whatever was measured, by where it says it."""

    warning: str
    top: str
    ranking: str
    language: str
    evasion: str
    clean: str
    identity: str
    mistakes: str
    data: str
    spam: str
    stream: str
    how: tuple[str, ...]
    limits: tuple[str, ...]
    use: dict[str, str]  # by the value of a `Use`


@cache
def words() -> Words:
    """Read once."""
    text = (resources.files(__package__) / "words.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Words)
