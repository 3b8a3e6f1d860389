"""Whether a toxic sentence scores higher than its civil rewrite when neither was learnt: a tenth of ParaDetox.

The English head for toxicity is fitted as the configuration says, without the pairs left out and without every other
text that is one of theirs when folded. A rewrite keeps subject and meaning: a score that follows the subject fails.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from moderation.classifier.artifact import read
from training.config import Config, Head, digest, head_for
from training.data import Example, load, without
from training.data.catalogue import digests
from training.fit import fit_head
from training.linear import Linear
from training.matrix import matrix, targets
from training.metrics import rounded
from training.mixture import assemble, shuffled
from training.quantise import served

SET = "paradetox"
ONE_IN = 10


class Rewrites(Struct, frozen=True, kw_only=True):
    """What was measured, on what, with what; *config* is the digest of the fit's configuration.

    *pairs* are toxic sentences left out, each with one to three *rewrites*. Higher than these scored the toxic
    sentence in a share *left_out*, and in a share *shipped* by the weights that had learnt them.
    """

    weights: str
    config: str
    data: dict[str, str]  # "set/file" to its SHA-256
    pairs: int
    rewrites: int
    left_out: float
    shipped: float


def measure(config: Config, weights: Path, root: Path) -> Rewrites:
    """Fit the one head, and compare. Raises `DataError` as `load` does, and `WeightsError`."""
    shipped, head = read(weights), head_for(config, "toxicity", "en")
    held = left_out(load(SET, root), config.seed)
    pairs = {example.group for example in held}
    learnt = [example for example in assemble(config, root).train if example.group not in pairs]
    fitted = _fitted(head, shuffled(without(learnt, held), config.seed))
    return Rewrites(
        weights=shipped.digest,
        config=digest(config),
        data=digests({SET, *(part.name for part in config.mix)}),
        pairs=len(pairs),
        rewrites=sum(not _is_toxic(example) for example in held),
        left_out=rounded(higher(held, fitted)),
        shipped=rounded(higher(held, served(shipped, head.name).linear)),
    )


def left_out(examples: Sequence[Example], seed: int) -> list[Example]:
    """Both sides of one pair in ten, which ones by *seed*."""
    pairs = sorted({example.group for example in examples if example.raw == "neutral"})
    chosen = set(random.Random(seed).sample(pairs, len(pairs) // ONE_IN))
    return [example for example in examples if example.group in chosen]


def higher(pairs: Sequence[Example], head: Linear) -> float:
    """The share of rewrites than which the toxic sentence of their pair scores higher."""
    scored = list(zip(pairs, head.logits(matrix([one.text for one in pairs])), strict=True))
    toxic = {one.group: score for one, score in scored if _is_toxic(one)}
    civil = [(one.group, score) for one, score in scored if not _is_toxic(one)]
    return sum(bool(toxic[group] > score) for group, score in civil) / len(civil)


def _is_toxic(example: Example) -> bool:
    return example.labels["toxicity"] >= 0.5


def _fitted(head: Head, examples: Sequence[Example]) -> Linear:
    known = targets(examples, head.label, head.teachers, head.sets)
    return fit_head(head, matrix([example.text for example in examples]), known).linear
