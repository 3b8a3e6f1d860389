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
from collections.abc import Iterable
from pathlib import Path
from unicodedata import normalize

from moderation.text.vietnamese import is_syllable
from training.data import load, root_from

FOLDER = Path(__file__).parents[1] / "moderation" / "text" / "vocabulary"
VIETNAMESE = ("vihos", "safesense_vi")
ENGLISH = ("toxic_spans", "paradetox", "context_toxicity")
# Texts that a word occurs in; in fewer it is a slip of the hand.
LEAST_SYLLABLE, LEAST_WORD, LEAST_SHORT = 2, 10, 5
LONGEST_SHORT = 4  # letters

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
        "short": f"Short forms in {LEAST_SHORT} texts of the Vietnamese sets or {LEAST_WORD} of the English ones",
    }
    head = f"# {about[name]}; written by training/vocabulary.py\n"
    return head + textwrap.fill(" ".join(words), 110, break_long_words=False, break_on_hyphens=False) + "\n"


def main() -> None:
    """Write every list."""
    parser = argparse.ArgumentParser(description="Write moderation/text/vocabulary from the open data sets.")
    parser.add_argument("--data", type=Path, help="the folder with open/; default: $MODERATION_DATASETS")
    root = root_from(parser.parse_args().data, os.environ)
    for name, words in lists(counts(VIETNAMESE, root), counts(ENGLISH, root)).items():
        (FOLDER / f"{name}.txt").write_text(written(name, words), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
