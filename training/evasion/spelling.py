"""Other letters for the same word: chat's short forms, Telex keys that no input method read, stretched letters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from random import Random
from typing import Literal
from unicodedata import normalize

from moderation.text import vietnamese
from training.evasion.words import some_words, tables

Language = Literal["vi", "en"]

_SHAPE_KEYS = {"â": "aa", "ê": "ee", "ô": "oo", "đ": "dd", "ă": "aw", "ơ": "ow", "ư": "uw"}
_TONE_KEYS = "fsrxj"


@cache
def short_forms(language: Language) -> Mapping[str, Sequence[str]]:
    """What is meant, and its short forms in chat; the longest first."""
    short: dict[str, str] = tables()["short"][language]
    return {full: short[full].split() for full in sorted(short, key=lambda full: (-len(full), full))}


@cache
def shortenable(language: Language) -> re.Pattern[str]:
    """Match what has a short form."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, short_forms(language)))})\b", re.IGNORECASE)


def teencode(text: str, rng: Random, language: Language) -> str:
    """Write short forms wherever chat has them, and letters for letters in some of the other words."""
    pieces = []
    for piece, is_short in _cut(normalize("NFC", text), shortenable(language)):
        hidden = _short(piece, rng, language) if is_short else _some_respelled(piece, rng, language)
        pieces.append(hidden)
    return "".join(pieces)


def _cut(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[str, bool]]:
    done = 0
    for found in pattern.finditer(text):
        yield text[done : found.start()], False
        yield found[0], True
        done = found.end()
    yield text[done:], False


def _short(piece: str, rng: Random, language: Language) -> str:
    return rng.choice(short_forms(language)[piece.lower()]) if rng.random() < 0.7 else piece


def _some_respelled(text: str, rng: Random, language: Language) -> str:
    return some_words(text, rng, lambda word: _respelled(word, rng, language), share=0.2)


def _respelled(word: str, rng: Random, language: Language) -> str:
    rules = [
        (rule, by) for rule, by in tables()["respelled"][language] if re.search(rule, word, re.IGNORECASE)
    ]
    if not rules or len(word) < 3:
        return word
    rule, by = rng.choice(rules)
    return re.sub(rule, by, word, count=1, flags=re.IGNORECASE)


def telex(text: str, rng: Random) -> str:
    """Leave the keys of some words as they were typed: "địt" becomes "ddijt" or "dditj"."""
    return some_words(text, rng, lambda word: _keys(word, rng))


def _keys(word: str, rng: Random) -> str:
    lower = word.lower()
    tone = vietnamese.tone(lower)
    letters = [_SHAPE_KEYS.get(letter, letter) for letter in vietnamese.toneless(lower)]
    if tone > vietnamese.LEVEL:
        marked = next(at for at, letter in enumerate(lower) if vietnamese.toneless(letter) != letter)
        letters[rng.choice((marked, len(letters) - 1))] += _TONE_KEYS[tone - 1]
    return "".join(letters)


def stretched(text: str, rng: Random) -> str:
    """Repeat one letter of some words: "nguuuuu"."""
    return some_words(text, rng, lambda word: _stretched(word, rng))


def _stretched(word: str, rng: Random) -> str:
    at = rng.choice([at for at in range(len(word)) if word[at].lower() in "aeiouy"] or [len(word) - 1])
    return word[:at] + word[at] * rng.randint(3, 7) + word[at + 1 :]
