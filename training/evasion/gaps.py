"""Words cut or covered: spaces, dots, emoji or line breaks between letters, and a sign for one of them."""

from __future__ import annotations

from random import Random

from training.evasion.words import rude, some_words

_DOTS = "....-_·*/~|"
_EMOJI = ("🔥", "😂", "🙂", "❤️", "💯", "🤡", "⭐", "🍀", "🐶", "🌸", "💩", "⚡", "👍🏽", "🇻🇳")
_MASKS = "****#•_×"
_WHOLE = 0.7  # of the words written with gaps have them between all letters


def spaced(text: str, rng: Random) -> str:
    """Put spaces between all letters of some words, or one space inside: "n g u", "ng u"."""
    return some_words(text, rng, lambda word: _apart(word, " ", rng))


def dotted(text: str, rng: Random) -> str:
    """Put dots, dashes or the like between all letters of some words, or one inside: "n.g.u", "ng-u"."""
    return some_words(text, rng, lambda word: _apart(word, rng.choice(_DOTS), rng))


def emoji_inside(text: str, rng: Random) -> str:
    """Put an emoji inside some words: "n🙂gu"."""
    return some_words(text, rng, lambda word: _cut(word, rng.choice(_EMOJI), rng))


def line_breaks(text: str, rng: Random) -> str:
    """Break the line inside some words."""
    return some_words(text, rng, lambda word: _cut(word, "\n", rng))


def _apart(word: str, joint: str, rng: Random) -> str:
    return joint.join(word) if rng.random() < _WHOLE else _cut(word, joint, rng)


def _cut(word: str, joint: str, rng: Random) -> str:
    at = rng.randrange(1, len(word))
    return word[:at] + joint + word[at:]


def masked(text: str, rng: Random) -> str:
    """Write a sign for one inner letter of some words: "đ*t"."""
    return some_words(text, rng, lambda word: _masked(word, rng), share=0.15, least=3)


def _masked(word: str, rng: Random) -> str:
    if (
        len(word) == 3 and word.lower() not in rude()
    ):  # nobody writes "c*c" for a clean word: all read another one
        return word
    at = rng.randrange(1, len(word) - 1)
    return word[:at] + rng.choice(_MASKS) + word[at + 1 :]
