"""How many adverts of a kind are found when none of that kind was learnt: one of the generator's families left out.

The head for spam is fitted as the configuration says, without the family's adverts and without the clean comments on
its subject. The threshold is where `FALSE_ALARMS` of the clean comments of a newspaper (ViCTSD) are found; those are
measured on and never learnt from. What families share (frames, contacts, disguises) is learnt from the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from moderation.classifier.artifact import read
from training import adverts
from training.config import Config, Head, digest, head_for
from training.data import Example, load, without
from training.data.catalogue import digests
from training.fit import fit_head
from training.linear import Linear
from training.matrix import Targets, matrix, targets
from training.metrics import Scores, rounded
from training.mixture import assemble, shuffled
from training.progress import watched
from training.quantise import served

SET = "victsd"
FALSE_ALARMS = 0.005
EACH = 1_000  # adverts of each family
FAMILIES = (*adverts.FAMILIES, *adverts.EN_FAMILIES)
_UNSEEN = 2  # added to the seed: those of the next two were learnt from and calibrated on


class Family(Struct, frozen=True, kw_only=True):
    """The shares of its adverts found: with the family *left_out* of the fit, and by the *shipped* weights."""

    family: str
    left_out: float
    shipped: float


class Families(Struct, frozen=True, kw_only=True):
    """What was measured, on what, with what; *config* is the digest of the fits' configuration."""

    weights: str
    config: str
    data: dict[str, str]  # "set/file" to its SHA-256
    clean: int  # comments that the thresholds are for
    false_alarms: float
    each: int  # adverts a family
    families: tuple[Family, ...]


class Bench(NamedTuple):
    """What every fit is made from and measured on."""

    head: Head
    groups: NDArray[np.str_]  # of each row of *features*
    features: csr_matrix
    known: Targets
    clean: csr_matrix
    adverts: dict[str, csr_matrix]


def measure(config: Config, weights: Path, root: Path) -> Families:
    """Fit once a family; minutes each. Raises `DataError` as `load` does, and `WeightsError`."""
    shipped = read(weights)
    bench = _bench(config, root)
    return Families(
        weights=shipped.digest,
        config=digest(config),
        data=digests({SET, *(part.name for part in config.mix)}),
        clean=bench.clean.shape[0],
        false_alarms=FALSE_ALARMS,
        each=EACH,
        families=tuple(_measured(bench, served(shipped, bench.head.name).linear)),
    )


def clean_comments(root: Path) -> list[Example]:
    """Every comment of ViCTSD that its raters found clean."""
    both = [*load(SET, root), *load(SET, root, "dev")]
    return [comment for comment in both if comment.labels["toxicity"] < 0.5]


def recall(found: Scores, clean: Scores, false_alarms: float = FALSE_ALARMS) -> float:
    """The share of *found* above the threshold that at most a share *false_alarms* of *clean* is above.

    >>> recall(np.array([1.0, 5.0]), np.arange(4.0), false_alarms=0.25)
    0.5
    """
    threshold = np.sort(clean)[::-1][int(false_alarms * len(clean))]
    return float((found > threshold).mean())


def _bench(config: Config, root: Path) -> Bench:
    clean, head = clean_comments(root), head_for(config, "spam", "vi")
    learnt = shuffled(without(assemble(config, root).train, clean), config.seed)
    return Bench(
        head=head,
        groups=np.array([example.group for example in learnt]),
        features=matrix([example.text for example in learnt]),
        known=targets(learnt, head.label, head.teachers, head.sets),
        clean=matrix([comment.text for comment in clean]),
        adverts={name: matrix(list(_written(name, config.seed))) for name in FAMILIES},
    )


def _written(family: str, seed: int) -> Iterator[str]:
    return adverts.generate(family, EACH, seed + _UNSEEN)


def _measured(bench: Bench, shipped: Linear) -> Iterator[Family]:
    for name in watched(FAMILIES, "families"):
        yield Family(
            family=name,
            left_out=rounded(_recall(bench, name, _without_family(bench, name))),
            shipped=rounded(_recall(bench, name, shipped)),
        )


def _without_family(bench: Bench, family: str) -> Linear:
    rows, positive, weights = bench.known
    kept = bench.groups[rows] != adverts.group(family)
    return fit_head(bench.head, bench.features, Targets(rows[kept], positive[kept], weights[kept])).linear


def _recall(bench: Bench, family: str, head: Linear) -> float:
    return recall(head.logits(bench.adverts[family]), head.logits(bench.clean))
