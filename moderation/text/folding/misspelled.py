"""English words without one vowel, or with other letters for the same sound: `shtty`, `killin`, `konfused`."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from moderation.text import vocabulary
from moderation.text.folding import teencode
from moderation.text.folding.offsets import Edit
from moderation.text.folding.spelling import WORD

_LEAST, _LONGEST = 4, 14  # letters
_VOWELS = "aeiou"
# What is written, and what is meant.
_SOUNDS = [
    (re.compile(written), meant)
    for written, meant in {
        "z$": "s",
        "in$": "ing",
        "a$": "er",
        "k(?=[aoul])": "c",
        "f": "ph",
        "ks$": "x",
        "^d": "th",
        "$": "e",
    }.items()
]


def edits(text: str) -> Iterator[Edit]:
    """Spell out the words of an English *text* that only one English word can be."""
    words = WORD.findall(text)
    distinct = frozenset(words)
    meant = {word: reading for word in distinct - vocabulary.known() if (reading := read(word))}
    if meant and _is_english(distinct) and not teencode.is_vietnamese(text, words):
        for word in WORD.finditer(text):
            if word[0] in meant:
                yield Edit(*word.span(), meant[word[0]])


def is_in(text: str) -> bool:
    """Whether *text* has a word that may be a misspelled English one."""
    return any(map(read, WORD.findall(text)))


@lru_cache(maxsize=2**12)
def read(word: str) -> str:
    """The only English word in use that *word* can be; empty when there are several, or it is a word itself."""
    if not (_LEAST <= len(word) <= _LONGEST and word.isascii()) or word in vocabulary.known():
        return ""
    fitting = vocabulary.english().intersection(_readings(word))
    return "".join(fitting) if len(fitting) == 1 else ""


def _readings(word: str) -> Iterator[str]:
    for written, meant in _SOUNDS:
        yield written.sub(meant, word, count=1)
    for at in range(1, len(word)):
        yield from (f"{word[:at]}{vowel}{word[at:]}" for vowel in _VOWELS)


def _is_english(words: frozenset[str]) -> bool:
    """Whether twice as many of *words* are only English as are only Vietnamese."""
    return len(words & _only_english()) > 2 * len(words & _only_vietnamese())


@cache
def _only_english() -> frozenset[str]:
    return vocabulary.english() - vocabulary.vietnamese()


@cache
def _only_vietnamese() -> frozenset[str]:
    return vocabulary.vietnamese() - vocabulary.english()
