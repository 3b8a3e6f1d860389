"""Ids of our own."""

from __future__ import annotations

import secrets


def new_id(now: float) -> str:
    """An id that nobody guesses; it starts with the time, so that new rows lie side by side on the disk."""
    return f"{int(now * 1000):012x}{secrets.token_hex(10)}"


def is_plain(word: str) -> bool:
    """Whether *word* may be one of our ids or codes; a NUL or a lone surrogate would trouble the database."""
    return word.isascii() and word.isprintable()
