"""The whole page: nothing outside it is fetched, and no script runs."""

from __future__ import annotations

from importlib import resources
from xml.etree.ElementTree import Element

from training.report.curves import curves
from training.report.elements import rendered, tag
from training.report.limits import limits
from training.report.measured import Measured
from training.report.mistakes import mistakes
from training.report.offered import offered
from training.report.sources import sources
from training.report.words import words

_CONTENTS = {
    "offered": "what is offered, and how well",
    "curves": "curves and calibration",
    "mistakes": "worst misses and false alarms",
    "data": "data sets and licences",
    "limits": "limits",
}
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'"  # whatever a comment says, nothing loads and nothing runs
)


def page(measured: Measured, title: str) -> str:
    """The document for *measured*, as text to be written in UTF-8."""
    parts = [part(measured) for part in (offered, curves, mistakes, sources, limits)]
    return rendered(
        tag("html", _head(title), tag("body", _top(measured, title), tag("main", parts)), lang="en")
    )


def _head(title: str) -> Element:
    css = resources.files(__package__).joinpath("page.css").read_text(encoding="utf-8")
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", title),
        tag("style", css),
    )


def _top(measured: Measured, title: str) -> Element:
    links = [tag("li", tag("a", told, href=f"#{anchor}")) for anchor, told in _CONTENTS.items()]
    return tag(
        "header",
        tag("h1", title),
        tag("p", words().warning, class_="warning", role="note"),
        tag("p", "Weights ", tag("code", measured.subject.classifier.digests[0])),
        tag("p", words().top),
        tag("nav", tag("ul", links), aria_label="Contents"),
    )
