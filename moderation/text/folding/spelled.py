"""Words spelled letter by letter, one after another: "n g u q u á" is "ngu quá"."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from moderation.text import vocabulary
from moderation.text.folding import lexicon

LONGEST = 14  # letters of the longest word that is put together
_LEAST = 2  # letters of a word among others
_LEAST_LONGEST = 3  # letters of the longest of them
_LEAST_ENGLISH = 4  # everybody spells USA, FBI and A.C.E.


@cache
def words() -> frozenset[str]:
    """Words of both languages that are known by their letters alone."""
    english = {word for word in vocabulary.english() if len(word) >= _LEAST_ENGLISH}
    return lexicon.HIDDEN | vocabulary.vietnamese() | english


def is_end_of_word(letters: str) -> bool:
    """Whether some longer word begins or ends with *letters*."""
    forwards, backwards = _sorted_words()
    return _begins(forwards, letters) or _begins(backwards, letters[::-1])


@cache
def _sorted_words() -> tuple[Sequence[str], Sequence[str]]:
    return sorted(words()), sorted(word[::-1] for word in words())


def _begins(ordered: Sequence[str], letters: str) -> bool:
    after = bisect_right(ordered, letters)
    return after < len(ordered) and ordered[after].startswith(letters)


def segmented(letters: str) -> list[int]:
    """Cut *letters* into the fewest words, none left over: the length of each; empty when there is no way.

    Linear, since no word is longer than `LONGEST`.
    """
    ways: list[tuple[int, int] | None] = [(0, 0)]  # by end: how many words, and minus the length of the last
    for end in range(1, len(letters) + 1):
        lasts = [
            size for size in range(_LEAST, min(LONGEST, end) + 1) if letters[end - size : end] in words()
        ]
        ended = [(way[0] + 1, -size) for size in lasts if (way := ways[end - size])]
        ways.append(min(ended, default=None))
    sizes = _sizes(ways)
    return sizes if max(sizes, default=0) >= _LEAST_LONGEST else []


def _sizes(ways: list[tuple[int, int] | None]) -> list[int]:
    """Follow the ways back from the end."""
    sizes: list[int] = []
    end = len(ways) - 1
    while way := ways[end]:
        if not end:
            return sizes[::-1]
        sizes.append(-way[1])
        end += way[1]
    return []
