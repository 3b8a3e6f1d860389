"""Letters set apart by spaces, dots, line breaks or emoji: `đ.ị.t`, `n g u`, `l.ồn`, `n🙂gu`."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from moderation.text import vietnamese
from moderation.text.folding import lexicon
from moderation.text.folding.offsets import Edit
from moderation.text.folding.spelling import LETTER, bare

_GAP = rf"[^{LETTER}0-9]"
# A lone letter before a gap and more letters; a lone vowel before a space is an everyday word.
_SPLIT = re.compile(
    rf"(?<![{LETTER}0-9])[{LETTER}]{_GAP}{{1,4}}[{LETTER}](?![{LETTER}0-9])"
    rf"|(?<![{LETTER}0-9])[bcdđghklmnpqrstvx]{_GAP}{{1,4}}[{LETTER}]"
    rf"|[{LETTER}][^{LETTER}0-9 .,!?:;\"'’“”()/&+-]{{1,4}}[{LETTER}]"
    rf"|[{LETTER}][.-][{LETTER}]"
)
_PIECE = re.compile(f"[{LETTER}]+")
_LONGEST = 8  # letters of the longest word that we put together
_PLAIN_GAP = re.compile(r"[ \n.,\-/&+:;'\"()…?!]+").fullmatch


class _Piece(NamedTuple):
    start: int
    end: int
    text: str
    gap: str  # what stands between the piece before and this one


def edits(text: str) -> Iterator[Edit]:
    """The gaps to close."""
    if not _SPLIT.search(text):
        return
    for run in _runs(text):
        yield from _joins(run)


def _runs(text: str) -> Iterator[list[_Piece]]:
    """Pieces with gaps of at most four characters, none of them a digit."""
    run: list[_Piece] = []
    for found in _PIECE.finditer(text):
        gap = text[run[-1].end : found.start()] if run else ""
        if len(gap) > 4 or any(char in "0123456789" for char in gap):
            if len(run) > 1:
                yield run
            run = []
        run.append(_Piece(*found.span(), found[0], gap))
    if len(run) > 1:
        yield run


def _joins(run: Sequence[_Piece]) -> Iterator[Edit]:
    index = 0
    while index < len(run):
        size = _joined(run, index)
        for piece in run[index + 1 : index + size]:
            yield Edit(piece.start - len(piece.gap), piece.start, "")
        index += max(size, 1)


def _joined(run: Sequence[_Piece], index: int) -> int:
    """How many pieces from *index* on make one word; the most that do, 0 if none."""
    letters, best = run[index].text, 0
    for size in range(2, _LONGEST + 1):
        if index + size > len(run) or len(letters) > _LONGEST:
            break
        letters += run[index + size - 1].text
        if _is_hidden(letters, run[index : index + size], run[index + size : index + size + 1]):
            best = size
    return best


def _is_hidden(letters: str, pieces: Sequence[_Piece], after: Sequence[_Piece]) -> bool:
    gaps = [piece.gap for piece in pieces[1:]]
    lone = all(len(piece.text) == 1 for piece in pieces)
    if letters in lexicon.VULGAR:
        return lone or any(not vietnamese.is_bare_syllable(bare(piece.text)) for piece in pieces)
    if not (vietnamese.is_syllable(letters) or vietnamese.is_bare_syllable(letters)):
        return False
    if lone:
        return len(letters) > 2 and not any(
            len(piece.text) == 1 and piece.gap == gaps[0] and len(letters) < 3 for piece in after
        )
    odd_gaps = not any(_PLAIN_GAP(gap) for gap in gaps)
    return odd_gaps and any(not vietnamese.is_bare_syllable(bare(piece.text)) for piece in pieces)
