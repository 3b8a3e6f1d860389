"""An ordinary weights file with one head corrected, or the refusal to write it."""

from __future__ import annotations

from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from moderation.classifier.artifact import Artifact, pack, unpack
from training.calibrate import Sigmoid, log_odds, offer
from training.errors import TrainingError
from training.matrix import FACTOR_ONE
from training.quantise import Quantised
from training.site.decisions import SOURCE

SURE = 0.95  # of 1,000 samples of the later decisions, in which the corrected head must rank better


class NotBetter(TrainingError):
    """The corrected head does not rank later decisions better: nothing is written."""


class Place(NamedTuple):
    """Which score is corrected."""

    label: str
    language: str

    @property
    def head(self) -> str:
        """The name of the corrected head; one that an earlier run made is replaced."""
        return f"site.{self.label}.{self.language}"


def is_offered(artifact: Artifact, place: Place) -> bool:
    """Whether *artifact* scores *place* at all."""
    return place.label in artifact.manifest.offers.get(place.language, {})


def base_weights(artifact: Artifact, place: Place) -> NDArray[np.int16]:
    """The weights behind *place*, shape (COLUMNS,); zeros where nothing is offered there yet."""
    if not is_offered(artifact, place):
        return np.zeros(len(artifact.weights), dtype=np.int16)
    head = artifact.manifest.offers[place.language][place.label].head
    return artifact.weights[:, artifact.manifest.heads.index(head)]


def require_better(better: float) -> None:
    """Raises `NotBetter` unless *better*, a share of samples, is at least `SURE`."""
    if better < SURE:
        raise NotBetter(
            f"not written: the corrected head ranks later decisions better in only {better:.0%} of samples, "
            f"{SURE:.0%} are asked for; collect more decisions, then run again"
        )


def odds_shift(share: float, prior: float | None) -> float:
    """What to add to log odds learnt where a *share* is positive, for a stream where *prior* is (None: the same)."""
    return 0.0 if prior is None else log_odds(prior) - log_odds(share)


def promoted(artifact: Artifact, place: Place, head: Quantised, shift: float = 0.0) -> bytes:
    """*artifact* with *head* at *place*: every other score keeps its bits, and heads that nobody offers go.

    Probabilities are those of the logistic regression itself, whose penalty was chosen by its log loss on later
    decisions; *shift* is added to its log odds.
    """
    sigmoid = Sigmoid(head.step / FACTOR_ONE, shift)
    offers = {language: dict(found) for language, found in artifact.manifest.offers.items()}
    offers.setdefault(place.language, {})[place.label] = offer(place.head, sigmoid)
    offered = {one.head for found in offers.values() for one in found.values()} - {place.head}
    kept = [column for column, name in enumerate(artifact.manifest.heads) if name in offered]
    manifest = msgspec.structs.replace(
        artifact.manifest,
        heads=(*(artifact.manifest.heads[column] for column in kept), place.head),
        biases=(*(artifact.manifest.biases[column] for column in kept), head.bias),
        offers=offers,
        sources=tuple(dict.fromkeys((*artifact.manifest.sources, SOURCE))),
    )
    data = pack(manifest, np.column_stack([artifact.weights[:, kept], head.weights]))
    unpack(data)  # what we write, we can read
    return data
