"""What stands between the words of a phrase, closed to one space: "cá  độ", "cá-độ", "cá.độ", a line break."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

from moderation.text.folding import Folded
from moderation.text.tables import inside_word, word_class

_SIGNS = "-_‐–·•"  # between letters never the end of a sentence, and no mask of a letter
_candidates = re.compile(rf"[ \n]{{2,}}+|\n|[{_SIGNS[1:]}-]++|\.(?=[^\W\d_])").finditer
_dotted = re.compile(r"\.[^\W\d_]").search


class Closed(NamedTuple):
    """A folded text with single spaces between its words; *bare* is *text* without marks, same length."""

    text: str
    bare: str
    places: Sequence[int] | None = None  # of each character in the folded text; None when nothing was closed

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the folded characters [start, end) of which `text[start:end]` was made; both ends are letters."""
        return (start, end) if self.places is None else (self.places[start], self.places[end - 1] + 1)


def closed(folded: Folded) -> Closed:
    r"""Put one space for any white space between words, and for signs between letters; linear.

    A full stop or a line break stays where a capital begins a new sentence behind it, and a full stop before
    white space always: "Tôi bị cá.Độ này" has no "cá độ".

    >>> from moderation.text.folding import fold
    >>> closed(fold("Cá  độ, cá-độ, cá\n độ. Tôi bị cá.Độ này")).text
    'cá độ, cá độ, cá độ. tôi bị cá.độ này'
    """
    gaps = list(_gaps(folded)) if _might_part(folded.bare) else []
    if not gaps:
        return Closed(folded.text, folded.bare)
    edges = [0, *chain.from_iterable(gaps), len(folded.text)]
    kept = list(zip(edges[::2], edges[1::2], strict=True))
    text, bare = (" ".join([view[start:end] for start, end in kept]) for view in (folded.text, folded.bare))
    return Closed(text, bare, list(chain.from_iterable(range(start, end + 1) for start, end in kept)))


def _might_part(bare: str) -> bool:
    """Whether a closer look is worth it; says yes too often, and costs next to nothing."""
    if "-" in bare or "_" in bare or "\n" in bare or "  " in bare or _dotted(bare):
        return True
    return not bare.isascii() and any(sign in bare for sign in _SIGNS)


def _gaps(folded: Folded) -> Iterator[tuple[int, int]]:
    return (gap.span() for gap in _candidates(folded.bare) if _parts_words(folded, gap))


def _parts_words(folded: Folded, gap: re.Match[str]) -> bool:
    """Whether it stands between two words of one sentence; a sign between digits is none ("3.5", "2-9")."""
    inner = _letter if gap[0].strip() else inside_word
    start, end = gap.span()
    if not (inner().match(folded.bare, start - 1) and inner().match(folded.bare, end)):
        return False
    return not ((gap[0] == "." or "\n" in gap[0]) and _begins_sentence(folded, start, end))


@cache
def _letter() -> re.Pattern[str]:
    return re.compile(f"[{word_class('letter', 'mark')}]")


def _begins_sentence(folded: Folded, end: int, start: int) -> bool:
    """Whether a capital at *start* follows a word that has none and ends at *end*: "cá.Độ", not "Cá.Độ"."""
    if not _is_capital(folded, start):
        return False
    while end and inside_word().match(folded.bare, end - 1):
        end -= 1
    return not _is_capital(folded, end)


def _is_capital(folded: Folded, at: int) -> bool:
    return folded.source[folded.span(at, at)[0]].isupper()
