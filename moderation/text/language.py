"""Which language a text is in: Vietnamese (with or without marks), English, or another.

Detectors do not know Vietnamese without its marks. Its syllables do: nine words in ten of such a text could
be one, and four in ten of an English text.
"""

import re
import tomllib
from collections import Counter
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from moderation.text.folding import Folded
from moderation.text.vietnamese import is_bare_syllable

UNKNOWN = "und"
_LETTERS_ONLY = bytes(code if chr(code).isalpha() and code < 128 else 32 for code in range(256))
_VIETNAMESE_LETTER = re.compile("[ăđĩũơưạ-ỹ]")  # not those it shares with French or Portuguese
_SYLLABLE, _FOREIGN, _UNKNOWN_WORD, _LETTER = 2, -3, -2, 2

# The language most often written in each script.
_SCRIPTS = {
    "el": "\u0370-\u03ff\u1f00-\u1fff",
    "ru": "\u0400-\u052f",
    "hy": "\u0530-\u058f",
    "he": "\u0590-\u05ff",
    "ar": "\u0600-\u06ff\u0750-\u077f",
    "hi": "\u0900-\u097f",
    "bn": "\u0980-\u09ff",
    "ta": "\u0b80-\u0bff",
    "th": "\u0e00-\u0e7f",
    "lo": "\u0e80-\u0eff",
    "my": "\u1000-\u109f",
    "ka": "\u10a0-\u10ff",
    "km": "\u1780-\u17ff",
    "ja": "\u3040-\u30ff",
    "zh": "\u3400-\u9fff\U00020000-\U0003ffff",
    "ko": "\u1100-\u11ff\uac00-\ud7af",
}
_SCRIPT = re.compile("|".join(f"(?P<{language}>[{letters}])" for language, letters in _SCRIPTS.items()))
_NOT_LATIN = re.compile("[" + "".join(_SCRIPTS.values()) + "]+")


def language_of(folded: Folded) -> str:
    """Tell the language that most of *folded* is in: its ISO 639-1 code, or "und" when its words do not tell.

    Vietnamese wins ties. A script other than Latin stands for the language most often written in it; in Latin
    letters it knows Vietnamese, English, French, Spanish, German, Italian, Portuguese and Indonesian.
    """
    words = _latin_words(folded.bare)
    if not folded.bare.isascii():
        others = "".join(_NOT_LATIN.findall(folded.bare))
        if len(others) > sum(map(len, words)):
            return _by_script(others)
    return "vi" if _is_vietnamese(words, folded.text) else _by_words(words)


def _latin_words(bare: str) -> list[str]:
    """Cut *bare* into its runs of a to z, three times as fast as a regular expression does."""
    return bare.encode("ascii", "replace").translate(_LETTERS_ONLY).decode("ascii").split()


def _by_script(letters: str) -> str:
    """Tell the language by most of its *letters*; Japanese may have more of Han than kana."""
    counts = Counter(letter.lastgroup or UNKNOWN for letter in _SCRIPT.finditer(letters))
    language = counts.most_common(1)[0][0]
    return "ja" if language == "zh" and counts["ja"] else language


def _is_vietnamese(words: list[str], text: str) -> bool:
    """Whether syllables outvote the other words, if need be with letters that only Vietnamese has."""
    votes = [*map(_vote, words)]
    score = sum(votes)
    if score <= 0 and not text.isascii():
        votes.append(_LETTER * len(_VIETNAMESE_LETTER.findall(text)))
        score += votes[-1]
    return score >= 0 and any(vote > 0 for vote in votes)


@lru_cache(maxsize=2**12)
def _vote(word: str) -> int:
    """How much a word without its marks speaks for Vietnamese."""
    if word in listed("shared") or word in listed("english_or_vietnamese") or word in listed("borrowed"):
        return 0
    if is_bare_syllable(word) or word in listed("vietnamese"):
        return _SYLLABLE
    if word in _languages():
        return _FOREIGN
    return _UNKNOWN_WORD if len(word) > 2 else 0  # abbreviations


def _by_words(words: list[str]) -> str:
    """Tell the language of most *words*; one word alone tells only English."""
    counts = Counter(filter(None, map(_languages().get, words)))
    language, count = max(counts.items(), key=lambda counted: counted[1], default=(UNKNOWN, 0))
    return language if language == "en" or count > 1 else UNKNOWN


@cache
def _languages() -> dict[str, str]:
    """Every listed word of a language other than Vietnamese."""
    languages = {word: language for language, words in _file()["others"].items() for word in words.split()}
    return languages | dict.fromkeys(listed("english") | listed("english_or_vietnamese"), "en")


@cache
def listed(name: str) -> frozenset[str]:
    """Return the words that languages.toml lists under *name*."""
    return frozenset(_file()[name].split())


@cache
def _file() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("languages.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
