"""How much of what the classifier finds it still finds when the same comments hide it: `results/robustness.json`.

Each evasion is measured on the comments that it changes, at one threshold a language, on texts that nothing was
learnt from. The language is told from the text as it is hidden, as for every comment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
from training.data.catalogue import Catalogue, digests
from training.evasion import EVASIONS, Language, evade
from training.metrics import Truth, rounded
from training.progress import watched

SEED = 20261122
LEAST_RECALL = 0.6  # on clean text; where the policy's threshold finds less, a lower one is taken
OVERALL = "all of them"

Sampled = tuple[str, str, int]  # set, split, and one in how many comments is taken

SETS: Mapping[Language, Sequence[Sampled]] = {
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


class Hidden(NamedTuple):
    """Which comments one evasion changes, and the scores of all as it hides them."""

    changed: Truth
    scores: Scores


class Trial(NamedTuple):
    """The comments of one language: which are toxic, their scores as written, and hidden by each evasion."""

    toxic: Truth
    scores: Scores
    hidden: Mapping[str, Hidden]


def measure(weights: Path, root: Path) -> Robustness:
    """Measure *weights* on the sets under *root*. Raises `DataError` and `WeightsError`."""
    classifier, policy = IntegerClassifier.from_file(weights), Policy()
    usual = round(policy.toxicity.review * UNIT)
    return Robustness(
        weights=classifier.digests[0],
        policy=digest(policy),
        data=digests(name for sets in SETS.values() for name, *_ in sets),
        seed=SEED,
        languages={
            name: costs(trial(classifier, name, comments(sets, root)), usual) for name, sets in SETS.items()
        },
    )


def comments(sets: Iterable[Sampled], root: Path, catalogue: Catalogue | None = None) -> list[Example]:
    """The comments of *sets*, the same text once. Raises `DataError` as `load` does."""
    return unique(
        one for name, split, step in sets for one in load(name, root, split, catalogue=catalogue)[::step]
    )


def trial(classifier: Classifier, language: Language, examples: Sequence[Example]) -> Trial:
    """Score *examples* as written and by every evasion of *language*."""
    texts = [example.text for example in examples]
    return Trial(
        toxic=np.array([example.labels["toxicity"] >= 0.5 for example in examples]),
        scores=toxicity(classifier, texts, f"{language}, as written"),
        hidden={name: _hidden(classifier, language, texts, name) for name in EVASIONS[language]},
    )


def costs(tried: Trial, usual: int) -> Spoken:
    """What every evasion costs, at the threshold *usual*, in 1/10,000, or a lower one; needs a toxic comment."""
    threshold = threshold_of(tried.scores[tried.toxic], usual)
    counts = {name: _counts(tried, hidden, threshold) for name, hidden in tried.hidden.items()}
    counts[OVERALL] = np.sum([*counts.values()], axis=0)
    return Spoken(
        policy_threshold=usual / UNIT,
        policy_recall=rounded((tried.scores[tried.toxic] >= usual).mean()),
        threshold=threshold / UNIT,
        recall=rounded((tried.scores[tried.toxic] >= threshold).mean()),
        evasions={name: _kept(count) for name, count in counts.items()},
    )


def threshold_of(scores: Scores, usual: int) -> int:
    """*usual*, or the highest threshold at which `LEAST_RECALL` of *scores* reach it."""
    enough = ceil(len(scores) * LEAST_RECALL)
    return min(usual, int(np.sort(scores)[-enough]))


def toxicity(classifier: Classifier, texts: Sequence[str], what: str) -> Scores:
    """Of each text in the language that it seems to be in; 0 where that language is offered none."""
    folded = map(fold, watched(texts, what))
    return np.array([classifier.score(text, language_of(text)).get("toxicity", 0) for text in folded])


def _hidden(classifier: Classifier, language: Language, texts: Sequence[str], name: str) -> Hidden:
    hidden = [evade(name, text, language, SEED) for text in texts]
    changed = np.array([text != other for text, other in zip(texts, hidden, strict=True)])
    return Hidden(changed, toxicity(classifier, hidden, f"{language}, {name}"))


def _counts(tried: Trial, hidden: Hidden, threshold: int) -> Counts:
    plain, found = tried.scores >= threshold, hidden.scores >= threshold
    return np.array([_found(plain, found, hidden.changed & side) for side in (tried.toxic, ~tried.toxic)])


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
