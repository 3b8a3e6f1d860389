"""Which language a text is in: Vietnamese (with or without marks), English, or another.

Detectors do not know Vietnamese without its marks. Its syllables do: nine in ten words of such a text could be
one, and hardly four in ten of an English text.
"""

import re
from collections import Counter
from functools import cache
from itertools import product
from string import ascii_lowercase

from moderation.text.folding import Folded
from moderation.text.language_words import (
    ENGLISH,
    ENGLISH_OR_VIETNAMESE,
    NEUTRAL,
    OTHERS,
    SHARED,
    VIETNAMESE_SHORT,
)
from moderation.text.vietnamese import _bare_syllables as bare_syllables

UNKNOWN = "und"
_WORD = re.compile("[a-z]+")
_VIETNAMESE_LETTER = re.compile("[ăđĩũơưạ-ỹ]")
_LETTER_VOTE, _UNKNOWN_WORD_VOTE = 3, -2

# The language most often written in each script; Han without kana is Chinese.
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
    "zh": "\u3400-\u9fff",
    "ko": "\u1100-\u11ff\uac00-\ud7af",
}
_SCRIPT = re.compile("|".join(f"(?P<{code}>[{letters}]+)" for code, letters in _SCRIPTS.items()))


def language_of(folded: Folded) -> str:
    """The language that most of *folded* is in, as an ISO 639-1 code; "und" when its words do not tell.

    Vietnamese wins ties. In Latin letters it knows Vietnamese, English, French, Spanish, German and Indonesian.
    """
    words = _WORD.findall(folded.bare)
    if not folded.bare.isascii():
        scripts = _letters_by_script(folded.bare)
        if scripts.total() > sum(map(len, words)):
            return _most(scripts)
    if _is_vietnamese(words, folded.text):
        return "vi"
    return _by_words(words)


def _letters_by_script(text: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for run in _SCRIPT.finditer(text):
        counts[str(run.lastgroup)] += len(run[0])
    return counts


def _most(scripts: Counter[str]) -> str:
    """Japanese is written in Han letters too, and may hold more of them than kana."""
    language = scripts.most_common(1)[0][0]
    return "ja" if language == "zh" and scripts["ja"] else language


def _is_vietnamese(words: list[str], text: str) -> bool:
    votes = [*filter(None, map(_votes().get, words, [_UNKNOWN_WORD_VOTE] * len(words)))]
    if not text.isascii():
        votes.append(_LETTER_VOTE * len(_VIETNAMESE_LETTER.findall(text)))
    return sum(votes) >= 0 and max(votes, default=0) > 0


@cache
def _votes() -> dict[str, int]:
    """How much each word speaks for Vietnamese; a word not listed cannot be Vietnamese."""
    votes = {"".join(letters): 0 for length in (1, 2) for letters in product(ascii_lowercase, repeat=length)}
    votes |= dict.fromkeys(bare_syllables() | VIETNAMESE_SHORT, 2)
    for words in (ENGLISH, *OTHERS.values()):
        votes |= {word: -3 for word in words if votes.get(word, 0) <= 0}
    return votes | dict.fromkeys(ENGLISH_OR_VIETNAMESE | SHARED, 0) | dict.fromkeys(NEUTRAL, 0)


def _by_words(words: list[str]) -> str:
    counts = Counter(filter(None, map(_languages().get, words)))
    return counts.most_common(1)[0][0] if counts else UNKNOWN


@cache
def _languages() -> dict[str, str]:
    languages = {word: language for language, words in OTHERS.items() for word in words}
    return languages | dict.fromkeys(ENGLISH | ENGLISH_OR_VIETNAMESE, "en")
