"""Measures a weights file on what of the catalogue is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

import numpy as np

from moderation.classifier import UNIT
from moderation.policy import Policy
from training import identity
from training.data.catalogue import Catalogue
from training.data.folder import State, existing, state
from training.data.vietnamese import topic
from training.evaluate import AS_WRITTEN, Task, scored, tasks
from training.evasion import Language
from training.progress import watched
from training.report.figures import name_of
from training.report.measured import Clean, Evasion, Group, Measured, Result, Spoken
from training.report.slices import Slice, sliced
from training.report.subject import Subject
from training.robustness import SETS, Kept, Trial, comments, costs, toxicity, trial
from training.sentences import sentences, templates

LABEL = "toxicity"  # what evasions, topics and terms of identity are measured by
TOPICAL = Task("victsd", "dev", LABEL, AS_WRITTEN)  # the one set that knows under what a comment was written


class Ground(NamedTuple):
    """What to measure, on what, and which sets of it are there."""

    subject: Subject
    root: Path
    catalogue: Catalogue
    states: Mapping[str, State]

    def has(self, name: str) -> bool:
        """Whether the files of the set *name* are there, and those that we know."""
        return self.states.get(name) == "matches"

    @property
    def languages(self) -> list[Language]:
        """Those in which toxicity is offered."""
        return [language for language in SETS if self.subject.offers(language, LABEL)]


def measure(subject: Subject, root: Path, catalogue: Catalogue) -> Measured:
    """Measure *subject*; a set that is not under *root* is left out. Raises `DataError` when *root* itself is wrong."""
    existing(root)
    states = {name: state(root, name, data_set) for name, data_set in catalogue.items()}
    ground = Ground(subject, root, catalogue, states)
    wanted = _tasks(ground)
    results = [_result(ground, task) for task in wanted if ground.has(task.name)]
    held = identity.held_by(subject.classifier)
    fairness = [identity.measure(language, held) for language in ground.languages]
    return Measured(
        subject=subject,
        catalogue=catalogue,
        states=states,
        results=results,
        absent=[task for task in wanted if not ground.has(task.name)],
        spoken=list(_spoken(ground)),
        topics=_topics(results),
        fairness=fairness,
        groups=[group for fair in fairness for group in _groups(subject, fair)],
        clean=[clean for language in ground.languages for clean in _clean(language, held)],
    )


def _tasks(ground: Ground) -> list[Task]:
    """The benchmarks, and every other development split, as far as their label is offered in their language."""
    usual = [task for task in tasks() if task.name in ground.catalogue]
    covered = {task[:3] for task in usual}
    every = [
        Task(name, "dev", label)
        for name, data_set in ground.catalogue.items()
        for label in data_set.labels
        if "dev" in data_set.splits
    ]
    others = [task for task in every if task[:3] not in covered]
    return [task for task in (*usual, *others) if ground.subject.offers(_language(ground, task), task.label)]


def _language(ground: Ground, task: Task) -> str:
    return ground.catalogue[task.name].language


def _result(ground: Ground, task: Task) -> Result:
    subject, language = ground.subject, _language(ground, task)
    found = scored(subject.classifier, ground.root, task, ground.catalogue)
    prior, name = subject.prior(language, task.label), f"{task.name} {task.split}, {task.view}"
    measured = sliced(name, found.probabilities, found.truth, prior)
    return Result(task, language, subject.use(task.name, task.split), found, measured)


def _spoken(ground: Ground) -> Iterator[Spoken]:
    """Each language with a set that is there and has comments of both kinds."""
    for language in ground.languages:
        sets = [taken for taken in SETS[language] if ground.has(taken[0])]
        examples = comments(sets, ground.root, ground.catalogue)
        if len({example.labels[LABEL] >= 0.5 for example in examples}) > 1:
            tried = trial(ground.subject.classifier, language, examples)
            named = [f"{name} {split}" for name, split, _ in sets]
            yield _tried(language, named, tried, ground.subject.prior(language, LABEL))


def _tried(language: Language, sets: Sequence[str], tried: Trial, prior: float | None) -> Spoken:
    kept = costs(tried, round(Policy().toxicity.review * UNIT)).evasions
    written = sliced(name_of(language), tried.scores / UNIT, tried.toxic, prior)
    return Spoken(
        language, sets, written, [_evasion(name, tried, kept[name], prior) for name in tried.hidden]
    )


def _evasion(name: str, tried: Trial, kept: Kept, prior: float | None) -> Evasion:
    changed, scores = tried.hidden[name]
    written, hidden = (
        sliced(told, each[changed] / UNIT, tried.toxic[changed], prior)
        for told, each in (("as written", tried.scores), ("hidden", scores))
    )
    return Evasion(name, written, hidden, kept)


def _topics(results: Sequence[Result]) -> list[Slice]:
    """One slice a topic, those with most toxic comments first."""
    found = [one for result in results if result.task == TOPICAL for one in _by_topic(result)]
    return sorted(found, key=lambda one: -one.positive)


def _by_topic(result: Result) -> Iterator[Slice]:
    named = np.array([topic(example) for example in result.scored.examples])
    _, probabilities, truth, prior, _ = result.slice
    for name in dict.fromkeys(named.tolist()):
        yield sliced(name, probabilities[named == name], truth[named == name], prior)


def _groups(subject: Subject, fair: identity.Fairness) -> Iterator[Group]:
    """One group after the other, as the terms stand."""
    known, prior = templates(fair.language), subject.prior(fair.language, LABEL)
    for name, found in groupby(fair.rates, lambda one: one.term.group):
        rates = list(found)
        texts = [one.term.fill(text) for one in rates for text in (*known.neutral, *known.hostile)]
        truth = np.array(([False] * len(known.neutral) + [True] * len(known.hostile)) * len(rates))
        scores = toxicity(subject.classifier, texts, f"{fair.language}, {name}") / UNIT
        alarms, recall = fmean(one.false_alarms for one in rates), fmean(one.recall for one in rates)
        yield Group(fair.language, sliced(name, scores, truth, prior), alarms, recall)


def _clean(language: str, held: identity.Held) -> list[Clean]:
    found: dict[str, list[bool]] = {}
    for sentence in watched(sentences(language), f"{language}, clean sentences"):
        found.setdefault(sentence.topic, []).append(held(sentence.text))
    return [Clean(language, name, len(each), sum(each)) for name, each in found.items()]
