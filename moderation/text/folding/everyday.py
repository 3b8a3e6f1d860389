"""Text in which no word hides another: told quickly, so that the careful steps look only at the rest."""

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from itertools import filterfalse
from typing import TypeVar

from moderation.text import vocabulary
from moderation.text.folding import misspelled, spelling, teencode
from moderation.text.folding.spelling import LETTER, WORD

_Made = TypeVar("_Made")
_LONGEST = 40  # characters of the longest stretch of text worth remembering
_REMEMBERED = 2**15  # stretches; new ones displace those not seen for longest
# A sign, a gap between letters, or a digit beside one. It begins with a class, which `re` finds fastest.
_tied = re.compile(
    rf"[^{LETTER} \n](?:(?<=[@$|*#•×_])|(?<=!)[{LETTER}0-9!]|(?<=[0-9])[{LETTER}]|(?<=[{LETTER}][0-9])"
    rf"|(?<=[{LETTER}].)[^{LETTER}0-9 \n]{{0,3}}[{LETTER}])"
).search


def remembering(function: Callable[[str], _Made]) -> Callable[[str], _Made]:
    """Remember what *function* makes of short texts; what a long one needs is worked out each time."""
    cached = lru_cache(maxsize=_REMEMBERED)(function)
    return lambda text: cached(text) if len(text) <= _LONGEST else function(text)


def strange(words: Iterable[str]) -> set[str]:
    """Those *words* that are not correctly written words of either language, each once."""
    return set(filterfalse(_words().__contains__, words))


@cache
def _words() -> frozenset[str]:
    return (vocabulary.syllables() | vocabulary.english()) - teencode.SHORT.keys()


def is_all_of(text: str) -> bool:
    """Whether *text* has nothing for the steps inside words; only sure when it says so."""
    return not _tied(text) and all(map(_is_plain, strange(WORD.findall(text))))


@remembering
def _is_plain(word: str) -> bool:
    return not (teencode.meant(word) or misspelled.read(word) or any(spelling.edits(word)))
