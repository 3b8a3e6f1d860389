"""A text as runs of letters and the gaps between them."""

from msgspec import Struct

from moderation.text.folding.spelling import WORD


class Piece(Struct, frozen=True, gc=False):
    """A run of letters, where it begins, and what stands between the run before and this one, cut to 5 characters."""

    start: int
    text: str
    gap: str


def pieces(text: str) -> list[Piece]:
    """List the runs of letters in *text*, in order."""
    found: list[Piece] = []
    end = 0
    for word in WORD.finditer(text):
        found.append(Piece(word.start(), word[0], text[end : word.start()][:5]))
        end = word.end()
    return found
