"""Evasions seen in the wild: the reader still understands, a word list no longer does."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from random import Random
from typing import Literal
from unicodedata import normalize

from training.adverts.alphabets import CYRILLIC, LEET, STYLED_DIGITS, STYLES

Language = Literal["vi", "en"]
Evasion = Callable[[str, Random], str]

_NUMBER = re.compile(r"(?<![\w/])[+(]?\d(?:[\d .()-]{7,14})\d(?!\w)")
_LINK = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?")
_WORD = re.compile(r"[^\W\d_]{3,}")
_SPOKEN: Mapping[Language, Sequence[str]] = {
    "vi": ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"),
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
}
_DOTS: Mapping[Language, Sequence[str]] = {
    "vi": (" . ", ". ", " chấm ", "(chấm)", "[.]", " [chấm] ", ",", "·"),
    "en": (" . ", ". ", " dot ", "(dot)", "[.]", " [dot] ", ",", "·"),
}
_EMOJI = ("🔥", "💥", "👉", "❤️", "💯", "✅", "⭐", "🍀", "💰", "🌸", "😘", "⚡")
_ZERO_WIDTH = ("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad")
_NUMBER_JOINTS = (" ", ".", ". ", "-", " - ", "_", "/", "*", "~", ",")
_WORD_JOINTS = (" ", ".", "-", "_", "*", "·", "/", "'")


def disguise(text: str, language: Language, rng: Random) -> str:
    """Apply one to three different evasions, words first, since they would not find a hidden number."""
    chosen = rng.sample(sorted(EVASIONS[language]), rng.choice((1, 1, 1, 2, 2, 3)))
    for name in (name for name in EVASIONS[language] if name in chosen):
        text = EVASIONS[language][name](text, rng)
    return text


def unmarked(text: str, _rng: Random) -> str:
    """Write Vietnamese without marks, as on old phones: "vay tiền" becomes "vay tien"."""
    bare = "".join(c for c in normalize("NFD", text) if not "\u0300" <= c <= "\u036f")
    return bare.replace("đ", "d").replace("Đ", "D")


def split_words(text: str, rng: Random) -> str:
    """Put dots or spaces between the letters of some words: "v.a.y"."""
    joint = rng.choice(_WORD_JOINTS)
    return _some_words(text, rng, joint.join)


def styled(text: str, rng: Random) -> str:
    """Write some words, or all, in mathematical, circled or full-width letters; marks stay on them."""
    alphabet = STYLES[rng.choice(sorted(STYLES))]
    share = rng.choice((0.2, 0.5, 1.0))
    return _some_words(text, rng, lambda word: normalize("NFD", word).translate(alphabet), share)


def cyrillic(text: str, rng: Random) -> str:
    """Swap letters of some words for Cyrillic ones of the same look."""
    return _some_words(text, rng, lambda word: word.translate(CYRILLIC), 0.4)


def leet(text: str, rng: Random) -> str:
    """Write digits for letters in some words: "g4m3"."""
    return _some_words(text, rng, lambda word: word.translate(LEET), 0.3)


def starred(text: str, rng: Random) -> str:
    """Hide the middle of some words: "v*y"."""
    return _some_words(text, rng, lambda word: word[0] + "*" * rng.randint(1, 2) + word[2:])


def alternating(text: str, _rng: Random) -> str:
    """Alternate small and capital letters."""
    return "".join(c.upper() if i % 2 else c.lower() for i, c in enumerate(text))


def zero_width(text: str, rng: Random) -> str:
    """Put characters that nobody sees inside some words."""
    unseen = rng.choice(_ZERO_WIDTH)
    return _some_words(text, rng, unseen.join, 0.4)


def emoji_between(text: str, rng: Random) -> str:
    """Put emoji instead of some of the spaces."""
    emoji, share = rng.sample(_EMOJI, 3), rng.choice((0.15, 0.3, 0.6))
    return re.sub(" ", lambda _: rng.choice(emoji) if rng.random() < share else " ", text)


def broken_links(text: str, rng: Random, language: Language) -> str:
    """Write links so that a linkifier passes them by: "zuvokar chấm com", "hxxp"."""
    dot = rng.choice(_DOTS[language])
    return _LINK.sub(lambda m: m[0].replace("http", rng.choice(("http", "hxxp"))).replace(".", dot), text)


def split_numbers(text: str, rng: Random) -> str:
    """Put spaces, dots or emoji between the digits of a number."""
    joint = rng.choice((*_NUMBER_JOINTS, *_EMOJI[:3]))
    return _NUMBER.sub(lambda m: joint.join(_digits(m[0])), text)


def letter_digits(text: str, rng: Random) -> str:
    """Write letters for digits that look like them: "O9o5"."""
    swap = str.maketrans(*rng.choice((("0", "o"), ("0", "O"), ("01", "ol"), ("015", "OIS"))))
    return _NUMBER.sub(lambda m: m[0].translate(swap), text)


def styled_digits(text: str, rng: Random) -> str:
    """Write numbers in keycaps, circles or full width."""
    alphabet = STYLED_DIGITS[rng.choice(sorted(STYLED_DIGITS))]
    return _NUMBER.sub(lambda m: m[0].translate(alphabet), text)


def spoken_digits(text: str, rng: Random, language: Language) -> str:
    """Write all or most digits of a number as words: "không chín tám"."""
    share = rng.choice((1.0, 0.6))
    words = _SPOKEN[language]
    return _NUMBER.sub(
        lambda m: " ".join(words[int(d)] if rng.random() < share else d for d in _digits(m[0])), text
    )


def _some_words(text: str, rng: Random, change: Callable[[str], str], share: float = 0.2) -> str:
    """Change at least one word of three letters or more, and about *share* of the others."""
    words = [m.span() for m in _WORD.finditer(text)]
    sure = rng.choice(words) if words else None
    for start, end in reversed(words):
        if (start, end) == sure or rng.random() < share:
            text = text[:start] + change(text[start:end]) + text[end:]
    return text


def _digits(number: str) -> str:
    return "".join(c for c in number if c.isdigit())


# In the order in which they may follow one another; those on numbers exclude nothing but find less.
_SHARED: Mapping[str, Evasion] = {
    "split_words": split_words,
    "leet": leet,
    "starred": starred,
    "alternating": alternating,
    "split_numbers": split_numbers,
    "letter_digits": letter_digits,
    "styled_digits": styled_digits,
    "cyrillic": cyrillic,
    "styled": styled,
    "zero_width": zero_width,
    "emoji_between": emoji_between,
}


def _evasions(language: Language) -> Mapping[str, Evasion]:
    """Links and spoken numbers come first: every other evasion would hide them."""
    own: dict[str, Evasion] = {
        "broken_links": partial(broken_links, language=language),
        "spoken_digits": partial(spoken_digits, language=language),
    }
    return ({"unmarked": unmarked} if language == "vi" else {}) | own | dict(_SHARED)


EVASIONS: Mapping[Language, Mapping[str, Evasion]] = {"vi": _evasions("vi"), "en": _evasions("en")}
