"""The word and host lists that ship with the library; their digest is part of every policy digest."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources

NAMES = ("words_vi.txt", "words_en.txt", "shorteners.txt")


@cache
def lines(name: str) -> tuple[str, ...]:
    """The entries of list *name*, in order, without comments and empty lines."""
    text = resources.files(__name__).joinpath(name).read_text(encoding="utf-8")
    stripped = (line.split("#", 1)[0].strip() for line in text.splitlines())
    return tuple(line for line in stripped if line)


@cache
def digest() -> bytes:
    """SHA-256 over every shipped list."""
    return hashlib.sha256("\n\0".join("\n".join(lines(name)) for name in NAMES).encode()).digest()
