"""Digits and signs standing for letters: `sh1t`, `$hit`; and `m3`, `10n` beside them."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import product

from moderation.text import vietnamese, vocabulary
from moderation.text.folding import beside, everyday, lexicon, teencode
from moderation.text.folding.offsets import Edit
from moderation.text.folding.spelling import LETTER, WORD, bare

_LEET = re.compile(rf"[{LETTER}0-9@$!|]+")
_READINGS = {
    "0": "o", "1": "il", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b", "9": "g",
    "@": "a", "$": "s", "!": "i", "|": "il",
}  # fmt: skip
_SIGN = re.compile(r"[0-9@$!|]").search
_RULED = {
    "v|": "vl",
    "vc|": "vcl",
    "vk|": "vkl",
    "vc||": "vcl",
    "v||": "vl",
    "c|": "cl",
    "c|m": "clm",
}  # nothing else has a rule
_is_code = re.compile(f"[0-9]*[{LETTER}][0-9]*").fullmatch  # a class, a phone, a plot of land: 10a1, a55, đ17
# After these, a letter and digits name a thing or measure it: 100 m3, đường đ17.
_names_it = re.compile(
    rf"(?:(?<![{LETTER}0-9])(?:[0-9.,]*[0-9]|đường|lô|khu|số|nhà|tòa|căn|lộ|phố|dãy|cổng|tuyến|block)) ?$"
).search
_LONGEST = 14  # characters
_LEAST = 3  # characters of a word in which no mark tells that it is one
_MANY = 3  # words that tell a language
_ENOUGH = 2  # words that read as others, unless one surely does
_MOST = 5  # signs in one word
_has_mark = re.compile(f"[{vietnamese.MARKED.replace('đ', '')}]").search
_has_sure_sign = re.compile(f"[{LETTER}0-9][@$]").search
_has_letter = re.compile(f"[{LETTER}]").search
_DOMAIN = re.compile(rf"\.[{LETTER}]").match
_INNER = re.compile(rf"[{LETTER}]+[0-9@$!|][{LETTER}]+").fullmatch
# Where letters come first and after a sign, or after an S written $, a number is no part of the word: top5, 8am, q1.
_WRITTEN = re.compile(
    rf"[{LETTER}$][{LETTER}0-9@$!|]*[@$!|0-9][0-9@$!|]*[{LETTER}][{LETTER}0-9@$!|]*"
).fullmatch


def edits(chunk: str) -> Iterator[Edit]:
    """Edit a stretch of text without spaces, whatever stands around it."""
    return (edit for edit in map(_read, _LEET.finditer(chunk)) if edit)


def loose_edits(text: str, chunks: Iterable[str]) -> list[Edit]:
    """Edit Vietnamese *text*, of *chunks* without spaces: all words in digits where one surely hides in them.

    Elsewhere those that the word beside them tells.
    """
    signed = [chunk for chunk in chunks if _SIGN(chunk)]
    if not signed or not _is_vietnamese(text):
        return []
    read = _read_anything if _is_told(text, signed) else _read_beside
    return [edit for edit in map(read, _LEET.finditer(text)) if edit]


def _is_told(text: str, signed: Sequence[str]) -> bool:
    """Whether words hide in the digits of *signed* stretches of *text*: a code tells so beside another word."""
    evidence = sum(map(_evidence, signed))
    codes = evidence > 0 and any(map(_is_read_code, signed))
    return evidence + codes >= _ENOUGH or any(map(_curses, _LEET.finditer(text)))


def _is_read_code(chunk: str) -> bool:
    return _is_code(chunk) is not None and _as_code(chunk) != chunk


def _curses(found: re.Match[str]) -> bool:
    """Whether a D with a stroke and digits are a curse, as beside no word for a place."""
    return found[0][0] == "đ" and _SIGN(found[0]) is not None and _read_loosely(found) is not None


def _read_anything(found: re.Match[str]) -> Edit | None:
    return _read_beside(found) or _read_loosely(found) or _read_code(found)


def _read_beside(found: re.Match[str]) -> Edit | None:
    return None if _is_name(found) else _edit(found, partial(_meant_beside, found))


def _read_code(found: re.Match[str]) -> Edit | None:
    after_space = found.string[max(0, found.start() - 1) : found.start()].strip() == ""
    return _edit(found, _as_code) if after_space and not _is_name(found) else None


def _meant_beside(found: re.Match[str], word: str) -> str:
    start = found.start()
    return beside.meant(found.string, start, start + len(word), _readings(word)) or word


def _as_code(word: str) -> str:
    """A letter with digits, which names a thing where nothing else is in digits: c0, đ4."""
    read = next(filter(vocabulary.vietnamese().__contains__, _readings(word)), word)
    return word if word[0] in _READINGS and not _has_mark(word) else read


def _is_vietnamese(text: str) -> bool:
    words = WORD.findall(text)
    marked = any(_has_mark(word) and word in vocabulary.syllables() for word in words)
    return marked or teencode.is_vietnamese(text, words) or _is_unmarked(words)


def _is_unmarked(words: Iterable[str]) -> bool:
    """Whether most *words* are Vietnamese ones without their marks, and no English ones."""
    told = [
        word in vocabulary.vietnamese() and word not in vocabulary.english()
        for word in words
        if len(word) > 2
    ]
    return sum(told) >= _MANY and 2 * sum(told) > len(told)


@everyday.remembering
def _evidence(chunk: str) -> int:
    """How much a stretch of text tells that signs stand for letters in it."""
    if any(edits(chunk)):
        return _ENOUGH
    words = [found for found in _LEET.finditer(chunk) if _read_loosely(found) and not _is_code(found[0])]
    return int(chunk[0] != "@" and any("@" in word[0] or len(word[0]) >= _LEAST for word in words))


def _read(found: re.Match[str]) -> Edit | None:
    return _edit(found, _strictly)


def _read_loosely(found: re.Match[str]) -> Edit | None:
    return None if _is_name(found) else _edit(found, _loosely)


def _is_name(found: re.Match[str]) -> bool:
    """Whether *found* is no word in digits: nothing in it is one, or a word before says what it names."""
    if not _SIGN(_without_stop(found[0])):
        return True
    before = found.string[max(0, found.start() - _LONGEST) : found.start()]
    return _is_code(found[0]) is not None and _names_it(before) is not None


def _edit(found: re.Match[str], read: Callable[[str], str]) -> Edit | None:
    word = _without_stop(found[0]) if len(found[0]) <= _LONGEST else ""
    start, end = found.start(), found.start() + len(word)
    if len(word) < 2 or word.isdigit() or _DOMAIN(found.string, end) or not _few(word):
        return None
    meant = read(word)
    return Edit(start, end, meant) if meant != word else None


def _without_stop(word: str) -> str:
    """*word* without the signs at its end that may be another's: a stop, a rule between two parts."""
    return word if word in _RULED or word in lexicon.respelled() else word.rstrip("!|")


def _few(word: str) -> bool:
    return sum(char in _READINGS for char in word) <= _MOST


def _strictly(word: str) -> str:
    known = lexicon.respelled().get(word) or _RULED.get(word)
    if known:
        return known
    return next((_marked(read) for read in _readings(word) if _is_plausible(word, read)), word)


def _readings(word: str) -> Iterator[str]:
    return map("".join, product(*(_READINGS.get(char, char) for char in word)))


def _marked(read: str) -> str:
    """*read* with the marks that it lost with its letters, if it is a word that people hide."""
    return lexicon.most_meant().get(read, read)


def _is_plausible(written: str, read: str) -> bool:
    """Whether *read* is a hidden word of ours, a word in use, or a syllable with one sign plainly inside it."""
    if _has_mark(written) and read in vocabulary.syllables():
        return read in lexicon.HIDDEN or not _is_counted(written)
    if _is_code(written):
        return False
    if read in lexicon.most_meant() and written[0] == "đ":
        return True
    if _has_sure_sign(written) and read in vocabulary.vietnamese():
        return True
    if len(written) < _LEAST:
        return False
    if read in lexicon.HIDDEN or read in _bare_hidden():
        return not written[0].isdigit() or len(written) > _LEAST
    if read in vocabulary.words() and len(written) > _LEAST:
        return bool(_WRITTEN(written))
    return bool(_INNER(written)) and vietnamese.is_bare_syllable(bare(read)) and read[0] == written[0]


def _is_counted(written: str) -> bool:
    """Whether a number may stand before or after a word: 5ông, mã1."""
    return written[-1] in "1|" or written[0] in "1|" or written[1:] in vocabulary.syllables()


@cache
def _bare_hidden() -> frozenset[str]:
    return frozenset({"ass", *map(bare, lexicon.HIDDEN)})


def _loosely(word: str) -> str:
    """*word* as one that people hide, else as any in use; one letter beside digits names a thing."""
    readings = list(_readings(word))
    hidden = lexicon.respelled().get(word) or next(
        filter(None, map(lexicon.most_meant().get, readings)), None
    )
    if hidden or not _has_letter(word) or _is_code(word):
        return hidden or word
    return next(filter(vocabulary.vietnamese().__contains__, readings), word)
