"""The shipped sentences by code and language, as data: notices/vi.toml and notices/en.toml."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

import msgspec
from msgspec import Struct

NEWSROOM = "newsroom"  # how to reach the site; every notice knows it
_PARAMETER = re.compile(r"\{([^{}]*)\}")


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


def parameters(sentence: str) -> list[str]:
    """What is filled in in *sentence*, each name once, in order.

    >>> parameters("{count} of {limit}, {count}")
    ['count', 'limit']
    """
    return list(dict.fromkeys(_PARAMETER.findall(sentence)))


def known(language: str, code: str) -> list[str]:
    """What a site's own sentence for the notice *code* may have filled in."""
    return sorted({NEWSROOM, *parameters(catalogue(language).notices[code])})
