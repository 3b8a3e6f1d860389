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
_is_letter = re.compile("[0-9@$]").search  # in digits and signs
_is_cut = re.compile(r"[ \n]{1,3}|[._*~|·\-]").fullmatch
_PLAIN_LETTERS = frozenset("abcdeghiklmnopqrstuvxy")
_MASKS = frozenset("*#•×_")
_PAIRING = frozenset(",/+&'\"")
_ENDINGS = frozenset({"be", "com", "gl", "io", "ly", "me", "net", "tv", "vn"})  # of addresses: youtu.be


def joins(found: Sequence[Piece]) -> list[Edit]:
    """Close the gaps inside words; where one is cut, less is asked of the others that are cut alike."""
    cut = {_kind(piece) for piece in _joins(found, frozenset())}
    joined = _joins(found, frozenset(cut)) if cut else ()
    return [Edit(piece.start - len(piece.gap), piece.start, "") for piece in joined]


def _kind(piece: Piece) -> str:
    """What stands before *piece*: spaces, line breaks or signs."""
    return piece.gap if piece.gap in (" ", "\n") else "."


def _joins(found: Sequence[Piece], cut: Container[str]) -> Iterator[Piece]:
    """Give the pieces that go on with the word before them, where words are *cut* by gaps of those kinds."""
    runs, near, index, after_join = _runs(found), _near_torn(found), 0, False
    while index < len(found):
        sizes: Sequence[int] = ()
        if near[index]:
            asked = _Asked(2 if after_join else _LEAST_RUN, cut)
            run = found[index : index + runs.get(index, 0)]
            sizes = (_spelled(run) if run else ()) or _joined(found, index, runs, asked)
        for size in sizes:
            yield from found[index + 1 : index + size]
            index += size
        after_join = bool(sizes)
        index += not sizes


def _near_torn(found: Sequence[Piece]) -> list[bool]:
    """Whether a piece that a word may have been torn to is near enough for one word with each piece."""
    letters, near, words = spelled.LONGEST + 1, [], vocabulary.words()
    for piece in reversed(found):
        size = len(piece.text)
        letters = size if size == 1 or piece.text not in words else size + letters  # as `_is_torn` says
        near.append(letters <= spelled.LONGEST)
    return near[::-1]


def _runs(found: Sequence[Piece]) -> dict[int, int]:
    """Where single letters follow each other with one kind of gap, and how many do."""
    runs, end = {}, 0
    for index in (at for at, piece in enumerate(found) if len(piece.text) == 1):
        if index >= end:
            end = index + _run(found, index)
            if end - index >= _LEAST_RUN:
                runs[index] = end - index
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
    return len(gap) <= _LONGEST_GAP and not _is_letter(gap)


def _spelled(run: Sequence[Piece]) -> Sequence[int]:
    return spelled.segmented("".join(piece.text for piece in run))


class _Asked(NamedTuple):
    """What is asked of pieces: letters that stand one by one, at least; less where words are *cut* like them."""

    shortest: int
    cut: Container[str]


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
        if size > 2 and (piece.gap == " ") != (found[index + 1].gap == " "):
            break  # who cuts words by something else leaves spaces between them
        plain = plain or bool(_is_plain(piece.gap))
        if plain and len(letters) > size and letters not in spelled.words():
            continue  # words side by side, which is most of any text
        if _is_hidden(letters, found[index : index + size], asked) and not _is_taken(found, index + size - 1):
            best = size
    return (best,) if best else ()


def _is_hidden(letters: str, pieces: Sequence[Piece], asked: _Asked) -> bool:
    """Whether *letters* read as one word that nobody writes in these pieces."""
    alone = len(letters) == len(pieces)
    if alone and (letters in lexicon.HIDDEN or _is_one_by_one(letters, pieces, asked.shortest)):
        return True
    gaps, is_word = [piece.gap for piece in pieces[1:]], letters in spelled.words()
    if _are_torn(pieces):
        return True
    if len(gaps) == 1 and gaps[0] in _MASKS:  # which stand for a letter: l*ôn is luôn
        return letters in lexicon.HIDDEN
    if not any(map(_is_plain, gaps)):
        is_word = is_word or letters in lexicon.CURSES
        return (is_word and any(map(_is_torn, pieces))) or (
            _could_be_syllable(letters) and _has_fragment(pieces)
        )
    if all(gap == "\n" for gap in gaps):  # lines end with words, and begin with them
        return (is_word or letters in lexicon.CURSES) and _has_loose_end(pieces)
    if not is_word or not all(_is_cut(gap) or not _is_plain(gap) for gap in gaps):
        return False
    if letters in lexicon.HIDDEN or all(_kind(piece) in asked.cut for piece in pieces[1:]):
        return _has_fragment(pieces)
    return _has_unknown(pieces) and not _is_address(pieces)


def _is_one_by_one(letters: str, pieces: Sequence[Piece], shortest: int) -> bool:
    gaps = {piece.gap[0] for piece in pieces[1:]}
    return len(letters) >= shortest and len(gaps) == 1 and not gaps & _PAIRING and _could_be_syllable(letters)


def _could_be_syllable(letters: str) -> bool:
    """Whether *letters* are a syllable, be it with the wrong marks."""
    return vietnamese.is_syllable(letters) or vietnamese.is_bare_syllable(vietnamese.markless(letters))


def _has_fragment(pieces: Sequence[Piece]) -> bool:
    """Whether some piece is no word; short forms are none."""
    return any(piece.text not in vocabulary.words() for piece in pieces)


def _has_loose_end(pieces: Sequence[Piece]) -> bool:
    """Whether some piece is no word, or a letter without a mark."""
    return any(piece.text not in vocabulary.words() or piece.text in _PLAIN_LETTERS for piece in pieces)


def _is_taken(found: Sequence[Piece], last: int) -> bool:
    """Whether the *last* piece rather begins the next word, and leaves one before it whole: có c ó."""
    return _are_torn(found[last : last + 2]) and found[last - 1].text in vocabulary.words()


def _are_torn(pieces: Sequence[Piece]) -> bool:
    """Whether a space or a sign parts a word in two *pieces* that nobody writes side by side."""
    if len(pieces) != 2 or not _is_cut(pieces[1].gap):
        return False
    return f"{pieces[0].text}-{pieces[1].text}" in vocabulary.torn()


def _is_torn(piece: Piece) -> bool:
    """Whether *piece* is no word, or a single letter: nobody writes one between emoji."""
    return len(piece.text) == 1 or piece.text not in vocabulary.words()


def _has_unknown(pieces: Sequence[Piece]) -> bool:
    """Whether some piece is neither a word nor a short form."""
    return any(piece.text not in vocabulary.known() for piece in pieces)


def _is_address(pieces: Sequence[Piece]) -> bool:
    return pieces[-1].gap == "." and pieces[-1].text in _ENDINGS
