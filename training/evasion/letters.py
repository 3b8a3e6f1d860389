"""Other characters for the same letters: digits and signs, letters of other scripts, styled and full-width ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from random import Random
from unicodedata import normalize

from moderation.text import tables
from training.evasion.alphabets import FULLWIDTH, STYLES, Alphabet
from training.evasion.words import some_words

_SIGNS = {"a": "4@", "b": "8", "e": "3", "g": "9", "i": "1!", "l": "1|", "o": "0", "s": "5$", "t": "7"}
_ALL_OR_SOME = (0.25, 0.6, 1.0)  # of the words, once for a text


def leetspeak(text: str, rng: Random) -> str:
    """Write digits and signs for one or more letters of some words, whose marks go: "đ1t", "$h1t"."""
    return some_words(text, rng, lambda word: _swapped(word, rng, _signs))


def lookalikes(text: str, rng: Random) -> str:
    """Write letters of other scripts for some letters of some words, as the shipped table has them: "пgu"."""
    return some_words(text, rng, lambda word: _swapped(word, rng, _foreign))


def _signs(letter: str) -> Sequence[str]:
    return _SIGNS.get(normalize("NFD", letter)[0].lower(), "")


def _foreign(letter: str) -> Sequence[str]:
    return _by_latin().get(letter, ())


@cache
def _by_latin() -> Mapping[str, Sequence[str]]:
    """By Latin letter its look-alikes, from Unicode's confusables; capitals for capitals."""
    found: dict[str, list[str]] = {}
    for foreign, latin in tables.lookalikes().items():
        found.setdefault(latin.upper() if foreign.isupper() else latin, []).append(foreign)
    return found


def _swapped(word: str, rng: Random, others: Callable[[str], Sequence[str]]) -> str:
    """*word* with one letter or more written otherwise; its first or last stays, or it would be another word."""
    at = [index for index, letter in enumerate(word) if others(letter)]
    swapped = rng.sample(at, min(len(at), len(word) - 1, rng.choice((1, 1, 2, 3))))
    return "".join(
        rng.choice(others(letter)) if index in swapped else letter for index, letter in enumerate(word)
    )


def styled(text: str, rng: Random) -> str:
    """Write some words, or all, in mathematical, circled or squared letters; marks stay on them."""
    return _restyled(text, rng, STYLES[rng.choice(sorted(STYLES.keys() - {"fullwidth"}))])


def full_width(text: str, rng: Random) -> str:
    """Write some words, or all, in the full-width letters of East Asian typography."""
    return _restyled(text, rng, FULLWIDTH)


def _restyled(text: str, rng: Random, alphabet: Alphabet) -> str:
    share = rng.choice(_ALL_OR_SOME)
    return some_words(text, rng, lambda word: normalize("NFD", word).translate(alphabet), share=share)
