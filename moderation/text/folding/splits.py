"""Letters set apart by dots, emoji, spaces or line breaks: `đ.ị.t`, `l.ồn`, `n🙂gu`, `n g u`."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from moderation.text import vietnamese
from moderation.text.folding import lexicon
from moderation.text.folding.offsets import Edit
from moderation.text.folding.spelling import LETTER, WORD, bare

_LONGEST = 9  # letters of the longest word that we put together
_GAPPED = re.compile(rf"[{LETTER}][^{LETTER}0-9]{{1,4}}[{LETTER}]").search
_LONE = re.compile(rf"[ \n][{LETTER}][ \n.]").search
_SPACES = (" ", "\n", ".")
_ONSET = "(?:[bcdđghklmnpqrstvx]|[cgknpt]h|n?gh?)"
# Lone letters in a row, or letters that cannot be a word by themselves before the rest of one.
_SPACED = re.compile(
    rf"[^{LETTER}0-9](?=[{LETTER}][gh \n._*~|-])(?:[{LETTER}](?:[ \n._*~|-]{{1,3}}[{LETTER}](?![{LETTER}0-9]))+"
    rf"|{_ONSET}[ \n]{{1,3}}[{LETTER}]{{1,5}}(?![{LETTER}0-9]))"
)
_BROKEN = re.compile(rf"(?<![{LETTER}0-9])[{LETTER}]{{1,4}}\n[{LETTER}]{{1,4}}(?![{LETTER}0-9])")
# Gaps that everyday writing has inside abbreviations, addresses, pairs and ranges.
_PLAIN_GAP = re.compile(r"[ \n.,\-/&+:;'\"()…?!]+").fullmatch


class _Piece(NamedTuple):
    start: int
    text: str
    gap: str  # what stands between the piece before and this one


def edits(chunk: str) -> Iterator[Edit]:
    """Close the gaps in a stretch of text without spaces."""
    return _joins(_pieces(chunk, 0)) if _GAPPED(chunk) else iter(())


def spaced_edits(text: str) -> Iterator[Edit]:
    """Close the spaces and line breaks inside words."""
    if _LONE(text) or text[1:2] in _SPACES:
        for run in _SPACED.finditer(" " + text):
            yield from _joins(_pieces(run[0][1:], run.start()))
    elif "\n" in text:
        for run in _BROKEN.finditer(text):
            yield from _joins(_pieces(run[0], run.start()))


def _pieces(text: str, offset: int) -> list[_Piece]:
    pieces: list[_Piece] = []
    end = 0
    for word in WORD.finditer(text):
        pieces.append(_Piece(offset + word.start(), word[0], text[end : word.start()][:5]))
        end = word.end()
    return pieces


def _joins(pieces: Sequence[_Piece]) -> Iterator[Edit]:
    index, joined = 0, 0
    while index < len(pieces):
        joined = _joined(pieces, index, after_join=joined > 0)
        for piece in pieces[index + 1 : index + joined]:
            yield Edit(piece.start - len(piece.gap), piece.start, "")
        index += max(joined, 1)


def _joined(pieces: Sequence[_Piece], index: int, *, after_join: bool) -> int:
    """How many pieces from *index* on make one word; the most that do, 0 if none."""
    letters, best = pieces[index].text, 0
    for size in range(2, min(_LONGEST, len(pieces) - index) + 1):
        piece = pieces[index + size - 1]
        letters += piece.text
        if len(letters) > _LONGEST or len(piece.gap) > 4 or any(char in "0123456789" for char in piece.gap):
            break
        if _is_hidden(letters, pieces[index : index + size], shortest=2 if after_join else 3):
            best = size
    return best


def _is_hidden(letters: str, pieces: Sequence[_Piece], *, shortest: int) -> bool:
    """Whether *letters* read as one word that nobody writes in these pieces."""
    if letters in lexicon.VULGAR:
        return len(letters) == len(pieces) or _has_fragment(pieces)
    if not (vietnamese.is_syllable(letters) or vietnamese.is_bare_syllable(letters)):
        return False
    if len(letters) == len(pieces):
        gaps = {piece.gap[0] for piece in pieces[1:]}
        return len(letters) >= shortest and len(gaps) == 1 and not gaps & set(",/+&'\"")
    return not any(_PLAIN_GAP(piece.gap) for piece in pieces[1:]) and _has_fragment(pieces)


def _has_fragment(pieces: Sequence[_Piece]) -> bool:
    """Whether some piece cannot be a word by itself."""
    return any(not vietnamese.is_bare_syllable(bare(piece.text)) for piece in pieces)
