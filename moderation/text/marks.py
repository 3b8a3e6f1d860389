"""Whether Vietnamese was written without its marks."""

import re

from moderation.text.folding import Folded
from moderation.text.language import listed
from moderation.text.vietnamese import is_bare_syllable, is_syllable

_WORD = re.compile(r"[^\W\d_]+")
_LEAST = 3  # words that lack their marks; fewer are a slip


def lacks_marks(folded: Folded) -> bool:
    """Whether most words of a Vietnamese text lack the marks they need.

    Many words need none ("cho em xin tin vui"), so only those count that mean nothing without.
    """
    if folded.text.isascii():
        return sum(map(_needs_marks, _WORD.findall(folded.text))) >= _LEAST
    words = [*zip(_WORD.findall(folded.text), _WORD.findall(folded.bare), strict=False)]
    missing = sum(_needs_marks(word) for word, bare in words if word == bare)
    marked = sum(word != bare for word, bare in words)
    return missing >= _LEAST and missing > marked


def _needs_marks(word: str) -> bool:
    return word in listed("needs_marks") or (is_bare_syllable(word) and not is_syllable(word))
