"""Curves as SVG inside the page: its fonts and its colours, light or dark, and nothing fetched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element, fromstring

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from training.metrics import BINS, Bin, as_in_a_stream, precision_recall, reliability
from training.report.elements import tag
from training.report.slices import LEAST, Slice

# matplotlib writes colours, the page names them: each of these stands for a custom property of page.css.
_INK, _QUIET, _LINE = "#00000a", "#00000b", "#00000c"
_HUES = tuple(f"#0000{number:02x}" for number in range(0x10, 0x16))
_NAMES = {_INK: "ink", _QUIET: "quiet", _LINE: "line"} | {hue: f"hue-{at}" for at, hue in enumerate(_HUES)}
_PLACEHOLDER = re.compile("|".join(_NAMES))
_DASHES = ((), (4, 1.5), (1, 1.2))  # in line widths
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_NO_METADATA = dict.fromkeys(("Date", "Creator", "Format", "Type"))


class Size(NamedTuple):
    """Of one plot: sides in inches, and type in points. The page scales it, type and all."""

    width: float
    height: float
    type: float

    @property
    def inside(self) -> tuple[float, float, float, float]:
        """Left, bottom, width and height of the axes as parts of the whole, what type needs around them left free."""
        left, bottom, rest = 3.4 * self.type / 72, 4 * self.type / 72, 0.6 * self.type / 72
        across, up = self.width - left - rest, self.height - bottom - rest
        return (left / self.width, bottom / self.height, across / self.width, up / self.height)


LARGE, SMALL = Size(3.1, 2.7, 8), Size(2.0, 1.8, 8)


class Line(NamedTuple):
    """A slice and how it is drawn: which hue, None for a quiet one, and which dashes."""

    slice: Slice
    hue: int | None = 0
    dash: int = 0

    @property
    def colour(self) -> str:
        """What matplotlib is told."""
        return _QUIET if self.hue is None else _HUES[self.hue % len(_HUES)]

    @property
    def dashes(self) -> tuple[float, ...]:
        """On and off in line widths; nothing for a whole line."""
        return _DASHES[self.dash % len(_DASHES)]

    @property
    def style(self) -> str | tuple[int, tuple[float, ...]]:
        """The dashes as matplotlib takes them."""
        return (0, self.dashes) if self.dashes else "solid"


def precision_recall_plot(lines: Sequence[Line], about: str, size: Size) -> Element:
    """Precision over recall."""
    plot = _Plot("recall", "precision", size)
    for line in lines:
        precision, recall = precision_recall(line.slice.probabilities, line.slice.truth)
        plot.axes.step(recall, precision, where="post", color=line.colour, linestyle=line.style)
    return plot.drawn(f"{about}: precision over recall")


def reliability_plot(lines: Sequence[Line], about: str, size: Size) -> Element:
    """The share with the label over the probability that was said."""
    plot = _reliability(lines, size)
    return plot.drawn(f"{about}: share with the label over probability")


def stream_plot(lines: Sequence[Line], about: str, size: Size) -> Element:
    """The same, weighted as in the stream that the probabilities are for; lines without a prior are left out."""
    plot = _reliability([line for line in lines if line.slice.prior], size, in_stream=True)
    return plot.drawn(f"{about}: share with the label over probability, weighted as in the stream meant")


def key(line: Line) -> Element:
    """A piece of the line, for a legend."""
    dash = " ".join(f"{2 * length:g}" for length in line.dashes) or "none"
    style = f"stroke:{_named(line.colour)};stroke-dasharray:{dash}"
    path = tag("path", d="M0 4h28", style=style, stroke_width="2")
    return tag("svg", path, class_="key", viewBox="0 0 28 8", aria_hidden="true")


def points(found: Slice, *, in_stream: bool = False) -> list[Bin]:
    """The bins that are drawn: in one of fewer than `LEAST` comments the share with the label is chance."""
    weights = as_in_a_stream(found.truth, found.prior) if in_stream and found.prior else None
    return [one for one in reliability(found.probabilities, found.truth, weights) if one.examples >= LEAST]


def _reliability(lines: Sequence[Line], size: Size, *, in_stream: bool = False) -> _Plot:
    plot = _Plot("probability", "share with the label", size)
    plot.axes.plot([0, 1], [0, 1], color=_QUIET, linewidth=0.8, linestyle=(0, (2, 2)))
    for line in lines:
        _bins(plot.axes, line, in_stream=in_stream)
    return plot


def _bins(axes: Axes, line: Line, *, in_stream: bool) -> None:
    """A point a bin, the larger the more of the examples are in it; only neighbours are joined."""
    bins = points(line.slice, in_stream=in_stream)
    said, seen = np.full(BINS, np.nan), np.full(BINS, np.nan)
    for one in bins:
        said[one.number], seen[one.number] = one.probability, one.share
    axes.plot(said, seen, color=line.colour, linestyle=line.style)
    across, up = [one.probability for one in bins], [one.share for one in bins]
    sizes = [min(40, 6 + 120 * one.part) for one in bins]
    axes.scatter(across, up, sizes, color=line.colour, linewidths=0, zorder=3)


class _Plot:
    """Axes from 0 to 1 both ways, and their drawing as an element."""

    def __init__(self, across: str, up: str, size: Size) -> None:
        with rc_context(_style(size)):
            self._figure = Figure((size.width, size.height))
            self.axes = self._figure.add_axes(size.inside)
        self.axes.set(xlabel=across, ylabel=up, xlim=(-0.02, 1.02), ylim=(-0.02, 1.02))
        self.axes.set(xticks=(0, 0.5, 1), yticks=(0, 0.5, 1), xticklabels=("0", "½", "1"))
        self.axes.set_yticklabels(("0", "½", "1"))
        self.axes.grid(color=_LINE, linewidth=0.6)
        self.axes.set_axisbelow(True)

    def drawn(self, about: str) -> Element:
        """*about* is what a screen reader says; it must differ from that of every other plot on the page."""
        file = StringIO()
        with rc_context({"svg.fonttype": "none", "svg.hashsalt": about}):
            self._figure.savefig(file, format="svg", transparent=True, metadata=_NO_METADATA)
        drawing = fromstring(_PLACEHOLDER.sub(lambda found: _named(found[0]), file.getvalue()))  # noqa: S314
        return _inline(drawing, about)


def _style(size: Size) -> dict[Any, Any]:
    ink = dict.fromkeys(("text.color", "axes.labelcolor", "xtick.labelcolor", "ytick.labelcolor"), _INK)
    edges = dict.fromkeys(("axes.edgecolor", "xtick.color", "ytick.color"), _QUIET)
    return {
        **ink,
        **edges,
        "font.size": size.type,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.labelsize": size.type,
        "lines.linewidth": 1.4,
    }


def _named(colour: str) -> str:
    return f"var(--{_NAMES[colour]})"


def _inline(drawing: Element, about: str) -> Element:
    """What HTML needs of a stand-alone SVG: no namespaces, no style for the whole page, no name but for use."""
    for parent in drawing.iter():
        for child in [child for child in parent if child.tag.endswith(("}style", "}metadata"))]:
            parent.remove(child)
    used = set(_used(drawing))
    for element in drawing.iter():
        element.tag = _local(element.tag)
        given = {_local(name): value for name, value in element.attrib.items()}
        element.attrib.clear()
        element.attrib.update({n: v for n, v in given.items() if n != "id" or v in used})
        element.text, element.tail = (
            text if text and text.strip() else None for text in (element.text, element.tail)
        )
    for name in ("width", "height", "version"):
        drawing.attrib.pop(name, None)
    drawing.attrib.update({"role": "img", "aria-label": about})
    return drawing


def _used(drawing: Element) -> Iterable[str]:
    """Names that something in *drawing* refers to."""
    for element in drawing.iter():
        for name, value in element.attrib.items():
            yield from _REFERENCE.findall(value)
            if _local(name) == "href":
                yield value.removeprefix("#")


def _local(name: str) -> str:
    return name.rpartition("}")[2]
