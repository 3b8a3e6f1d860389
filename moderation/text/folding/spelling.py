"""Spelling inside one word: stretched letters, tone placement, Telex keys that no input method has read."""

import codecs
import re
from collections.abc import Callable, Iterator
from functools import cache

from moderation.text import tables, vietnamese
from moderation.text.folding import lexicon
from moderation.text.folding.offsets import Edit

LETTER = "a-zß-öø-\u024f\u1e00-\u1eff"
WORD = re.compile(f"[{LETTER}]+")
_STRETCHED = re.compile(r"([a-z])\1\1+")
_VOWEL = re.compile("[aeiouy]").search
_ABBREVIATED = frozenset(word.replace("đ", "d") for word in lexicon.ABBREVIATED)
_ROMAN = re.compile(r"x{0,3}(?:i[xv]|v?i{0,3})").fullmatch

# Keys in an order that no English word has: dd first, uw, j for a tone, a tone key before or after a final
# consonant. One typo of an English word is cheaper to miss than "class" is to misread.
_TELEX = re.compile(
    r"""dd[a-z]+
    | [b-z]h?[a-z]*uw[a-z]+
    | [bcdghklmnpqrstvx][a-z]*[aeiouyw](?:j(?:[mpt]|n[gh]?|ch?)?|(?:[mpt]|n[gh]?|ch?)j)
    | [a-z]*(?:aa|ee|oo|aw|ow)(?:[frx](?:[mp]|n[gh]?|ch?)|xt)
    | [a-z]*[aeiouyw](?:[fx]n[gh]?|fm|n[gh]?f|mf|ngx)
    """,
    re.VERBOSE,
).fullmatch
_ENGLISH = frozenset({"taj", "raj"})


def bare(text: str) -> str:
    """*text* with every Latin letter as its plain letter, character for character."""
    try:
        return _everyday_bare()(text)
    except UnicodeEncodeError:
        return text.translate(tables.bare_letters())


@cache
def _everyday_bare() -> Callable[[str], str]:
    """Map everyday letters through one-byte codes, eight times as fast as `str.translate`; others raise."""
    letters = "".join(map(chr, range(0x80))) + vietnamese.MARKED + "–—•…·°²×"
    codes, plain = codecs.charmap_build(letters), letters.translate(tables.bare_letters())

    def mapped(text: str) -> str:
        return codecs.charmap_decode(codecs.charmap_encode(text, "strict", codes)[0], "strict", plain)[0]

    return mapped


def edits(chunk: str) -> Iterator[Edit]:
    """Edit a stretch of text without spaces."""
    for word in WORD.finditer(chunk):
        spelled = _respelled(word[0])
        if spelled != word[0]:
            yield Edit(word.start(), word.end(), spelled)
        else:
            yield from _shortened(word[0], word.start(), chunk[word.end() : word.end() + 1])


def _respelled(word: str) -> str:
    """*word* with its tone where schoolbooks put it, or read as Telex where it cannot be anything else."""
    if len(word) > 8:
        return word
    if word in lexicon.respelled():
        return lexicon.respelled()[word]
    if word.isascii():
        read = vietnamese.telex(word) if _TELEX(word) and word not in _ENGLISH else None
        return read or word
    mark = vietnamese.tone(word)
    if mark <= vietnamese.LEVEL:
        return word
    return vietnamese.with_tone(vietnamese.toneless(word), mark) or word


def _shortened(word: str, offset: int, after: str) -> Iterator[Edit]:
    """One letter for three or more; "kkk", "xxx", "iii" and "www." are words of their own."""
    plain = bare(word)
    if _ROMAN(plain) or (plain == "www" and after == ".") or _is_acronym(plain):
        return
    for run in _STRETCHED.finditer(plain):
        start, end = run.span()
        if end - start < len(word):
            marked = [letter for letter in word[start:end] if letter != run[1]]
            yield Edit(offset + start, offset + end, marked[0] if marked else run[1])
        elif len(word) > 3:
            yield Edit(offset + start + 3, offset + end, "")


def _is_acronym(plain: str) -> bool:
    """Whether letters repeat by chance, as in CCCD and PCCC; đmmm and vlll are the exceptions."""
    short = _STRETCHED.sub(r"\1", plain)
    return len(short) > 1 and not _VOWEL(plain) and short not in _ABBREVIATED
