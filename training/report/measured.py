"""What a report is written from: everything is measured before a word is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from training.data.catalogue import Catalogue
from training.data.example import LABELS
from training.data.folder import State
from training.evaluate import Scored, Task
from training.evasion import Language
from training.identity import Fairness
from training.metrics import Quality
from training.report.slices import Slice
from training.report.subject import Subject, Use
from training.robustness import Kept

Place = tuple[str, str]  # label and language


class Result(NamedTuple):
    """A task and what came of it."""

    task: Task
    language: str
    use: Use
    scored: Scored
    slice: Slice


class Evasion(NamedTuple):
    """The comments that one evasion changes, as written and hidden; *kept*: at the policy's threshold."""

    name: str
    written: Slice
    hidden: Slice
    kept: Kept


class Spoken(NamedTuple):
    """Toxicity in one language over all of its *sets* together, and by evasion."""

    language: Language
    sets: Sequence[str]
    written: Slice
    evasions: Sequence[Evasion]


class Group(NamedTuple):
    """Sentences about one group of terms of identity; shares of neutral and of hostile ones that the policy holds."""

    language: str
    slice: Slice
    false_alarms: float
    recall: float


class Clean(NamedTuple):
    """Clean sentences of our own on one topic, and how many of them the default policy holds."""

    language: str
    topic: str
    sentences: int
    held: int


class Measured(NamedTuple):
    """All of it; *absent* are the tasks whose files are not there."""

    subject: Subject
    catalogue: Catalogue
    states: Mapping[str, State]
    results: Sequence[Result]
    absent: Sequence[Task]
    spoken: Sequence[Spoken]
    topics: Sequence[Slice]
    fairness: Sequence[Fairness]
    groups: Sequence[Group]
    clean: Sequence[Clean]

    def places(self) -> dict[Place, list[Result]]:
        """Results by label and language for all that is offered, labels in their usual order."""
        offered = self.subject.classifier.manifest.offers
        return {
            (label, language): [
                result for result in self.results if (result.task.label, result.language) == (label, language)
            ]
            for label in LABELS
            for language in sorted(offered, reverse=True)
            if label in offered[language]
        }

    def qualities(self) -> list[tuple[Result, Quality]]:
        """The results that have figures, with them."""
        return [(one, one.slice.quality) for one in self.results if one.slice.quality]
