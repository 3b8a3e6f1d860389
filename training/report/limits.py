"""What the figures do not say, or say badly: first what follows from the measurement, then what always holds."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from training.data.example import LABELS
from training.evaluate import AS_WRITTEN
from training.identity import TOLERANCE
from training.report.elements import section, tag
from training.report.figures import listed, name_of, plain
from training.report.measured import Measured, Result, Spoken
from training.report.offered import MISSING
from training.report.subject import Use
from training.report.words import words

WEAK = 0.7  # an AUC below it
FEW = 100  # positives
WORN = 0.9  # of what was found as written
LOUD = 1.2  # times the false alarms as written
HELD = 0.02  # of clean sentences: no more is the aim


def limits(measured: Measured) -> Element:
    """The section."""
    found = (_missing, _terms, _labels, _offered, _weak, _loose, _probabilities, _evasions, _clean, _identity)
    told = [sentence for each in found for sentence in each(measured)]
    return section(
        "Limits",
        "limits",
        tag("h3", "Of these weights, as measured"),
        tag("ul", [tag("li", sentence) for sentence in told]),
        tag("h3", "Of any weights from these sets"),
        tag("ul", [tag("li", sentence) for sentence in words().limits]),
    )


def _missing(measured: Measured) -> Iterable[str]:
    absent = [f"{name} ({MISSING[state]})" for name, state in measured.states.items() if state in MISSING]
    if absent:
        yield f"This report is not whole: {listed(absent)}."


def _terms(measured: Measured) -> Iterable[str]:
    known, sources = measured.catalogue, measured.subject.classifier.manifest.sources
    closed = [name for name in sources if name in known and known[name].folder == "research"]
    if closed:
        yield f"The weights learnt from {listed(closed)}, whose terms do not let weights be passed on."


def _labels(measured: Measured) -> Iterable[str]:
    for language in ("vi", "en"):
        absent = [plain(label) for label in LABELS if not measured.subject.offers(language, label)]
        if absent:
            yield f"Not offered in {name_of(language)}, and so not looked for by that name: {listed(absent)}."


def _offered(measured: Measured) -> Iterable[str]:
    for (label, language), results in measured.places().items():
        yield from _support(label, f"{plain(label).capitalize()} in {name_of(language)}", results)


def _support(label: str, about: str, results: list[Result]) -> Iterable[str]:
    """Whether enough comments stand behind the figures of one label in one language."""
    views = [one.slice for one in results if one.task.view == AS_WRITTEN and one.slice.quality]
    most = max((found.positive for found in views), default=0)
    if label == "spam":
        yield f"{about}: {words().spam}"
    elif not most:
        yield f"{about} is offered, but nothing here measures it."
    elif most < FEW:
        yield f"{about} was measured on no more than {most} labelled comments: rough figures."


def _weak(measured: Measured) -> Iterable[str]:
    weak = [f"{_about(one)} ({found.auc:.3f})" for one, found in measured.qualities() if found.auc < WEAK]
    if weak:
        yield f"Ranked badly, by an AUC under {WEAK} where 0.5 is chance: {listed(weak)}."


def _loose(measured: Measured) -> Iterable[str]:
    for use in (Use.LEARNT, Use.OTHER):
        names = dict.fromkeys(
            f"{one.task.name} {one.task.split}" for one in measured.results if one.use is use
        )
        if names:
            yield f"{listed(names)}: {words().use[use.value]}."


def _probabilities(measured: Measured) -> Iterable[str]:
    errors = {_about(one): found.calibration_error for one, found in measured.qualities()}
    streamed = {
        _about(one): error for one, _ in measured.qualities() if (error := one.slice.stream_error) is not None
    }
    if errors:
        yield f"On these comments as they are, probabilities are off by up to {_largest(errors)}. {words().stream}"
    if streamed:
        yield f"Weighted as in the stream meant they are still off by up to {_largest(streamed)}."


def _largest(errors: dict[str, float]) -> str:
    name = max(errors, key=lambda about: errors[about])
    return f"{errors[name]:.3f} on average ({name})"


def _evasions(measured: Measured) -> Iterable[str]:
    for one in measured.spoken:
        worn = {plain(each.name): each.kept.kept for each in one.evasions if each.kept.kept < WORN}
        named = listed(
            f"{name} ({kept:.0%})" for name, kept in sorted(worn.items(), key=lambda item: item[1])
        )
        if worn:
            yield f"{one.written.name}: of what is found as written, less than {WORN:.0%} is left by {named}."
        yield from _loud(one)


def _loud(spoken: Spoken) -> Iterable[str]:
    loud = {plain(each.name): each.kept.ratio for each in spoken.evasions if each.kept.ratio > LOUD}
    named = listed(f"{name} ({ratio:.1f} times as many)" for name, ratio in loud.items())
    if loud:
        yield f"{spoken.written.name}: clean comments typed so are held more often: {named}."


def _clean(measured: Measured) -> Iterable[str]:
    for language in dict.fromkeys(one.language for one in measured.clean):
        own = [one for one in measured.clean if one.language == language]
        whole = sum(one.sentences for one in own)
        share = sum(one.held for one in own) / whole
        if share > HELD:
            found = f"of {whole} clean sentences of our own the default policy holds {share:.1%}"
            yield f"{name_of(language)}: {found}; no more than {HELD:.0%} is the aim. Many were written to be mistaken."


def _identity(measured: Measured) -> Iterable[str]:
    for fair in measured.fairness:
        alarms, recall = len(fair.uneven_alarms()), len(fair.uneven_recall())
        if alarms or recall:
            counts = f"{alarms} differ in false alarms and {recall} in recall"
            apart = f"of {len(fair.rates)} terms of identity, {counts} from the mean by more than {TOLERANCE}"
            yield f"{name_of(fair.language)}: comments are not treated alike whoever they are about; {apart}."


def _about(result: Result) -> str:
    return f"{plain(result.task.label)} on {result.slice.name}"
