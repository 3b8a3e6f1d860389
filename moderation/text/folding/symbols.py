"""Digits and signs standing for letters inside a word: `sh1t`, `$hit`, `đ*t`."""

import re
from collections.abc import Iterator
from itertools import product

from moderation.text import vietnamese
from moderation.text.folding import lexicon
from moderation.text.folding.offsets import Edit
from moderation.text.folding.spelling import LETTER, bare

_MASKED = re.compile(rf"[{LETTER}@][{LETTER}@*#•×_$]*")
_MASK = re.compile(r"[#•×_]")
_LEET = re.compile(rf"[{LETTER}0-9@$!|]+")
_READINGS = {
    "0": "o", "1": "il", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b", "9": "g",
    "@": "a", "$": "s", "!": "i", "|": "il",
}  # fmt: skip
_MARKED = {"đit": "địt"}  # no syllable without its tone
_LONGEST = 14  # characters
_SIGN = re.compile(r"[0-9@$!|*#•×_]").search
_DOMAIN = re.compile(rf"\.[{LETTER}]").match
_INNER = re.compile(rf"[{LETTER}]+[0-9@$!|][{LETTER}]+").fullmatch


def edits(chunk: str) -> Iterator[Edit]:
    """Edit a stretch of text without spaces."""
    if _SIGN(chunk):
        masked = [edit for edit in map(_unmasked, _MASKED.finditer(chunk)) if edit]
        yield from masked or (edit for edit in map(_unleeted, _LEET.finditer(chunk)) if edit)


def _unmasked(found: re.Match[str]) -> Edit | None:
    written = found[0] if len(found[0]) <= _LONGEST else ""
    stripped = written.rstrip("*")
    word = lexicon.masked().get(_MASK.sub("*", written)) or lexicon.masked().get(_MASK.sub("*", stripped))
    return Edit(*found.span(), word) if word else None


def _unleeted(found: re.Match[str]) -> Edit | None:
    if len(found[0]) > _LONGEST:
        return None
    word = found[0].rstrip("!|")
    start, end = found.start(), found.start() + len(word)
    if len(word) < 3 or word.isdigit() or _DOMAIN(found.string, end) or not _few(word):
        return None
    if word in lexicon.respelled():
        return Edit(start, end, lexicon.respelled()[word])
    readings = map("".join, product(*(_READINGS.get(char, char) for char in word)))
    read = next((reading for reading in readings if _plausible(word, reading)), word)
    return Edit(start, end, _MARKED.get(read, read)) if read != word else None


def _few(word: str) -> bool:
    return sum(char in _READINGS for char in word) <= 3


def _plausible(written: str, read: str) -> bool:
    """Whether *read* is a hidden word of ours, or a syllable with one sign plainly inside it."""
    if read in lexicon.VULGAR or read in {"ass", *map(bare, lexicon.VIETNAMESE)}:
        return not written[0].isdigit() or len(written) > 3
    return bool(_INNER(written)) and vietnamese.is_bare_syllable(bare(read)) and read[0] == written[0]
