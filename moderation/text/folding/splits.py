"""Letters set apart by dots, emoji, spaces or line breaks: `đ.ị.t`, `l.ồn`, `n🙂gu`, `n g u`."""

import re
from collections.abc import Container, Iterable, Sequence

from moderation.text import vocabulary
from moderation.text.folding import everyday, joining, lexicon, spelled
from moderation.text.folding.offsets import Edit
from moderation.text.folding.pieces import pieces
from moderation.text.folding.spelling import LETTER, WORD

_gapped = re.compile(rf"[{LETTER}][^{LETTER}0-9]{{1,4}}[{LETTER}]").search
_digit = re.compile("[0-9]").search
_SIGNS = frozenset("._*~|-")


def edits(chunk: str) -> list[Edit]:
    """Close the gaps in a stretch of text without spaces."""
    return joining.joins(pieces(chunk)) if _gapped(chunk) else []


def spaced_edits(text: str, chunks: Sequence[str], strange: Iterable[str]) -> list[Edit]:
    """Close the spaces and line breaks inside words of *text*, whose stretches without spaces are *chunks*.

    Nothing can be hidden but in the *strange* ones, which hold more than correct words.
    """
    cut = set(filter(_is_cut, strange))
    if cut and _may_join(chunks, cut):
        return joining.joins(pieces(text))
    return []


@everyday.remembering
def _is_cut(chunk: str) -> bool:
    """Whether something in *chunk* is no word and may be the beginning or the end of one."""
    return any(
        word not in vocabulary.words() and spelled.is_end_of_word(word) for word in WORD.findall(chunk)
    )


def _may_join(chunks: Sequence[str], cut: Container[str]) -> bool:
    """Whether one of *cut* makes a word with its neighbours, so that a closer look is worth it."""
    around = ["", "", *chunks, "", ""]
    return any(_meets(around[index - 2 : index + 3]) for index, chunk in enumerate(around) if chunk in cut)


def _meets(near: Sequence[str]) -> bool:
    """Whether the middle one of five is spelled out with its neighbours, or makes a word with some of them."""
    first, before, piece, after, last = [_letters(chunk) for chunk in near]
    if len(piece) == 1 and (
        _is_spelled(first, before) or _is_spelled(before, after) or _is_spelled(after, last)
    ):
        return True
    ways = (
        before + piece,
        piece + after,
        first + before + piece,
        before + piece + after,
        piece + after + last,
    )
    return not spelled.words().isdisjoint(ways) or not lexicon.CURSES.isdisjoint(ways)


def _is_spelled(one: str, other: str) -> bool:
    """Whether both are letters, or the letters that follow come after a sign."""
    return len(one) == len(other) == 1 or one in _SIGNS or other in _SIGNS


def _letters(chunk: str) -> str:
    """Give the letters of a *chunk* that is one run of them between signs; another one as it is."""
    return chunk if chunk in vocabulary.words() else _between_signs(chunk)


@everyday.remembering
def _between_signs(chunk: str) -> str:
    runs = WORD.findall(chunk)
    return runs[0] if len(runs) == 1 and not _digit(chunk) else chunk
