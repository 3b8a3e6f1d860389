"""A learning curve as SVG: two lines over decisions on a logarithmic scale, readable without colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil, floor, log10
from typing import NamedTuple

from training.site.curve import Point
from training.site.model import Learning

WIDTH, HEIGHT = 720, 420
LEFT, RIGHT, TOP, BOTTOM = 64, 32, 64, 56
STEP = 0.05  # between grid lines of AUC


class Line(NamedTuple):
    """How one line looks and what the legend calls it."""

    name: str
    field: str
    colour: str
    dash: str


LINES = (
    Line("shipped weights + correction", "corrected", "#0072b2", "none"),
    Line("learnt from nothing", "alone", "#d55e00", "7 5"),
)


class Scale(NamedTuple):
    """From decisions and AUC to pixels. No decision stands a third of a decade before the first."""

    first: float
    last: float
    low: float
    high: float

    @classmethod
    def of(cls, points: Sequence[Point]) -> Scale:
        """What holds every point, AUC in whole grid steps."""
        counts = [log10(point.decisions) for point in points if point.decisions] or [0.0]
        values = [value for point in points for value in (point.corrected, point.alone)]
        low, high = floor(min(values) / STEP) * STEP, ceil(max(values) / STEP) * STEP
        return cls(min(counts) - 1 / 3, max(counts), low, max(high, low + STEP))

    def x(self, decisions: int) -> float:
        """Pixels from the left."""
        at = log10(decisions) if decisions else self.first
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (at - self.first) / (self.last - self.first), 1)

    def y(self, auc: float) -> float:
        """Pixels from the top."""
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (self.high - auc) / (self.high - self.low), 1)


def svg(learning: Learning) -> str:
    """The plot as a whole document; the same learning, the same bytes."""
    scale = Scale.of(learning.points)
    told = f"AUC of {learning.label} on {learning.later:,} later decisions, by the number of earlier ones"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'font-family="sans-serif" font-size="13">'
    )
    parts = [
        head,
        f"<title>{told}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        _text(LEFT, 20, told, "start", 'font-weight="bold"'),
        *_grid(scale),
        *_ticks(learning.points, scale),
        *(part for line in LINES for part in _line(learning.points, line, scale)),
        *_legend(),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _grid(scale: Scale) -> Iterable[str]:
    for step in range(round((scale.high - scale.low) / STEP) + 1):
        auc = scale.low + step * STEP
        y = scale.y(auc)
        yield f'<path d="M{LEFT} {y}H{WIDTH - RIGHT}" stroke="#ddd"/>'
        yield _text(LEFT - 8, y + 4, f"{auc:.2f}", "end")


def _ticks(points: Sequence[Point], scale: Scale) -> Iterable[str]:
    for point in points:
        yield _text(scale.x(point.decisions), HEIGHT - BOTTOM + 20, f"{point.decisions:,}")
    yield _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, "decisions")


def _line(points: Sequence[Point], line: Line, scale: Scale) -> Iterable[str]:
    places = [(scale.x(point.decisions), scale.y(getattr(point, line.field))) for point in points]
    path = " ".join(f"{x},{y}" for x, y in places)
    yield (
        f'<polyline points="{path}" fill="none" stroke="{line.colour}" stroke-width="2" '
        f'stroke-dasharray="{line.dash}"/>'
    )
    yield from (f'<circle cx="{x}" cy="{y}" r="3.5" fill="{line.colour}"/>' for x, y in places)


def _legend() -> Iterable[str]:
    for row, line in enumerate(LINES):
        x, y = LEFT + 240 * row, 44
        yield (
            f'<path d="M{x} {y - 4}h32" stroke="{line.colour}" stroke-width="2" '
            f'stroke-dasharray="{line.dash}"/>'
        )
        yield _text(x + 40, y, line.name, "start")


def _text(x: float, y: float, text: str, anchor: str = "middle", more: str = "") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" {more}>{text}</text>'.replace(" >", ">")
