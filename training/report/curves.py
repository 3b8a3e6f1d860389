"""Precision–recall and calibration by language, label, evasion, topic and who is spoken about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from xml.etree.ElementTree import Element

from training.evaluate import VIEWS
from training.report.elements import section, table, tag
from training.report.figures import counted, large, name_of, numbers, panel, plain
from training.report.measured import Clean, Evasion, Group, Measured, Place, Result, Spoken
from training.report.measuring import TOPICAL
from training.report.plots import Line
from training.report.slices import Slice
from training.report.words import words


def curves(measured: Measured) -> Element:
    """The section, its five parts in order."""
    how = tag("details", tag("summary", "How to read the curves"), [tag("p", one) for one in words().how])
    return section(
        "Curves and calibration",
        "curves",
        how,
        _by_language(measured.spoken),
        tag("h3", "By label"),
        [_by_label(place, results) for place, results in measured.places().items()],
        _by_evasion(measured.spoken),
        _by_topic(measured),
        _by_group(measured),
    )


def _by_language(spoken: Sequence[Spoken]) -> Iterable[Element]:
    yield tag("h3", "By language")
    if not spoken:
        yield tag("p", "Not measured: no set with toxic and clean comments is there.")
        return
    told = "; ".join(f"{one.written.name}: {', '.join(one.sets)}, {counted(one.written)}" for one in spoken)
    yield tag("p", f"{words().language} {told}.")
    yield from large([Line(one.written, hue) for hue, one in enumerate(spoken)], "Toxicity by language")


def _by_label(place: Place, results: Sequence[Result]) -> Element:
    label, language = place
    title, lines = f"{plain(label)}, {name_of(language)}", _lines(results)
    inside = large(lines, title) if lines else tag("p", "Offered, but not measured.", class_="quiet")
    return tag("div", tag("h4", title), inside)


def _lines(results: Sequence[Result]) -> list[Line]:
    """A hue a set, dashes a view."""
    sets, views = list(dict.fromkeys(result.task.name for result in results)), list(VIEWS)
    return [
        Line(result.slice, sets.index(result.task.name), views.index(result.task.view))
        for result in results
        if result.slice.quality
    ]


def _by_evasion(spoken: Sequence[Spoken]) -> Iterable[Element]:
    yield tag("h3", "By evasion")
    yield tag("p", words().evasion)
    for one in spoken:
        yield tag("h4", one.written.name)
        yield tag("div", [_evasion(one, evasion) for evasion in one.evasions], class_="panels")


def _evasion(spoken: Spoken, evasion: Evasion) -> Element:
    lines, kept = [Line(evasion.written, None, 1), Line(evasion.hidden)], evasion.kept
    return panel(
        plain(evasion.name),
        lines,
        f"{spoken.written.name}, {plain(evasion.name)}",
        counted(evasion.hidden),
        numbers(evasion.hidden, evasion.written),
        f"found {kept.recall_hidden:.1%} ({kept.recall:.1%}), "
        f"false alarms {kept.false_alarms_hidden:.1%} ({kept.false_alarms:.1%})",
    )


def _by_topic(measured: Measured) -> Iterable[Element]:
    yield tag("h3", f"By topic: of all sets {TOPICAL.name} alone names them")
    if not measured.topics:
        yield tag("p", "Not measured: its files are missing, or toxicity is not offered in Vietnamese.")
    yield tag("div", [_topic(topic) for topic in measured.topics], class_="panels")
    yield tag("h4", "Clean sentences of our own, by topic")
    yield tag("p", words().clean)
    yield _clean(measured.clean)


def _topic(found: Slice) -> Element:
    return panel(found.name, [Line(found)], f"topic {found.name}", counted(found), numbers(found))


def _clean(clean: Sequence[Clean]) -> Element:
    """A row a topic, a column a language."""
    languages = list(dict.fromkeys(one.language for one in clean))
    topics = list(dict.fromkeys(one.topic for one in clean))
    rows = [[plain(topic), *(_held(clean, language, topic) for language in languages)] for topic in topics]
    total = ["all of them", *(_held(clean, language) for language in languages)]
    return table(["topic", *map(name_of, languages)], [*rows, total])


def _held(clean: Sequence[Clean], language: str, topic: str | None = None) -> str:
    """Of the sentences of one *topic*; without it of all."""
    own = [one for one in clean if one.language == language and topic in (None, one.topic)]
    held, sentences = sum(one.held for one in own), sum(one.sentences for one in own)
    return f"{held:,} of {sentences:,}"


def _by_group(measured: Measured) -> Iterable[Element]:
    yield tag("h3", "By who is spoken about")
    yield tag("p", words().identity)
    for language, groups in groupby(measured.groups, lambda group: group.language):
        yield tag("h4", name_of(language))
        yield tag("div", [_group(group) for group in groups], class_="panels")


def _group(group: Group) -> Element:
    found = group.slice
    return panel(
        found.name,
        [Line(found)],
        f"{name_of(group.language)}, about {found.name}",
        f"{len(found.truth):,} sentences, {found.positive:,} hostile",
        numbers(found),
        f"held {group.recall:.1%} of hostile and {group.false_alarms:.1%} of neutral ones",
    )
