"""The data sets, their licences, and which of them the weights come from."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from training.data.catalogue import DataSet
from training.report.elements import Content, paragraphs, section, table, tag
from training.report.figures import name_of
from training.report.measured import Measured
from training.report.offered import MISSING
from training.report.subject import Use
from training.report.words import words

TRAINED, MEASURED = "trained the weights", "measured only"

_OWN = {
    "adverts": "adverts and clean comments that a generator of ours invents (training/adverts)",
    "pairs": "comments of ours, from templates and by hand, in which a word alone does not decide (training/pairs)",
}
_SENTENCES = (
    "sentences of our own",
    "",
    "MIT",
    MEASURED,
    "clean sentences, and terms of identity (training/sentences)",
)


def sources(measured: Measured) -> Element:
    """The section."""
    sets = [_row(measured, name, data_set) for name, data_set in measured.catalogue.items()]
    learnt = measured.subject.classifier.manifest.sources
    own = [_own(name) for name in learnt if name not in measured.catalogue]
    heads = ("set", "language", "licence", "use", "origin, and what its labels mean")
    return section(
        "Data sets and licences",
        "data",
        paragraphs(_configuration(measured), words().data),
        table(heads, [*sets, *own, _SENTENCES]),
    )


def used(measured: Measured, name: str) -> str:
    """How the page says what a set was good for."""
    subject = measured.subject
    if name in subject.classifier.manifest.sources:
        return TRAINED
    if any(subject.use(name, split) is Use.CALIBRATED for split in measured.catalogue[name].splits):
        return "calibrated the weights"
    names = {result.task.name for result in measured.results} | {
        taken.split()[0] for spoken in measured.spoken for taken in spoken.sets
    }
    return MEASURED if name in names else "not used"


def _configuration(measured: Measured) -> str:
    config = measured.subject.config
    if config is None:
        return (
            "Which configuration made these weights is not known, and so neither which sets calibrated them nor for "
            "which stream their probabilities are meant: give it with --config."
        )
    return f"The weights learnt from the sets of the configuration “{config.name}”, marked below."


def _row(measured: Measured, name: str, data_set: DataSet) -> Sequence[Content]:
    state = measured.states[name]
    use = used(measured, name)
    marks: list[Content] = [_mark(use)]
    if state in MISSING:
        marks += [" ", tag("span", MISSING[state], class_="missing")]
    about = [tag("p", data_set.origin), *([tag("p", data_set.note)] if data_set.note else [])]
    licence = f"{data_set.licence} ({data_set.folder}/)"
    return (name, _language(data_set.language), licence, marks, about)


def _own(name: str) -> Sequence[Content]:
    told = _OWN.get(name, "not in the catalogue: comments of whoever made the weights")
    return (name, "", "MIT" if name in _OWN else "not known here", _mark(TRAINED), told)


def _mark(use: str) -> Element:
    return tag("span", use, class_="mark trained" if use == TRAINED else "mark")


def _language(code: str) -> str:
    return {"id": "Indonesian"}.get(code, name_of(code))
