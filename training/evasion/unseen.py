"""What a page shows as if it were not there: zero-width characters, bidi controls, HTML entities."""

from __future__ import annotations

import re
from html.entities import codepoint2name
from itertools import product
from random import Random

from training.evasion.words import some_words

_ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u180e\ufe0f"
_MARKS = "\u200e\u200f\u061c"
_PAIRS = (*product("\u202a\u202b\u202d", "\u202c"), *product("\u2066\u2067\u2068", "\u2069"))
_OVERRIDE, _POP = "\u202e", "\u202c"


def zero_width(text: str, rng: Random) -> str:
    """Put characters that nobody sees between the letters of some words."""
    unseen = rng.choice(_ZERO_WIDTH)
    return some_words(text, rng, unseen.join, share=0.4)


def bidi(text: str, rng: Random) -> str:
    """Put direction controls into some words, or write them backwards under an override that shows them right."""
    return some_words(text, rng, lambda word: _turned(word, rng), share=0.4)


def _turned(word: str, rng: Random) -> str:
    way, at = rng.randrange(3), rng.randrange(1, len(word))
    if way == 0:
        return f"{_OVERRIDE}{word[::-1]}{_POP}"
    if way == 1:
        return word[:at] + rng.choice(_MARKS) + word[at:]
    opening, closing = rng.choice(_PAIRS)
    return word[:at] + opening + word[at:] + closing


def entities(text: str, rng: Random) -> str:
    """Write some letters of some words as HTML entities: "&#273;ịt", "&#x6e;gu"."""
    share = rng.choice((0.3, 1.0))
    return some_words(text, rng, lambda word: re.sub(".", lambda it: _entity(it[0], rng, share), word))


def _entity(letter: str, rng: Random, share: float) -> str:
    if rng.random() >= share:
        return letter
    name = codepoint2name.get(ord(letter))
    ways = [f"&#{ord(letter)};", f"&#x{ord(letter):x};", *([f"&{name};"] if name else [])]
    return rng.choice(ways)
