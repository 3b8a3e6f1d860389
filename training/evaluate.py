"""The figures of a weights file on dev splits; written to results/ with the digests of weights and data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from msgspec import Struct

from moderation.classifier import UNIT
from moderation.classifier.scoring import IntegerClassifier
from moderation.comment import Comment
from moderation.facts import Facts
from moderation.judge import judge
from moderation.policy import Policy, digest
from moderation.text.folding import Folded
from moderation.verdict import Action, Verdict
from training.data import Example, load
from training.data.catalogue import Catalogue, digests, shipped
from training.folded import folded
from training.metrics import Quality, Scores, Truth, quality, rounded
from training.progress import watched

View = Callable[[Folded], str]
AS_WRITTEN = "as written"
VIEWS: Mapping[str, View] = {
    AS_WRITTEN: lambda folded: folded.source,
    "without marks": lambda folded: folded.bare,
}

# Set, split, label, and the views of it that are measured.
BENCHMARKS = (
    ("vihos", "dev", "toxicity", tuple(VIEWS)),
    ("vihsd", "dev", "toxicity", tuple(VIEWS)),
    ("victsd", "dev", "toxicity", tuple(VIEWS)),
    ("context_toxicity", "dev", "toxicity", (AS_WRITTEN,)),
    ("impermium", "train", "insult", (AS_WRITTEN,)),
    ("olid", "train", "toxicity", (AS_WRITTEN,)),
    ("hatemoji", "dev", "identity_attack", (AS_WRITTEN,)),
)


class Task(NamedTuple):
    """One thing to measure: the texts of a *split* of the set *name*, in one view, by one label."""

    name: str
    split: str
    label: str
    view: str = AS_WRITTEN

    @property
    def title(self) -> str:
        """What the results call it."""
        return f"{self.name} {self.split} {self.label}, {self.view}"


class Scored(NamedTuple):
    """The examples of a task in a language that is offered its label, their probabilities, and who has the label."""

    examples: Sequence[Example]
    probabilities: Scores
    truth: Truth


class Outcome(Struct, frozen=True):
    """What a policy does with comments.

    *too_long* are over its length limit, as their author is told while he types; of the others, *held* wait for an
    editor and *refused* are rejected.
    """

    comments: int
    too_long: float
    held: float
    refused: float


class Results(Struct, frozen=True, kw_only=True):
    """What was measured, on what, with what."""

    weights: str
    policy: str
    data: dict[str, str]  # "set/file" to its SHA-256
    scores: dict[str, Quality]  # "set split label, view"
    policy_outcomes: dict[str, Outcome]


def evaluate(weights: Path, root: Path, catalogue: Catalogue | None = None) -> Results:
    """Measure *weights* on every benchmark under *root*. Raises `DataError` and `WeightsError`."""
    classifier, policy, known = IntegerClassifier.from_file(weights), Policy(), catalogue or shipped()
    return Results(
        weights=classifier.digests[0],
        policy=digest(policy),
        data=digests({name for name, *_ in BENCHMARKS} | {"victsd", "vihsd"}, known),
        scores={task.title: _quality(scored(classifier, root, task, known)) for task in tasks()},
        policy_outcomes=_outcomes(classifier, policy, root, known),
    )


def write(results: Struct, path: Path) -> None:
    """Write *results* as JSON that reads well in a change."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encoded(results) + b"\n")


def encoded(results: Struct) -> bytes:
    """*results* as indented JSON, keys in order."""
    return msgspec.json.format(msgspec.json.encode(results, order="sorted"), indent=1)


def tasks() -> list[Task]:
    """Every benchmark in every view that is measured of it."""
    return [Task(name, split, label, view) for name, split, label, views in BENCHMARKS for view in views]


def scored(classifier: IntegerClassifier, root: Path, task: Task, catalogue: Catalogue) -> Scored:
    """Score what *task* names. Raises `DataError` as `load` does."""
    offered = {spoken for spoken, offers in classifier.manifest.offers.items() if task.label in offers}
    loaded = load(task.name, root, task.split, catalogue=catalogue)
    known = [one for one in loaded if task.label in one.labels and one.language in offered]
    view = VIEWS[task.view]
    scores = [_score(classifier, example, task.label, view) for example in watched(known, task.name)]
    truth = np.array([example.labels[task.label] >= 0.5 for example in known], dtype=np.bool_)
    return Scored(known, np.array(scores), truth)


def _quality(found: Scored) -> Quality:
    return quality(found.probabilities, found.truth)


def _score(classifier: IntegerClassifier, example: Example, label: str, view: View) -> float:
    seen = folded(view(folded(example.text)))
    return classifier.score(seen, example.language)[label] / UNIT


def _outcomes(
    classifier: IntegerClassifier, policy: Policy, root: Path, catalogue: Catalogue
) -> dict[str, Outcome]:
    news, social = (load(name, root, "dev", catalogue=catalogue) for name in ("victsd", "vihsd"))
    groups = {
        "victsd dev, clean": [example for example in news if example.labels["toxicity"] < 0.5],
        "victsd dev, toxic": [example for example in news if example.labels["toxicity"] >= 0.5],
        "vihsd dev, clean": [example for example in social if example.labels["toxicity"] < 0.5],
        "vihsd dev, toxic": [example for example in social if example.labels["toxicity"] >= 0.5],
    }
    return {name: _outcome(classifier, policy, examples) for name, examples in groups.items()}


def _outcome(classifier: IntegerClassifier, policy: Policy, examples: Sequence[Example]) -> Outcome:
    comments = [Comment(text=example.text) for example in examples]
    verdicts = [judge(comment, Facts(), policy, classifier) for comment in watched(comments, "judge")]
    fitting = [verdict.action for verdict in verdicts if not _too_long(verdict)]
    held, refused = (fitting.count(action) / len(fitting) for action in (Action.REVIEW, Action.REJECT))
    return Outcome(len(examples), rounded(1 - len(fitting) / len(examples)), rounded(held), rounded(refused))


def _too_long(verdict: Verdict) -> bool:
    return any(finding.code == "length.over" for finding in verdict.findings)
