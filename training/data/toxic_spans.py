"""Toxic Spans: news-site comments in which several raters marked what is toxic, and of which kind."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from training.data.example import Example, Span, runs
from training.data.part import Part, rows

_KINDS = {
    "insult": "Insult",
    "profanity": "Profane/Obscene",
    "identity_attack": "Identity based Attack",
    "threat": "Threat",
}

# The kinds are shares of those who marked anything; of one marker alone they would be one person's slip.
_MIN_MARKERS = 2


class _Mark(Struct, frozen=True):
    kind: str
    start: int
    end: int


def toxic_spans(part: Part) -> Iterator[Example]:
    """Yield SemEval's trial comments as dev and all others as train."""
    trial = _published(part.path("tsd_trial.csv"))
    spans = _published(part.path("tsd_train.csv")) | trial
    raters = _marks_by_rater(part)
    for row in rows(part.path("comments.csv")):
        text = row["comment_text"]
        if (text in trial) == (part.split == "dev"):
            yield _example(part, text, raters[row["comment_id"]], spans.get(text))


def _example(part: Part, text: str, raters: list[list[_Mark]], published: tuple[Span, ...] | None) -> Example:
    markers = [marks for marks in raters if marks]
    labels = {"toxicity": _toxicity(len(markers), len(raters))}
    if len(markers) >= _MIN_MARKERS:
        labels |= {label: _share(kind, markers) for label, kind in _KINDS.items()}
    spans = _majority(text, raters) if published is None else published
    return part.example(text, labels, spans=spans)


def _toxicity(markers: int, raters: int) -> float:
    """At least 0.5: every comment was picked because half of Civil Comments' raters had called it toxic."""
    return 0.5 + 0.5 * markers / raters


def _share(kind: str, markers: list[list[_Mark]]) -> float:
    return sum(any(mark.kind == kind for mark in marks) for marks in markers) / len(markers)


def _majority(text: str, raters: list[list[_Mark]]) -> tuple[Span, ...]:
    """Return what more than half of the raters marked; marks that run past the text belong to another one."""
    votes: Counter[int] = Counter()
    for marks in raters:
        votes.update({at for mark in marks if mark.end <= len(text) for at in range(mark.start, mark.end)})
    return runs(at for at, count in votes.items() if 2 * count > len(raters))


def _marks_by_rater(part: Part) -> dict[str, list[list[_Mark]]]:
    """Return, for each comment, one list of marks a rater; a rater who marked nothing has an empty one."""
    marks: dict[str, list[_Mark]] = {}
    for row in rows(part.path("spans.csv")):
        mark = _Mark(row["type"], int(row["start"]), int(row["end"]))
        marks.setdefault(row["annotation"], []).append(mark)
    raters: dict[str, list[list[_Mark]]] = {}
    for row in rows(part.path("annotations.csv")):
        raters.setdefault(row["comment_id"], []).append(marks.get(row["annotation"], []))
    return raters


def _published(path: Path) -> dict[str, tuple[Span, ...]]:
    """Return SemEval's own spans by text."""
    return {row["text"]: runs(json.loads(row["spans"])) for row in rows(path)}
