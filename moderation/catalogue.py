"""The shipped sentences by code and language, as data: notices/vi.toml and notices/en.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

import msgspec
from msgspec import Struct


class Catalogue(Struct, frozen=True, forbid_unknown_fields=True):
    """Sentences by code: *notices* for readers, *details* for moderators; *units* are what {unit} is called."""

    notices: dict[str, str]
    details: dict[str, str]
    units: dict[str, str]


@cache
def catalogue(language: str) -> Catalogue:
    """The shipped sentences in *language*, "vi" or "en"."""
    file = resources.files("moderation").joinpath("notices", f"{language}.toml")
    return msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), Catalogue)
