"""Which words of a comment get hidden: the rude ones, since people hide what a filter knows, and others by chance."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import cache
from importlib import resources
from random import Random
from typing import Any
from unicodedata import normalize

WORD = re.compile(r"[^\W\d_]+")
SHARE = 0.25  # of the words that are not rude


def some_words(
    text: str, rng: Random, change: Callable[[str], str], *, share: float = SHARE, least: int = 2
) -> str:
    """*text* with *change* applied to every rude word and about *share* of the others, to one at least.

    Only words of *least* letters and more are hidden; where *change* can change none, *text* comes back. Letters
    are given to *change* with their marks in one.
    """
    text = normalize("NFC", text)
    words = [found for found in WORD.finditer(text) if len(found[0]) >= least]
    changed = {found.start(): change(found[0]) for found in words if _is_chosen(found[0], rng, share)}
    if all(text.startswith(hidden, start) for start, hidden in changed.items()):
        changed |= _one_changed(words, rng, change)
    return WORD.sub(lambda found: changed.get(found.start(), found[0]), text)


def _is_chosen(word: str, rng: Random, share: float) -> bool:
    return rng.random() < share or word.lower() in rude()


def _one_changed(words: list[re.Match[str]], rng: Random, change: Callable[[str], str]) -> dict[int, str]:
    for found in rng.sample(words, len(words)):
        hidden = change(found[0])
        if hidden != found[0]:
            return {found.start(): hidden}
    return {}


@cache
def rude() -> frozenset[str]:
    """Lower-case words of both languages that people hide; words.toml says how they were found."""
    return frozenset(" ".join(tables()["rude"].values()).split())


@cache
def tables() -> dict[str, Any]:
    """words.toml, read once."""
    return tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))
