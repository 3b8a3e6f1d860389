"""Figures in words: numbers as the page writes them, and curves with a key and their calibration error."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element

from training.report.elements import table, tag
from training.report.plots import (
    LARGE,
    SMALL,
    Line,
    key,
    precision_recall_plot,
    reliability_plot,
    stream_plot,
)
from training.report.slices import LEAST, Slice

NAMES = {"vi": "Vietnamese", "en": "English"}
NOTHING = "–"


def name_of(language: str) -> str:
    """The language in English, or its code."""
    return NAMES.get(language, language)


def plain(name: str) -> str:
    """A name of the code as words.

    >>> plain("identity_attack")
    'identity attack'
    """
    return name.replace("_", " ")


def listed(items: Iterable[str]) -> str:
    """Items in a sentence.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    *most, last = list(items) or [""]
    return f"{', '.join(most)} and {last}" if most else last


def share(value: float | None) -> str:
    """Three places; nothing for what could not be measured."""
    return NOTHING if value is None else f"{value:.3f}"


def auc(found: Slice) -> str:
    """Area under the ROC curve."""
    return share(found.quality.auc if found.quality else None)


def average_precision(found: Slice) -> str:
    """Area under the precision–recall curve, by steps."""
    return share(found.quality.average_precision if found.quality else None)


def calibration(found: Slice) -> str:
    """The calibration error on these comments as they are."""
    return share(found.quality.calibration_error if found.quality else None)


def large(lines: Sequence[Line], about: str) -> list[Element]:
    """Plots of *lines*, each under what it shows, and a table that is their legend too."""
    drawn = [line for line in lines if line.slice.has_curve]
    if not drawn:
        return [_calibration_table(lines), too_few()]
    plots = {
        "Precision–recall": precision_recall_plot(drawn, about, LARGE),
        "Calibration": reliability_plot(drawn, about, LARGE),
    }
    if priors := dict.fromkeys(f"{line.slice.prior:.1%}" for line in drawn if line.slice.prior):
        plots[f"Calibration in the stream meant ({listed(priors)})"] = stream_plot(drawn, about, LARGE)
    figures = [tag("figure", tag("figcaption", told), plot) for told, plot in plots.items()]
    return [tag("div", figures, class_="plots"), _calibration_table(lines)]


def panel(title: str, lines: Sequence[Line], about: str, *told: str) -> Element:
    """Two small plots under a title, with *told* under them."""
    drawn = [line for line in lines if line.slice.has_curve]
    plots = [plot(drawn, about, SMALL) for plot in (precision_recall_plot, reliability_plot)] if drawn else []
    inside = tag("div", plots, class_="pair") if drawn else too_few()
    return tag("figure", tag("figcaption", title), inside, [tag("p", text) for text in told], class_="panel")


def counted(found: Slice) -> str:
    """How many, and how many of them with the label."""
    return f"{len(found.truth):,} comments, {found.positive:,} with the label"


def numbers(found: Slice, before: Slice | None = None) -> str:
    """AUC, average precision and calibration error, each with what it was *before* in brackets."""
    named = {"AUC": auc, "average precision": average_precision, "calibration error": calibration}
    then = {name: f" ({figure(before)})" if before else "" for name, figure in named.items()}
    return ", ".join(f"{name} {figure(found)}{then[name]}" for name, figure in named.items())


def too_few() -> Element:
    """Why there is no curve."""
    return tag(
        "p", f"No curve: it takes {LEAST} comments with the label and {LEAST} without.", class_="quiet"
    )


def _calibration_table(lines: Sequence[Line]) -> Element:
    heads = ("comments", "AUC", "average precision", "calibration error", "as in the stream meant")
    return table(heads, [_row(line) for line in lines])


def _row(line: Line) -> list[str | list[Element | str]]:
    found = line.slice
    named: list[Element | str] = [key(line), " ", found.name] if found.has_curve else [found.name]
    figures = (auc(found), average_precision(found), calibration(found), share(found.stream_error))
    return [named, *figures]
