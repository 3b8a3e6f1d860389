"""Fit the heads of a configuration and make one weights file of them."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from moderation.classifier.artifact import FEATURES, FORMAT, Artifact, Manifest, Offer, pack, unpack
from moderation.classifier.features import terms
from moderation.classifier.scoring import IntegerClassifier
from training.calibrate import log_odds, offer, platt
from training.config import Config, Head
from training.data import Example
from training.errors import TrainingError
from training.folded import folded
from training.linear import head_model
from training.matrix import Targets, matrix, targets
from training.mixture import Mixture, assemble, shuffled
from training.progress import console
from training.quantise import Quantised, quantise, served


class Fitted(NamedTuple):
    """The quantised heads, in the configuration's order, and the sets they saw."""

    heads: list[Quantised]
    sources: tuple[str, ...]


def fit(config: Config, root: Path, *, leave_out: frozenset[str] = frozenset()) -> bytes:
    """A weights file, a function of *config* and the data alone; groups in *leave_out* are not learnt from."""
    mixture = assemble(config, root)
    train = [example for example in mixture.train if example.group not in leave_out]
    fitted = _fit_heads(config, shuffled(train, config.seed))
    return _calibrated(config, fitted, mixture)


def calibrated(config: Config, root: Path, artifact: Artifact, anew: Collection[str] = ()) -> bytes:
    """The weights of *artifact* with probabilities for the priors of *config* and for texts as they are folded now.

    Heads named in *anew* are learnt again. Raises `TrainingError` where *artifact* lacks another head of *config*,
    or *config* one of *anew*.
    """
    known = {head.name: head for head in config.heads}
    if strange := [name for name in anew if name not in known]:
        raise TrainingError(f"no head {strange[0]!r} in the configuration, only {', '.join(known)}")
    heads = {name: served(artifact, name) for name in known if name not in anew}
    mixture = assemble(config, root)
    if anew:
        chosen = replace(config, heads=tuple(known[name] for name in anew))
        heads |= zip(anew, _fit_heads(chosen, shuffled(mixture.train, config.seed)).heads, strict=True)
    return _calibrated(config, Fitted([heads[name] for name in known], artifact.manifest.sources), mixture)


def _fit_heads(config: Config, examples: Sequence[Example]) -> Fitted:
    features = matrix([example.text for example in examples])
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # liblinear works without the interpreter's lock
        heads = list(pool.map(lambda head: _named_head(head, features, examples), config.heads))
    sources = {name for example in examples for name in example.source.split("+")}
    return Fitted(heads, tuple(sorted(sources)))


def _named_head(head: Head, features: csr_matrix, examples: Sequence[Example]) -> Quantised:
    known = targets(examples, head.label, head.teachers, head.sets)
    console.print(f"{head.name}: {len(known.rows):,} examples, {int(known.positive.sum()):,} with it")
    return fit_head(head, features, known)


def fit_head(head: Head, features: csr_matrix, known: Targets) -> Quantised:
    """The model of *head* on the rows whose label is known, then small integers of it."""
    return quantise(*head_model(head, features[known.rows], known))


def _calibrated(config: Config, fitted: Fitted, mixture: Mixture) -> bytes:
    bare = _manifest(config, fitted, {})
    weights = np.stack([head.weights for head in fitted.heads], axis=1)
    scorer = IntegerClassifier(Artifact(bare, weights, ""))
    languages = sorted({language for head in config.heads for language in head.prior}, reverse=True)
    offers = {language: _offers(config, language, scorer, mixture.calibrate) for language in languages}
    data = pack(_manifest(config, fitted, offers), weights)
    unpack(data)  # what we write, we can read
    return data


def _offers(
    config: Config, language: str, scorer: IntegerClassifier, examples: Sequence[Example]
) -> dict[str, Offer]:
    """By label, for what *language* offers."""
    spoken = [example for example in examples if example.language == language]
    logits = np.array([scorer.logits(terms(folded(example.text))) for example in spoken])
    return {
        head.label: _offer(logits[:, column], spoken, head, language)
        for column, head in enumerate(config.heads)
        if language in head.prior
    }


def _offer(logits: NDArray[np.int64], examples: Sequence[Example], head: Head, language: str) -> Offer:
    known = targets(examples, head.label, {language: 1.0})
    prior = head.prior[language]
    less = log_odds(prior) - log_odds(head.unmarked.get(language, prior))
    return offer(head.name, platt(logits[known.rows].tolist(), known.positive, prior), less)


def _manifest(config: Config, fitted: Fitted, offers: dict[str, dict[str, Offer]]) -> Manifest:
    return Manifest(
        format=FORMAT,
        features=FEATURES,
        heads=tuple(head.name for head in config.heads),
        biases=tuple(head.bias for head in fitted.heads),
        offers=offers,
        sources=fitted.sources,
    )
