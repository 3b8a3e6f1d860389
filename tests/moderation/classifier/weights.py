"""Weights files of any content, without training one."""

from functools import cache

import numpy as np
from msgspec.structs import replace

from moderation.classifier.artifact import FEATURES, FORMAT, Artifact, Manifest, Offer, pack, sealed
from moderation.classifier.features import COLUMNS
from moderation.classifier.scoring import IntegerClassifier

WIDE = 4_000_000  # about how far the logits of random weights reach
EVEN = Offer("first", (-WIDE, 0, WIDE), (0, 5_000, 10_000))

MANIFEST = Manifest(
    format=FORMAT,
    features=FEATURES,
    heads=("first", "second"),
    biases=(-12_345, 678),
    offers={
        "vi": {"toxicity": EVEN, "spam": replace(EVEN, head="second")},
        "en": {"toxicity": replace(EVEN, head="second")},
    },
    sources=("our own",),
)


@cache
def random_weights(seed: int) -> np.ndarray:
    """One int16 for every column and head, none out of the reach of a trained file."""
    shape = (COLUMNS, len(MANIFEST.heads))
    return np.random.default_rng(seed).integers(-1023, 1024, shape, dtype=np.int16)


@cache
def classifier(seed: int = 0) -> IntegerClassifier:
    return IntegerClassifier(Artifact(MANIFEST, random_weights(seed), f"sha256:{seed}"))


@cache
def small_file() -> bytes:
    """A whole file of two kilobytes: nearly all of its weights are zero."""
    weights = np.zeros((COLUMNS, len(MANIFEST.heads)), dtype=np.int16)
    weights[::4096] = (7, -9)
    return pack(MANIFEST, weights)


def parts() -> tuple[bytes, bytes]:
    """The manifest of the small file, and its packed weights."""
    body = small_file()[40:]
    end = 4 + int.from_bytes(body[:4], "little")
    return body[4:end], body[end:]


def joined(head: bytes, packed: bytes) -> bytes:
    """A file of another manifest or other weights, its checksum right."""
    return sealed(len(head).to_bytes(4, "little") + head + packed)
