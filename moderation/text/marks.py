"""Whether Vietnamese was written without its marks."""

import re
from functools import lru_cache

from moderation.text.folding import Folded
from moderation.text.language import listed
from moderation.text.vietnamese import is_bare_syllable, is_syllable

_WORD = re.compile(r"[^\W\d_]+")
_LEAST = 3  # words that lack their marks; fewer are a slip


def lacks_marks(folded: Folded) -> bool:
    """Whether most words of a Vietnamese text lack the marks they need.

    Many words need none ("cho em xin tin vui"), so only those count that mean nothing without, names left out.
    """
    words = [*_WORD.finditer(folded.text)]
    plain = [word for word in words if folded.bare.startswith(word[0], word.start())]
    missing = [word for word in plain if _needs_marks(word[0]) and not _is_name(folded, word)]
    return len(missing) >= _LEAST and len(missing) > len(words) - len(plain)


@lru_cache(maxsize=2**12)
def _needs_marks(word: str) -> bool:
    return word in listed("needs_marks") or (is_bare_syllable(word) and not is_syllable(word))


def _is_name(folded: Folded, word: re.Match[str]) -> bool:
    return folded.source[slice(*folded.span(*word.span()))].istitle()
