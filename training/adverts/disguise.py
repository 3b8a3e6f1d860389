"""Evasions seen in adverts: those of `training.evasion` on words, and those on contacts, which only adverts have."""

import re
from collections.abc import Mapping, Sequence
from functools import partial
from random import Random

from training.evasion import EVASIONS as ON_WORDS
from training.evasion import Evasion, Language
from training.evasion.alphabets import STYLED_DIGITS

_NUMBER = re.compile(r"(?<![\w/])[+(]?\d(?:[\d .()-]{7,14})\d(?!\w)")
_LINK = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?")
_SPOKEN: Mapping[Language, Sequence[str]] = {
    "vi": ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"),
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
}
_DOTS: Mapping[Language, Sequence[str]] = {
    "vi": (" . ", ". ", " chấm ", "(chấm)", "[.]", " [chấm] ", ",", "·"),
    "en": (" . ", ". ", " dot ", "(dot)", "[.]", " [dot] ", ",", "·"),
}
_EMOJI = ("🔥", "💥", "👉", "❤️", "💯", "✅", "⭐", "🍀", "💰", "🌸", "😘", "⚡")
_NUMBER_JOINTS = (" ", ".", ". ", "-", " - ", "_", "/", "*", "~", ",")


def disguise(text: str, language: Language, rng: Random) -> str:
    """Apply one to three different evasions, words first, since they would not find a hidden number."""
    chosen = rng.sample(sorted(EVASIONS[language]), rng.choice((1, 1, 1, 2, 2, 3)))
    for name in (name for name in EVASIONS[language] if name in chosen):
        text = EVASIONS[language][name](text, rng)
    return text


def alternating(text: str, _rng: Random) -> str:
    """Alternate small and capital letters."""
    return "".join(c.upper() if i % 2 else c.lower() for i, c in enumerate(text))


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


def _digits(number: str) -> str:
    return "".join(c for c in number if c.isdigit())


# What adverts share with other comments, before and after the evasions on contacts, in the order in which they may
# follow one another; those on numbers exclude nothing but find less.
_BEFORE = ("spaced", "dotted", "leetspeak", "masked")
_AFTER = ("lookalikes", "styled", "full_width", "zero_width")
_ON_CONTACTS: Mapping[str, Evasion] = {
    "alternating": alternating,
    "split_numbers": split_numbers,
    "letter_digits": letter_digits,
    "styled_digits": styled_digits,
}


def _evasions(language: Language) -> Mapping[str, Evasion]:
    """Links and spoken numbers come first: every other evasion would hide them."""
    shared = ON_WORDS[language]
    first = {"no_marks": shared["no_marks"]} if language == "vi" else {}
    own: dict[str, Evasion] = {
        "broken_links": partial(broken_links, language=language),
        "spoken_digits": partial(spoken_digits, language=language),
    }
    before, after = ({name: shared[name] for name in names} for names in (_BEFORE, _AFTER))
    return {**first, **own, **before, **_ON_CONTACTS, **after, "emoji_between": emoji_between}


EVASIONS: Mapping[Language, Mapping[str, Evasion]] = {"vi": _evasions("vi"), "en": _evasions("en")}
