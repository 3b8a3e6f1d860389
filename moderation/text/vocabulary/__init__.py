"""Words that people use, so that a piece of a word can be told from a word. Nothing is judged by them.

`training/vocabulary.py` writes the lists from the open data sets; they are read on first use.
"""

from functools import cache
from pathlib import Path

from moderation.text.vietnamese import markless

_FOLDER = Path(__file__).parent


def _listed(name: str) -> list[str]:
    lines = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return " ".join(line for line in lines if line[0] != "#").split()


@cache
def syllables() -> frozenset[str]:
    """Vietnamese syllables in use, with their marks: some 4,000 of the 18,000 that could be."""
    return frozenset(_listed("vi"))


@cache
def english() -> frozenset[str]:
    """English words of two letters or more."""
    return frozenset(_listed("en"))


@cache
def vietnamese() -> frozenset[str]:
    """Return the syllables in use, with their marks and without."""
    return syllables() | frozenset(map(markless, syllables()))


@cache
def words() -> frozenset[str]:
    """Every word of both languages."""
    return vietnamese() | english()


@cache
def known() -> frozenset[str]:
    """All that stands by itself in comments: words, short forms, and letters that mean something alone."""
    return words() | frozenset(_listed("short"))


@cache
def neighbours() -> tuple[tuple[str, str], ...]:
    """Two words side by side, of which one is a word that people hide and nothing else has its letters there."""
    pairs = (pair.partition("-") for pair in _listed("beside"))
    return tuple((one, other) for one, _, other in pairs)


@cache
def torn() -> frozenset[str]:
    """Vietnamese words cut in two known pieces that hardly anybody writes side by side, with a hyphen: `c-ó`."""
    return frozenset(_listed("torn"))
