"""Whether findings mark what people mark, and whether what they mark is why a comment was found.

Character F1 is that of SemEval-2021 task 5 (Pavlopoulos et al., "Toxic Spans Detection"): for each comment, then the
mean. That the score falls without the marked words is the erasure test of Li, Monroe and Jurafsky, 2016,
"Understanding Neural Networks through Representation Erasure".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from msgspec import Struct

from moderation.checks.evidence import rest, spans
from moderation.classifier import UNIT, Classifier
from moderation.classifier.scoring import IntegerClassifier
from moderation.comment import Comment
from moderation.policy import Policy, digest
from moderation.reading import Reading, read
from training.data import Example, load
from training.data.catalogue import digests
from training.evasion import Language
from training.metrics import rounded
from training.progress import watched

LABEL = "toxicity"
SETS: Mapping[Language, str] = {"vi": "vihos", "en": "toxic_spans"}  # whose dev comments carry marks

Characters = frozenset[int]  # of the author's text, by their offsets


class Explained(Struct, frozen=True, kw_only=True):
    """The marks of findings on one language's toxic *comments*, beside what its raters marked.

    All comments that raters marked count; those under the policy's threshold, which have no finding, with what
    `moderation explain` marks. All but the counts are between 0 and 1.
    """

    comments: int
    f1: float  # of characters, mean over comments
    met: float  # the share with at least one offending character marked
    covered: float  # the share with at least half of the offending characters marked
    marked: float  # the share of a comment's characters that are marked, median
    found: int  # comments at or above the threshold
    cleared: float  # the share of those that are below it without their marked characters


class Explanations(Struct, frozen=True, kw_only=True):
    """What was measured, on what, with what."""

    weights: str
    policy: str
    data: dict[str, str]  # "set/file" to its SHA-256
    languages: dict[str, Explained]


class Marks(NamedTuple):
    """One comment: how long it is, what raters marked, what we mark, whether it is *found*, and still is without."""

    length: int
    theirs: Characters
    ours: Characters
    found: bool
    left: bool

    @property
    def f1(self) -> float:
        """Of characters."""
        return 2 * len(self.theirs & self.ours) / (len(self.theirs) + len(self.ours))


def measure(weights: Path, root: Path) -> Explanations:
    """Measure *weights* on the sets under *root*, by the default policy. Raises `DataError` and `WeightsError`."""
    classifier, policy = IntegerClassifier.from_file(weights), Policy()
    given = {spoken: load(name, root, "dev") for spoken, name in SETS.items()}
    return Explanations(
        weights=classifier.digests[0],
        policy=digest(policy),
        data=digests(SETS.values()),
        languages={spoken: explained(classifier, policy, examples) for spoken, examples in given.items()},
    )


def explained(classifier: Classifier, policy: Policy, examples: Sequence[Example]) -> Explained:
    """Mark the comments of *examples* that raters marked."""
    marked = [example for example in examples if example.spans]
    marks = [_marks(classifier, policy, example) for example in watched(marked, "explanations")]
    found = [one for one in marks if one.found]
    return Explained(
        comments=len(marks),
        f1=_mean(marks, lambda one: one.f1),
        met=_mean(marks, lambda one: bool(one.theirs & one.ours)),
        covered=_mean(marks, lambda one: 2 * len(one.theirs & one.ours) >= len(one.theirs)),
        marked=rounded(float(np.median([len(one.ours) / one.length for one in marks]))),
        found=len(found),
        cleared=_mean(found, lambda one: not one.left),
    )


def _marks(classifier: Classifier, policy: Policy, example: Example) -> Marks:
    reading = read(Comment(text=example.text), classifier)
    ours = spans(reading, LABEL, policy)
    without = read(Comment(text=rest(example.text, ours)), classifier)
    return Marks(
        length=len(example.text),
        theirs=_characters(example.spans or ()),
        ours=_characters((span.start, span.end) for span in ours),
        found=_is_found(reading, policy),
        left=_is_found(without, policy),
    )


def _is_found(reading: Reading, policy: Policy) -> bool:
    return (reading.scores or {}).get(LABEL, 0) / UNIT >= policy.toxicity.lowest


def _characters(places: Iterable[tuple[int, int]]) -> Characters:
    return frozenset(at for start, end in places for at in range(start, end))


def _mean(marks: Sequence[Marks], value: Callable[[Marks], float]) -> float:
    """Of nothing, 0, so that it stays a number."""
    return rounded(sum(map(value, marks)) / max(len(marks), 1))
