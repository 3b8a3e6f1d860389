"""Which pieces of a text are pieces of one word.

A gap is closed where the letters around it make a word and some piece of it is none: nobody writes a word beside
something that means nothing.
"""

import re
from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from moderation.text import vietnamese, vocabulary
from moderation.text.folding import lexicon, spelled
from moderation.text.folding.offsets import Edit
from moderation.text.folding.pieces import Piece

_LONGEST_GAP = 4  # characters
_LEAST_RUN = 3  # letters that are spelled one by one
# Everyday writing has these gaps inside abbreviations, addresses, pairs and ranges; without any of them it hides.
_is_plain = re.compile(r"[ \n.,\-/&+:;'\"()…?!]").search
_has_digit = re.compile("[0-9]").search
_is_cut = re.compile(r"[ \n]{1,3}|[._*~|·\-]").fullmatch
_PAIRING = frozenset(",/+&'\"")
_ENDINGS = frozenset({"be", "com", "gl", "io", "ly", "me", "net", "tv", "vn"})  # of addresses: youtu.be


def joins(found: Sequence[Piece]) -> list[Edit]:
    """Close the gaps inside words; where one is cut, less is asked of the others."""
    return list(_joins(found, loosely=True)) if any(_joins(found, loosely=False)) else []


def _joins(found: Sequence[Piece], *, loosely: bool) -> Iterator[Edit]:
    runs, index, after_join = _runs(found), 0, False
    while index < len(found):
        asked = _Asked(2 if after_join else _LEAST_RUN, loosely)
        run = found[index : index + runs.get(index, 0)]
        sizes = (_spelled(run) if run else ()) or _joined(found, index, runs, asked)
        for size in sizes:
            for piece in found[index + 1 : index + size]:
                yield Edit(piece.start - len(piece.gap), piece.start, "")
            index += size
        after_join = bool(sizes)
        index += not sizes


def _runs(found: Sequence[Piece]) -> dict[int, int]:
    """Where single letters follow each other with one kind of gap, and how many do."""
    runs, index = {}, 0
    while index < len(found):
        size = _run(found, index)
        if size >= _LEAST_RUN:
            runs[index] = size
        index += max(size, 1)
    return runs


def _run(found: Sequence[Piece], index: int) -> int:
    """How many single letters with one kind of gap follow each other from *index* on."""
    end = index
    while end < len(found) and len(found[end].text) == 1 and (end == index or _same(found, index + 1, end)):
        end += 1
    return end - index


def _same(found: Sequence[Piece], first: int, other: int) -> bool:
    return _is_gap(found[other].gap) and found[first].gap[0] == found[other].gap[0] not in _PAIRING


def _is_gap(gap: str) -> bool:
    return len(gap) <= _LONGEST_GAP and not _has_digit(gap)


def _spelled(run: Sequence[Piece]) -> Sequence[int]:
    return spelled.segmented("".join(piece.text for piece in run))


class _Asked(NamedTuple):
    """What is asked of pieces: letters that stand one by one, at least; *loosely* after a word that was cut."""

    shortest: int
    loosely: bool


def _joined(found: Sequence[Piece], index: int, runs: Container[int], asked: _Asked) -> Sequence[int]:
    """How many pieces from *index* on make one word, the most that do; empty if none.

    Where single letters begin to be spelled out, another word begins.
    """
    letters, best, plain = found[index].text, 0, False
    for size in range(2, len(found) - index + 1):
        piece = found[index + size - 1]
        letters += piece.text
        if len(letters) > spelled.LONGEST or not _is_gap(piece.gap) or index + size - 1 in runs:
            break
        plain = plain or bool(_is_plain(piece.gap))
        if plain and len(letters) > size and letters not in spelled.words():
            continue  # words side by side, which is most of any text
        if _is_hidden(letters, found[index : index + size], asked):
            best = size
    return (best,) if best else ()


def _is_hidden(letters: str, pieces: Sequence[Piece], asked: _Asked) -> bool:
    """Whether *letters* read as one word that nobody writes in these pieces."""
    alone = len(letters) == len(pieces)
    if alone and (letters in lexicon.HIDDEN or _is_one_by_one(letters, pieces, asked.shortest)):
        return True
    gaps, is_word = [piece.gap for piece in pieces[1:]], letters in spelled.words()
    if not any(map(_is_plain, gaps)):
        return (is_word and _is_torn(pieces)) or (_could_be_syllable(letters) and _has_fragment(pieces))
    if not is_word or not all(_is_cut(gap) or not _is_plain(gap) for gap in gaps):
        return False
    if letters in lexicon.HIDDEN or asked.loosely:
        return _has_fragment(pieces)
    return _has_unknown(pieces) and not _is_address(pieces)


def _is_one_by_one(letters: str, pieces: Sequence[Piece], shortest: int) -> bool:
    gaps = {piece.gap[0] for piece in pieces[1:]}
    return len(letters) >= shortest and len(gaps) == 1 and not gaps & _PAIRING and _could_be_syllable(letters)


def _could_be_syllable(letters: str) -> bool:
    return vietnamese.is_syllable(letters) or vietnamese.is_bare_syllable(letters)


def _has_fragment(pieces: Sequence[Piece]) -> bool:
    """Whether some piece is no word; short forms are none."""
    return any(piece.text not in vocabulary.words() for piece in pieces)


def _is_torn(pieces: Sequence[Piece]) -> bool:
    """Whether some piece is no word, or a single letter: nobody writes one between emoji."""
    return _has_fragment(pieces) or any(len(piece.text) == 1 for piece in pieces)


def _has_unknown(pieces: Sequence[Piece]) -> bool:
    """Whether some piece is neither a word nor a short form."""
    return any(piece.text not in vocabulary.known() for piece in pieces)


def _is_address(pieces: Sequence[Piece]) -> bool:
    return pieces[-1].gap == "." and pieces[-1].text in _ENDINGS
