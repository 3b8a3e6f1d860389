"""What is offered in which language, on what it was measured, and how well it ranks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element

from training.data.example import LABELS
from training.evaluate import AS_WRITTEN
from training.report.elements import Content, section, table, tag
from training.report.figures import auc, average_precision, name_of, plain
from training.report.measured import Measured, Result
from training.report.subject import Use
from training.report.words import words

MISSING = {"missing": "not measured: files missing", "differs": "not measured: files are not those we know"}
ONE_CLASS = "no figure: all of one kind"


def offered(measured: Measured) -> Element:
    """The section."""
    uses = [use for use in Use if any(result.use is use for result in measured.results)]
    told = [tag("li", tag("b", use.value), f": {words().use[use.value]}") for use in uses]
    return section(
        "What is offered, and how well",
        "offered",
        _overview(measured),
        tag("p", words().ranking),
        tag("p", f"Spam: {words().spam}"),
        tag("h3", "On which comments"),
        _details(measured),
        tag("ul", told),
        _not_measured(measured),
    )


def _overview(measured: Measured) -> Element:
    languages = sorted({*measured.subject.classifier.manifest.offers, "vi", "en"}, reverse=True)
    rows = [[plain(label), *(_cell(measured, label, language) for language in languages)] for label in LABELS]
    return table(["AUC", *map(name_of, languages)], rows)


def _cell(measured: Measured, label: str, language: str) -> str:
    if not measured.subject.offers(language, label):
        return "not offered"
    found = [
        result.slice.quality.auc
        for result in measured.places()[label, language]
        if result.task.view == AS_WRITTEN and result.slice.quality
    ]
    if not found:
        return "offered, not measured"
    low, high = f"{min(found):.3f}", f"{max(found):.3f}"
    return f"{low} on one set" if len(found) == 1 else f"{low} to {high} on {len(found)} sets"


def _details(measured: Measured) -> Element:
    heads = (
        *("label", "language", "comments", "written", "number", "with label"),
        *("AUC", "average precision", "use"),
    )
    return table(heads, [_row(result) for results in measured.places().values() for result in results])


def _row(result: Result) -> Sequence[Content]:
    task, found = result.task, result.slice
    figures = (auc(found), average_precision(found)) if found.quality else (ONE_CLASS, "")
    return (
        *(plain(task.label), name_of(result.language), f"{task.name} {task.split}"),
        *(task.view, f"{len(found.truth):,}", f"{found.positive:,}", *figures, result.use.value),
    )


def _not_measured(measured: Measured) -> Iterable[Element]:
    """Sets that would have been measured, and why they were not."""
    names = dict.fromkeys(task.name for task in measured.absent)
    if names:
        told = [
            tag("li", tag("b", name), f" – {MISSING[measured.states[name]]}", class_="missing")
            for name in names
        ]
        yield tag("ul", told)
