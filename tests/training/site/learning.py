"""Made-up decisions of a site whose moderators reject what names a fruit, and weights that know two."""

from functools import cache
from random import Random

import numpy as np
from msgspec.structs import replace

from moderation.classifier.artifact import Artifact, Offer
from moderation.classifier.features import COLUMNS, terms
from moderation.text.folding import fold
from tests.moderation.classifier.weights import MANIFEST
from training.data import Example

FRUIT = ("chuối", "cam", "xoài", "mận", "ổi", "táo", "nho", "dưa")
OTHER = ("sách", "báo", "nhà", "xe", "đường", "cầu", "sông", "núi")
WORDS = ("hôm nay", "rất", "đẹp", "người", "nói", "về", "và", "không", "thấy", "cũng", "nhiều", "lắm")


def examples(count: int, seed: int = 0) -> list[Example]:
    """A third of them name a fruit; no two are alike."""
    draws = Random(seed)
    return [_example(draws, number) for number in range(count)]


def _example(draws: Random, number: int) -> Example:
    fruit = draws.random() < 1 / 3
    words = [draws.choice(FRUIT if fruit else OTHER), *draws.sample(WORDS, 6), f"{number}"]
    draws.shuffle(words)
    return Example(" ".join(words), "vi", "ours", {"toxicity": float(fruit)})


@cache
def artifact() -> Artifact:
    """Heads "first" (toxicity in vi) and "second" (all else); the first knows two fruits, and likes houses."""
    weights = np.zeros((COLUMNS, len(MANIFEST.heads)), dtype=np.int16)
    for word, weight in (("chuối", 1023), ("cam", 1023), ("nhà", -500)):
        weights[terms(fold(word)).columns, 0] = weight
    weights[terms(fold("đẹp")).columns, 1] = 77
    offers = {
        language: {label: _reaching(offer) for label, offer in found.items()}
        for language, found in MANIFEST.offers.items()
    }
    return Artifact(replace(MANIFEST, offers=offers), weights, "sha256:ours")


def _reaching(offer: Offer) -> Offer:
    return replace(offer, logits=(-400_000_000, 0, 400_000_000))
