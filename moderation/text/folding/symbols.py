"""Digits and signs standing for letters inside a word: `sh1t`, `$hit`, `đ*t`."""

import re
import string
from collections.abc import Iterator
from functools import cache
from itertools import product

from moderation.text import vietnamese, vocabulary
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
_LEAST_MASKED = (
    5  # letters of a word of which one is masked, unless it is in the lexicon: fewer fit several words
)
_LEAST = 3  # characters of a word in which no mark tells that it is one
_MOST = 5  # signs in one word
_SIGN = re.compile(r"[0-9@$!|*#•×_]").search
_has_mark = re.compile(f"[{vietnamese.MARKED.replace('đ', '')}]").search
_DOMAIN = re.compile(rf"\.[{LETTER}]").match
_INNER = re.compile(rf"[{LETTER}]+[0-9@$!|][{LETTER}]+").fullmatch
# Where letters come first and after a sign, or after an S written $, a number is no part of the word: top5, 8am, q1.
_WRITTEN = re.compile(
    rf"[{LETTER}$][{LETTER}0-9@$!|]*[@$!|0-9][0-9@$!|]*[{LETTER}][{LETTER}0-9@$!|]*"
).fullmatch


def edits(chunk: str) -> Iterator[Edit]:
    """Edit a stretch of text without spaces."""
    if _SIGN(chunk):
        masked = [edit for edit in map(_unmasked, _MASKED.finditer(chunk)) if edit]
        yield from masked or (edit for edit in map(_unleeted, _LEET.finditer(chunk)) if edit)


def _unmasked(found: re.Match[str]) -> Edit | None:
    written = _MASK.sub("*", found[0]) if len(found[0]) <= _LONGEST else ""
    word = (
        lexicon.masked().get(written) or lexicon.masked().get(written.rstrip("*")) or _only_fitting(written)
    )
    return Edit(*found.span(), word) if word else None


def _only_fitting(written: str) -> str | None:
    """Find the one English word in use that has some letter where *written* has its only mask."""
    head, mask, tail = written.partition("*")
    if not (head and mask and tail) or len(written) < _LEAST_MASKED or not (head + tail).isalpha():
        return None
    fitting = vocabulary.english().intersection(head + letter + tail for letter in string.ascii_lowercase)
    return next(iter(fitting)) if len(fitting) == 1 else None


def _unleeted(found: re.Match[str]) -> Edit | None:
    word = found[0].rstrip("!|") if len(found[0]) <= _LONGEST else ""
    start, end = found.start(), found.start() + len(word)
    if len(word) < 2 or word.isdigit() or _DOMAIN(found.string, end) or not _few(word):
        return None
    if word in lexicon.respelled():
        return Edit(start, end, lexicon.respelled()[word])
    readings = list(map("".join, product(*(_READINGS.get(char, char) for char in word))))
    read = next((reading for reading in readings if _plausible(word, reading)), word)
    return Edit(start, end, _MARKED.get(read, read)) if read != word else None


def _few(word: str) -> bool:
    return sum(char in _READINGS for char in word) <= _MOST


def _plausible(written: str, read: str) -> bool:
    """Whether *read* is a hidden word of ours, a word in use, or a syllable with one sign plainly inside it."""
    if _has_mark(written) and read in vocabulary.syllables():
        return read in lexicon.HIDDEN or not _is_counted(written)
    if len(written) < _LEAST:
        return False
    if read in lexicon.HIDDEN or read in _bare_hidden():
        return not written[0].isdigit() or len(written) > _LEAST
    if read in vocabulary.words() and len(written) > _LEAST:
        return bool(_WRITTEN(written))
    return bool(_INNER(written)) and vietnamese.is_bare_syllable(bare(read)) and read[0] == written[0]


def _is_counted(written: str) -> bool:
    """Whether a number may stand before or after a word: 5ông, mã1."""
    return written[-1] in "1|" or written[0] in "1|" or written[1:] in vocabulary.syllables()


@cache
def _bare_hidden() -> frozenset[str]:
    return frozenset({"ass", *map(bare, lexicon.HIDDEN)})
