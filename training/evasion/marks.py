"""Vietnamese marks: left out, put wrong, taken apart, or set on another vowel."""

from __future__ import annotations

import re
from random import Random
from unicodedata import normalize

from moderation.text import vietnamese
from training.evasion.words import some_words

_TONES = "\u0300\u0301\u0309\u0303\u0323"
_MARKS = {
    "a": ("a", "â", "ă"), "e": ("e", "ê"), "o": ("o", "ô", "ơ"), "u": ("u", "ư"), "d": ("d", "đ"),
}  # fmt: skip
_KIN = {mark: kin for kin in _MARKS.values() for mark in kin}
_UMLAUTS = {"a": "äáàâå", "e": "éèêë", "i": "íïîì", "o": "öóøô", "u": "üúùû", "y": "ýÿ", "c": "ç", "n": "ñ"}
_VOWEL = re.compile("[aeiouy]", re.IGNORECASE)


def no_marks(text: str, _rng: Random) -> str:
    """Write without marks, as on old phones: "vay tiền" becomes "vay tien"."""
    bare = "".join(char for char in normalize("NFD", text) if not "\u0300" <= char <= "\u036f")
    return normalize("NFC", bare).replace("đ", "d").replace("Đ", "D")


def wrong_marks(text: str, rng: Random) -> str:
    """Write some words with another tone, or other marks on their letters: "địt" becomes "dít"."""
    return some_words(text, rng, lambda word: _misread(word, rng), share=0.5)


def _misread(word: str, rng: Random) -> str:
    """Another tone, often, and another letter of the same kind, sometimes."""
    plain = "".join(char for char in normalize("NFD", word) if char not in _TONES)
    letters = [*normalize("NFC", plain)]
    if rng.random() < 0.4:
        at = rng.randrange(len(letters))
        letters[at] = rng.choice(_KIN.get(letters[at], letters[at]))
    vowels = [index for index, letter in enumerate(letters) if letter.lower() in "aăâeêioôơuưy"]
    if vowels and rng.random() < 0.8:
        letters[rng.choice(vowels)] += rng.choice(_TONES)
    return normalize("NFC", "".join(letters))


def umlauts(text: str, rng: Random) -> str:
    """Put marks on some vowels of an English word: "shít", "fück"."""
    return some_words(
        text, rng, lambda word: _VOWEL.sub(lambda found: _umlaut(found[0], rng), word), share=0.5
    )


def _umlaut(letter: str, rng: Random) -> str:
    marked = rng.choice(_UMLAUTS[letter.lower()])
    return (marked.upper() if letter.isupper() else marked) if rng.random() < 0.7 else letter


def nfd(text: str, _rng: Random) -> str:
    """Write marks as characters of their own, as some phones send them."""
    return normalize("NFD", text)


def tone_placement(text: str, rng: Random) -> str:
    """Put the tone of some words on another vowel: "hòa" becomes "hoà", "ngừơi" comes from "người"."""
    return some_words(text, rng, lambda word: _moved(word, rng), share=0.8)


def _moved(word: str, rng: Random) -> str:
    lower = word.lower()
    tone = vietnamese.tone(lower)
    vowels = [at for at, letter in enumerate(vietnamese.toneless(lower)) if letter in "aăâeêioôơuưy"]
    elsewhere = [at for at in vowels if vietnamese.toneless(lower)[at] == lower[at]]
    if tone <= vietnamese.LEVEL or not elsewhere or not vietnamese.is_syllable(lower):
        return word
    plain = normalize("NFC", "".join(char for char in normalize("NFD", word) if char not in _TONES))
    at = rng.choice(elsewhere)
    return normalize("NFC", plain[: at + 1] + _TONES[tone - 1] + plain[at + 1 :])
