"""Text in which no word hides another: told quickly, so that the careful steps look only at the rest."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from moderation.text import vietnamese
from moderation.text.folding import spelling, teencode
from moderation.text.folding.spelling import LETTER, WORD

_LONGEST = 40  # letters of the longest word worth remembering
# A sign, a gap between letters, or a digit beside one. It begins with a class, which `re` finds fastest.
_tied = re.compile(
    rf"[^{LETTER} \n](?:(?<=[@$|*#•×_])|(?<=!)[{LETTER}0-9!]|(?<=[0-9])[{LETTER}]|(?<=[{LETTER}][0-9])"
    rf"|(?<=[{LETTER}].)[^{LETTER}0-9 \n]{{0,3}}[{LETTER}])"
).search


def is_all_of(text: str) -> bool:
    """Whether *text* has nothing for the steps inside words; only sure when it says so."""
    return not _tied(text) and all(map(_is_plain, strange(WORD.findall(text))))


def strange(words: Iterable[str]) -> set[str]:
    """Those *words* that are not correctly written Vietnamese syllables, each once."""
    return set(words) - _syllables()


@cache
def _syllables() -> frozenset[str]:
    return vietnamese.syllables() - teencode.SHORT.keys()


def _is_plain(word: str) -> bool:
    return len(word) <= _LONGEST and _has_no_edits(word)


@lru_cache(maxsize=2**15)
def _has_no_edits(word: str) -> bool:
    return word not in teencode.SHORT and not any(spelling.edits(word))
