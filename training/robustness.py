"""How much of what the classifier finds it still finds when the same comments hide it: `results/robustness.json`.

Each evasion is measured on the comments that it changes, at one threshold a language, on texts that nothing was
learnt from. The language is told from the text as it is hidden, as for every comment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from pathlib import Path
from typing import NamedTuple

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from moderation.classifier import UNIT, Classifier
from moderation.classifier.scoring import IntegerClassifier
from moderation.policy import Policy, digest
from moderation.text.folding import fold
from moderation.text.language import language_of
from training.data import Example, load, unique
from training.data.catalogue import digests
from training.evasion import EVASIONS, Language, evade
from training.metrics import Truth, rounded
from training.progress import watched

SEED = 20261122
LEAST_RECALL = 0.6  # on clean text; where the policy's threshold finds less, a lower one is taken
OVERALL = "all of them"

# By language: set, split, and one in how many comments is taken.
SETS: Mapping[Language, Sequence[tuple[str, str, int]]] = {
    "vi": (("vihsd", "dev", 1), ("vihos", "dev", 1)),
    "en": (("context_toxicity", "dev", 1), ("toxic_spans", "dev", 1), ("olid", "train", 4)),
}

Counts = NDArray[np.int64]  # toxic, clean by comments, found as written, found hidden
Scores = NDArray[np.int64]  # in 1/10,000


class Kept(Struct, frozen=True):
    """What one evasion hides, of the comments that it changes.

    *recall* is the share of *toxic* comments found, *false_alarms* that of *clean* ones, as written and *hidden*;
    *kept* and *ratio* are hidden to as written.
    """

    toxic: int
    recall: float
    recall_hidden: float
    kept: float
    clean: int
    false_alarms: float
    false_alarms_hidden: float
    ratio: float


class Spoken(Struct, frozen=True, kw_only=True):
    """One language, at the policy's threshold; at a lower one where that finds too few of the comments as written."""

    policy_threshold: float
    policy_recall: float
    threshold: float
    recall: float
    evasions: dict[str, Kept]


class Robustness(Struct, frozen=True, kw_only=True):
    """What was measured, on what, with what."""

    weights: str
    policy: str
    data: dict[str, str]  # "set/file" to its SHA-256
    seed: int
    languages: dict[str, Spoken]


class Bench(NamedTuple):
    """The comments of one language, which of them are toxic, and which are found as written."""

    classifier: Classifier
    language: Language
    texts: Sequence[str]
    toxic: Truth
    threshold: int
    found: Truth


def measure(weights: Path, root: Path) -> Robustness:
    """Measure *weights* on the sets under *root*. Raises `DataError` and `WeightsError`."""
    classifier, policy = IntegerClassifier.from_file(weights), Policy()
    usual = round(policy.toxicity.review * UNIT)
    return Robustness(
        weights=classifier.digests[0],
        policy=digest(policy),
        data=digests(name for sets in SETS.values() for name, *_ in sets),
        seed=SEED,
        languages={name: costs(classifier, name, _examples(name, root), usual) for name in SETS},
    )


def costs(classifier: Classifier, language: Language, examples: Sequence[Example], usual: int) -> Spoken:
    """What every evasion of *language* costs on *examples*, at the threshold *usual*, in 1/10,000, or a lower one."""
    texts = [example.text for example in examples]
    toxic = np.array([example.labels["toxicity"] >= 0.5 for example in examples])
    scores = _scores(classifier, texts, f"{language}, as written")
    threshold = threshold_of(scores[toxic], usual)
    bench = Bench(classifier, language, texts, toxic, threshold, scores >= threshold)
    counts = {name: _counts(bench, name) for name in EVASIONS[language]}
    counts[OVERALL] = np.sum([*counts.values()], axis=0)
    return Spoken(
        policy_threshold=usual / UNIT,
        policy_recall=rounded((scores[toxic] >= usual).mean()),
        threshold=threshold / UNIT,
        recall=rounded(bench.found[toxic].mean()),
        evasions={name: _kept(count) for name, count in counts.items()},
    )


def _examples(language: Language, root: Path) -> list[Example]:
    return unique(one for name, split, step in SETS[language] for one in load(name, root, split)[::step])


def threshold_of(scores: Scores, usual: int) -> int:
    """*usual*, or the highest threshold at which `LEAST_RECALL` of *scores* reach it."""
    enough = ceil(len(scores) * LEAST_RECALL)
    return min(usual, int(np.sort(scores)[-enough]))


def _scores(classifier: Classifier, texts: Sequence[str], what: str) -> Scores:
    folded = map(fold, watched(texts, what))
    return np.array([classifier.score(text, language_of(text))["toxicity"] for text in folded])


def _counts(bench: Bench, name: str) -> Counts:
    hidden = [evade(name, text, bench.language, SEED) for text in bench.texts]
    changed = np.array([text != other for text, other in zip(bench.texts, hidden, strict=True)])
    found = _scores(bench.classifier, hidden, f"{bench.language}, {name}") >= bench.threshold
    return np.array([_found(bench.found, found, changed & side) for side in (bench.toxic, ~bench.toxic)])


def _found(plain: Truth, hidden: Truth, among: Truth) -> tuple[int, int, int]:
    return int(among.sum()), int(plain[among].sum()), int(hidden[among].sum())


def _kept(counts: Counts) -> Kept:
    (toxic, found, found_hidden), (clean, alarms, alarms_hidden) = counts.tolist()
    return Kept(
        toxic=toxic,
        recall=_ratio(found, toxic),
        recall_hidden=_ratio(found_hidden, toxic),
        kept=_ratio(found_hidden, found),
        clean=clean,
        false_alarms=_ratio(alarms, clean),
        false_alarms_hidden=_ratio(alarms_hidden, clean),
        ratio=_ratio(alarms_hidden, alarms),
    )


def _ratio(part: int, whole: int) -> float:
    """Of nothing, as of one, so that it stays a number."""
    return rounded(part / max(whole, 1))
