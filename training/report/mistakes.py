"""The comments that the weights judge worst, quoted: labelled ones that score lowest, others that score highest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element

from training.evaluate import AS_WRITTEN
from training.report.elements import section, tag
from training.report.figures import name_of, plain
from training.report.measured import Measured, Place, Result
from training.report.words import words

MOST = 20
LONGEST = 600  # characters of a comment that are shown


class Quoted(NamedTuple):
    """A comment and the probability that it was given."""

    probability: float
    text: str


def mistakes(measured: Measured) -> Element:
    """The section: by label, language and set, development splits alone."""
    return section(
        "Worst misses and worst false alarms",
        "mistakes",
        tag("p", f"At most {MOST} of each kind and set. {words().mistakes}"),
        [_place(place, results) for place, results in measured.places().items()],
    )


def worst(results: Sequence[Result], *, with_label: bool) -> list[Quoted]:
    """The same text once: those with the label from the lowest probability up, those without from the highest down."""
    found = {quoted.text: quoted for result in results for quoted in _quoted(result, with_label=with_label)}
    rising = sorted(found.values(), key=lambda quoted: quoted.probability, reverse=not with_label)
    return rising[:MOST]


def _quoted(result: Result, *, with_label: bool) -> Iterable[Quoted]:
    if _serves(result):
        examples, probabilities, truth = result.scored
        for example, probability, has_it in zip(
            examples, probabilities.tolist(), truth.tolist(), strict=True
        ):
            if has_it == with_label:
                yield Quoted(probability, example.text)


def _place(place: Place, results: Sequence[Result]) -> Iterable[Element]:
    """By set: one whose raters mean something else would fill a common list alone."""
    yield tag("h3", f"{plain(place[0])}, {name_of(place[1])}")
    names = dict.fromkeys(result.task.name for result in results if _serves(result))
    for name in names:
        own = [result for result in results if result.task.name == name]
        yield from _details(f"{name}: with the label, scored lowest", worst(own, with_label=True))
        yield from _details(f"{name}: without it, scored highest", worst(own, with_label=False))
    if not names:
        yield tag("p", "No development split was measured.", class_="quiet")


def _details(title: str, quoted: Sequence[Quoted]) -> Iterable[Element]:
    if quoted:
        summary = tag("summary", f"{title} ({len(quoted)})")
        yield tag("details", summary, tag("ol", [_item(one) for one in quoted]))


def _item(quoted: Quoted) -> Element:
    cut = quoted.text if len(quoted.text) <= LONGEST else f"{quoted.text[:LONGEST]}…"
    about = tag("p", f"{quoted.probability:.4f}", class_="quiet")
    return tag("li", about, tag("blockquote", cut, dir="auto"))


def _serves(result: Result) -> bool:
    return (result.task.split, result.task.view) == ("dev", AS_WRITTEN)
