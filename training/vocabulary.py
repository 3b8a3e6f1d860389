"""Writes the word lists of `moderation/text/vocabulary` from the open data sets.

    python -m training.vocabulary --data FOLDER

The same files give the same bytes; each list names the sets and how often a word must occur.
"""

from __future__ import annotations

import argparse
import os
import re
import textwrap
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from unicodedata import normalize

from moderation.text.folding.lexicon import ABBREVIATED, HIDDEN
from moderation.text.vietnamese import is_syllable, markless
from training.data import load, root_from

FOLDER = Path(__file__).parents[1] / "moderation" / "text" / "vocabulary"
VIETNAMESE = ("vihos", "safesense_vi")
ENGLISH = ("toxic_spans", "paradetox", "context_toxicity")
# Texts that a word occurs in; in fewer it is a slip of the hand.
LEAST_SYLLABLE, LEAST_WORD, LEAST_SHORT = 2, 10, 5
LONGEST_SHORT = 4  # letters
LEAST_BESIDE, BESIDE_SHARE = 2, 0.8  # how often neighbours occur, and of those with the same letters
LEAST_TORN, TORN_RATIO = (
    100,
    1000,
)  # how often a word occurs, and how much more often than its pieces side by side

_ENGLISH_LETTERS = frozenset({"a", "i"})
_PAIR = re.compile(r"(?<![^\W_])([^\W\d_]+)(?= ([^\W\d_]+)(?![^\W_]))")
_WORD = re.compile(r"(?<![^\W_])[^\W\d_]+(?![^\W_])")
_has_vowel = re.compile("[aeiouy]").search
_is_stretched = re.compile(r"(.)\1\1").search


def counts(sets: Iterable[str], root: Path) -> Counter[str]:
    """In how many texts each lower-case word occurs."""
    texts = (example.text for name in sets for example in load(name, root))
    return Counter(word for text in texts for word in _words(text))


def _words(text: str) -> set[str]:
    """The lower-case words of *text*, without stretched ones."""
    return {word for word in _WORD.findall(normalize("NFC", text).lower()) if not _is_stretched(word)}


def neighbours(sets: Iterable[str], root: Path) -> Counter[str]:
    """In how many texts two lower-case words stand side by side, by both with a hyphen between them."""
    texts = (normalize("NFC", example.text).lower() for name in sets for example in load(name, root))
    return Counter(
        pair for text in texts for pair in {f"{one}-{other}" for one, other in _PAIR.findall(text)}
    )


def torn(counted: Counter[str], apart: Counter[str], listed: Mapping[str, Collection[str]]) -> list[str]:
    """Syllables that a gap leaves two pieces of which hardly anybody writes side by side, a hyphen at the gap.

    Both pieces stand in *listed*, or the gap would tell by itself; the first is no whole word, since chat's short
    forms stand after many (số ng); none is English, and two plain letters may be an abbreviation.
    """
    english = _ENGLISH_LETTERS.union(listed["en"])
    firsts = {word for word in listed["vi"] if len(word) == 1}.union(listed["short"]) - english
    seconds = set(listed["vi"]).union(listed["short"]) - english
    syllables = [word for word in listed["vi"] if len(word) > 2 or not word.isascii()]
    cuts = [(word[:at], word[at:]) for word in syllables for at in range(1, len(word))]
    may_be = [(one, other) for one, other in cuts if one in firsts and other in seconds]
    return [f"{one}-{other}" for one, other in may_be if _is_meant(one, other, counted, apart)]


def beside(apart: Counter[str]) -> list[str]:
    """Neighbours of which one is a word that people hide: the one that its letters most often mean beside the other."""
    after: dict[tuple[str, str], Counter[str]] = {}
    before: dict[tuple[str, str], Counter[str]] = {}
    for pair, count in sorted(apart.items()):
        one, _, other = pair.partition("-")
        after.setdefault((one, markless(other)), Counter())[other] += count
        before.setdefault((markless(one), other), Counter())[one] += count
    afters = {f"{one}-{meant}" for (one, _), words in after.items() if (meant := _hidden(words))}
    befores = {f"{meant}-{other}" for (_, other), words in before.items() if (meant := _hidden(words))}
    return sorted(afters | befores)


def _is_lost(word: str) -> bool:
    """Whether *word*, were it in digits, would not be found by its letters alone."""
    return word in ABBREVIATED or word != markless(word)


def _hidden(words: Counter[str]) -> str | None:
    """The most frequent of *words* that people hide, where nearly all are such words."""
    hidden = Counter({word: count for word, count in words.items() if word in HIDDEN and _is_lost(word)})
    enough = hidden.total() >= max(LEAST_BESIDE, BESIDE_SHARE * words.total())
    return hidden.most_common(1)[0][0] if enough else None


def _is_meant(one: str, other: str, counted: Counter[str], apart: Counter[str]) -> bool:
    """Whether both together are frequent, and more so than side by side, found there or to be expected by chance."""
    expected = counted[one] * counted[other] / counted.total()
    return counted[one + other] >= max(
        LEAST_TORN, TORN_RATIO * expected, TORN_RATIO * apart[f"{one}-{other}"]
    )


def lists(vietnamese: Counter[str], english: Counter[str]) -> dict[str, list[str]]:
    """Choose the words of each list, in order."""
    syllables = {word for word, count in vietnamese.items() if count >= LEAST_SYLLABLE and is_syllable(word)}
    common = {word for word, count in english.items() if count >= LEAST_WORD and word.isascii()}
    words = {word for word in common if len(word) > 1 and _has_vowel(word)}
    short = {
        word for word, count in vietnamese.items() if count >= LEAST_SHORT and len(word) <= LONGEST_SHORT
    }
    return {
        "vi": sorted(syllables),
        "en": sorted(words),
        "short": sorted((short | common) - syllables - words),
    }


def written(name: str, words: Iterable[str]) -> str:
    """A list with its header, a few words a line."""
    about = {
        "vi": f"Vietnamese syllables in at least {LEAST_SYLLABLE} texts of {', '.join(VIETNAMESE)}",
        "en": f"English words in at least {LEAST_WORD} texts of {', '.join(ENGLISH)}",
        "beside": "Neighbours of which one is hidden, and in digits beside the other means nothing else",
        "torn": f"Words of the Vietnamese sets {TORN_RATIO} times as frequent as their two pieces side by side",
        "short": f"Short forms in {LEAST_SHORT} texts of the Vietnamese sets or {LEAST_WORD} of the English ones",
    }
    head = f"# {about[name]}; written by training/vocabulary.py\n"
    return head + textwrap.fill(" ".join(words), 110, break_long_words=False, break_on_hyphens=False) + "\n"


def main() -> None:
    """Write every list."""
    parser = argparse.ArgumentParser(description="Write moderation/text/vocabulary from the open data sets.")
    parser.add_argument("--data", type=Path, help="the folder with open/; default: $MODERATION_DATASETS")
    root = root_from(parser.parse_args().data, os.environ)
    counted = counts(VIETNAMESE, root)
    listed = lists(counted, counts(ENGLISH, root))
    apart = neighbours(VIETNAMESE, root)
    listed |= {"torn": torn(counted, apart, listed), "beside": beside(apart)}
    for name, words in listed.items():
        (FOLDER / f"{name}.txt").write_text(written(name, words), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
