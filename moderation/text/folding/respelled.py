"""Chat's own spelling of Vietnamese syllables, letters for sounds: `fải` for phải, `cáj` for cái, `đồg` for đồng."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from moderation.text import vietnamese, vocabulary
from moderation.text.folding import lexicon

_LONGEST = 8  # letters
_PLACES = frozenset("đắk lắk pắk pác pắc pù pò".split())
_FRONT = "iíìỉĩịeéèẻẽẹêếềểễệ"  # before these, K, GH and NGH are written, and C, G and NG before others
Rule = tuple[Callable[[str], re.Match[str] | None], Sequence[str]]
# What an onset or an end stands for, the likeliest first.
_ONSETS: Sequence[Rule] = [
    (re.compile(f"^{spelled}").search, meant.split())
    for spelled, meant in {
        "f": "ph",
        "w(?=u)": "q",
        "w(?!u)": "qu",
        "dz": "d gi v",
        "z": "v d gi",
        "j": "gi d ch",
        f"k(?=[{_FRONT}])": "kh",
        f"k(?![h{_FRONT}])": "c kh",
        f"c(?=[{_FRONT}])": "k",
        f"ng(?=[{_FRONT}])": "ngh",
        f"q(?=[{_FRONT}])": "ngh g",
        f"q(?![u{_FRONT}])": "ng g",
        "p(?!h)": "b",
    }.items()
]
_ENDS: Sequence[Rule] = [
    (re.compile(f"{spelled}$").search, meant.split())
    for spelled, meant in {"j": "i y", "(?<!n)g": "ng", "k": "ch c", "(?<![cnt])h": "nh"}.items()
]


@lru_cache(maxsize=2**12)
def read(word: str) -> str:
    """The syllable that *word* is, spelled as schoolbooks do; empty when it is none, or a word as it stands.

    Without any mark it may be a name from elsewhere: Kung Fu.
    """
    if word.isascii() or not 2 <= len(word) <= _LONGEST or not _is_strange(word):
        return ""
    readings = [reading for reading in _readings(word) if reading in vocabulary.syllables()]
    return next(filter(lexicon.HIDDEN.__contains__, readings), "".join(readings[:1]))


def _is_strange(word: str) -> bool:
    """Whether no syllable is spelled so; P is no onset but in words from elsewhere."""
    if word in vocabulary.syllables() or word in vocabulary.english() or word in _PLACES:
        return False
    return word[0] == "p" or not (vietnamese.is_syllable(word) or vietnamese.is_bare_syllable(word))


def _readings(word: str) -> Iterator[str]:
    """Every way to read the onset, with every way to read the end."""
    for front in (word, *_variants(word, _ONSETS)):
        yield from (front, *_variants(front, _ENDS))


def _variants(word: str, rules: Sequence[Rule]) -> Iterator[str]:
    for matching, meant in rules:
        found = matching(word)
        if found:
            yield from (f"{word[: found.start()]}{letters}{word[found.end() :]}" for letters in meant)
