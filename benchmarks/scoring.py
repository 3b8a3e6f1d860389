"""Scoring of a folded comment of 250 characters, all labels of its language, beside other classifiers' one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from rich.table import Table

from benchmarks.classifier import classifier
from benchmarks.comments import comments
from benchmarks.peers import SKLEARN, fitted
from benchmarks.tables import compared
from benchmarks.timing import Work, side_by_side
from moderation.text.folding import Folded, fold

COUNT = 100  # comments a round
LEARNT = 2_000  # comments that the peers learn from
TARGET_US = 100


def tables() -> Iterator[Table]:
    """One comparison a language."""
    for language in ("vi", "en"):
        times = side_by_side(_ways(language), partial(_folded, language))
        told = f"target: ours at most {TARGET_US} µs"
        yield compared(f"Scoring folded text, 250 characters, {language}; {told}", times, SKLEARN)


def _ways(language: str) -> dict[str, Work[Folded]]:
    scorer = classifier()
    learnt = [text.text for text in _folded(language, -1, LEARNT)]
    peers = {name: partial(_of_text, work) for name, work in fitted(learnt)}
    return {"ours, all labels": lambda text: scorer.score(text, language), **peers}


def _of_text(work: Work[str], text: Folded) -> object:
    return work(text.text)


def _folded(language: str, number: int, count: int = COUNT) -> Sequence[Folded]:
    return [fold(text) for text in comments(language, count, number)]
