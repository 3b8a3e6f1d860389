"""Spelling inside one word: stretched letters, tone placement, Telex keys that were never turned into letters."""

import re
from collections.abc import Iterator

from moderation.text import tables, vietnamese
from moderation.text.folding.offsets import Edit

LETTER = "a-zß-öø-\u024f\u1e00-\u1eff"
WORD = re.compile(f"[{LETTER}]+")
_STRETCHED = re.compile(r"([a-z])\1\1+")
_ROMAN = re.compile(r"x{0,3}(?:i[xv]|v?i{0,3})").fullmatch

# Keys in an order that no English word has: dd at the start, uw, j after a vowel, a tone key before or after a
# final consonant. One typo of an English word is cheaper to miss than "class" is to misread.
_TELEX = re.compile(
    r"dd|[a-z]*(?:uw|[aeiouyw]j|(?:aa|ee|oo|aw|ow)[frxj](?:[mcp]|n[gh]?|t$)|[aeiouyw][fx]n|[mn][gh]?[fj]\b|ngx)"
).match


def bare(text: str) -> str:
    """*text* with every Latin letter as its plain letter, character for character."""
    return text.translate(tables.bare_letters())


def edits(chunk: str) -> Iterator[Edit]:
    """What to change in a stretch of text without spaces."""
    for word in WORD.finditer(chunk):
        spelled = _respelled(word[0])
        if spelled != word[0]:
            yield Edit(word.start(), word.end(), spelled)
        else:
            yield from _shortened(word[0], word.start(), chunk[word.end() :][:1])


def _respelled(word: str) -> str:
    """*word* with its tone where schoolbooks put it, or read as Telex where it cannot be anything else."""
    if len(word) > 8:
        return word
    if word.isascii():
        read = vietnamese.telex(word) if _TELEX(word) else None
        return read or word
    mark = vietnamese.tone(word)
    if mark <= vietnamese.LEVEL:
        return word
    return vietnamese.with_tone(vietnamese.toneless(word), mark) or word


def _shortened(word: str, offset: int, after: str) -> Iterator[Edit]:
    """One letter for three or more; "kkk", "xxx", "iii" and "www." are words of their own."""
    plain = bare(word)
    if _ROMAN(plain) or (plain == "www" and after == "."):
        return
    for run in _STRETCHED.finditer(plain):
        start, end = run.span()
        if end - start < len(word):
            marked = [letter for letter in word[start:end] if letter != run[1]]
            yield Edit(offset + start, offset + end, marked[0] if marked else run[1])
        elif len(word) > 3:
            yield Edit(offset + start + 3, offset + end, "")
