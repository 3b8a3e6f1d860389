"""Comments as guests write them, of our own sentences; names and numbers are new in each."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path

MIXTURES = {"vi": ("vi",), "en": ("en",), "mixed": ("vi", "en")}
EXCHANGED = 0.35
_FOLDER = Path(__file__).parent
_ONSETS = ("B", "Ch", "D", "Đ", "H", "K", "L", "M", "Ng", "Nh", "Ph", "Qu", "S", "T", "Th", "Tr", "V")
_RHYMES = ("an", "ang", "anh", "ê", "iên", "iệp", "inh", "ong", "ông", "ung", "uyên", "ưng", "ạnh", "ọc")


def comments(mixture: str, count: int, seed: int, length: int = 250) -> list[str]:
    """*count* different texts of nearly *length* characters; the same for the same *seed*."""
    rng = random.Random(f"{mixture} {seed}")
    sentences = [sentence for language in MIXTURES[mixture] for sentence in _sentences(language)]
    return [_comment(rng, sentences, length) for _ in range(count)]


def _comment(rng: random.Random, sentences: Sequence[str], length: int) -> str:
    text, words = "", " ".join(sentences).split()
    while len(text) < length:
        text += _filled(rng, rng.choice(sentences), words) + " "
    return text[:length].strip()


def _filled(rng: random.Random, sentence: str, words: Sequence[str]) -> str:
    """*sentence* with every third word or so exchanged: comments of one paper share words, not sentences."""
    name = " ".join(rng.choice(_ONSETS) + rng.choice(_RHYMES) for _ in range(2))
    mixed = " ".join(rng.choice(words) if rng.random() < EXCHANGED else word for word in sentence.split())
    return mixed.replace("{n}", str(rng.randint(2, 2026))).replace("{name}", name)


@cache
def _sentences(language: str) -> tuple[str, ...]:
    return tuple((_FOLDER / f"sentences_{language}.txt").read_text(encoding="utf-8").splitlines())
