"""What Perspective said of comments beside what we say of them: how alike it is, and the map from ours to theirs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from moderation.errors import ModerationError
from moderation.policy.model import Point
from service.desk.scoring import Scoring
from service.doors.perspective_attributes import known, label, plain, theirs

THRESHOLDS = (0.5, 0.7, 0.8, 0.9)
MOST = 200_000
_LONGEST_LINE = 200_000
_KNOTS = tuple(step / 20 for step in range(1, 20))
_LEAST = 100  # pairs that a map is fitted to


class Logged(Struct, frozen=True):
    """One line of a log: a text, and what Perspective said of it by attribute."""

    text: str
    scores: dict[str, float]
    site: str = ""


class Pair(Struct, frozen=True):
    """One comment's score on both sides."""

    text: str
    theirs: float
    ours: float


class Comparison(Struct, frozen=True, kw_only=True):
    """Both sides of one attribute. *flagged* has a threshold with the shares of theirs, ours, and ours by *points*."""

    attribute: str
    pairs: int
    correlation: float
    flagged: Sequence[tuple[float, float, float, float]]
    points: Sequence[Point]
    differ: Sequence[Pair]


class Log:
    """Reads a log line by line; *bad* counts those that cannot be read."""

    def __init__(self, files: Iterable[Path], site: str | None = None) -> None:
        self._files = files
        self._site = site
        self.bad = 0

    def lines(self) -> Iterator[Logged]:
        """At most `MOST` good lines, of the site that was asked for."""
        left = MOST
        for line in self._raw():
            try:
                one = msgspec.json.decode(line, type=Logged)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                self.bad += bool(line.strip())
                continue
            if (self._site is None or one.site in ("", self._site)) and left > 0:
                left -= 1
                yield one

    def _raw(self) -> Iterator[bytes]:
        for file in self._files:
            try:
                with file.open("rb") as lines:
                    while line := lines.readline(_LONGEST_LINE):
                        yield line
            except OSError as error:
                raise ModerationError(f"{file}: {error.strerror}; name a file of JSON Lines") from None


def paired(logged: Iterable[Logged], scoring: Scoring) -> dict[str, list[Pair]]:
    """By attribute, the comments that both sides score."""
    found: dict[str, list[Pair]] = {}
    for one in logged:
        scored = scoring.text(one.text)
        for attribute, value in one.scores.items():
            ours = scored.scores.get(label(attribute) or "") if known(attribute) else None
            if ours is not None and 0 <= value <= 1:
                found.setdefault(plain(attribute), []).append(Pair(one.text, value, ours))
    return found


def compared(attribute: str, pairs: Sequence[Pair], thresholds: Sequence[float], most: int) -> Comparison:
    """What there is to know of one attribute."""
    points = fitted(pairs, thresholds)
    there, here = [pair.theirs for pair in pairs], [pair.ours for pair in pairs]
    mapped = [theirs(score, points) for score in here]
    flagged = [(t, _share(there, t), _share(here, t), _share(mapped, t)) for t in thresholds]
    apart = sorted(zip(mapped, pairs, strict=True), key=lambda one: -abs(one[0] - one[1].theirs))
    return Comparison(
        attribute=attribute,
        pairs=len(pairs),
        correlation=correlation(there, here),
        flagged=flagged,
        points=points,
        differ=[pair for _, pair in apart[:most]],
    )


def fitted(pairs: Sequence[Pair], thresholds: Sequence[float] = ()) -> list[Point]:
    """A map by which as many comments reach each threshold here as did there; empty when there are too few pairs.

    It goes through the quantiles of both sides: of *n* comments that reach a score of theirs, the *n*-th highest of
    ours becomes that score. So it never falls.
    """
    if len(pairs) < _LEAST:
        return []
    there, here = sorted(pair.theirs for pair in pairs), sorted(pair.ours for pair in pairs)
    points: list[Point] = []
    for score in sorted({*_KNOTS, *thresholds}):
        under = bisect_left(there, score)
        if under in (0, len(there)) or not 0 < here[under] < 1:
            continue
        if not points or here[under] > points[-1].ours:
            points.append(Point(theirs=round(score, 4), ours=here[under]))
        else:  # one score of ours stands for several of theirs
            points[-1] = Point(theirs=round(score, 4), ours=here[under])
    return points


def correlation(first: Sequence[float], second: Sequence[float]) -> float:
    """Spearman's rank correlation, -1 to 1; 0 where one side is all the same.

    >>> correlation([0.1, 0.2, 0.9], [0.3, 0.5, 0.6])
    1.0
    """
    a, b = _ranks(first), _ranks(second)
    middle = (len(a) + 1) / 2
    cross = sum((x - middle) * (y - middle) for x, y in zip(a, b, strict=True))
    spread = sum((x - middle) ** 2 for x in a) * sum((y - middle) ** 2 for y in b)
    return round(cross / spread**0.5, 6) if spread else 0.0


def _ranks(scores: Sequence[float]) -> list[float]:
    """The rank of each, from 1; equals share the middle of theirs."""
    ordered = sorted(scores)
    return [(bisect_left(ordered, one) + bisect_right(ordered, one) + 1) / 2 for one in scores]


def _share(scores: Sequence[float], threshold: float) -> float:
    return sum(one >= threshold for one in scores) / len(scores) if scores else 0.0


def as_toml(maps: Mapping[str, Sequence[Point]]) -> str:
    """*maps* as a policy has them."""
    lines = ["[perspective.map]"]
    for attribute, points in maps.items():
        listed = ",\n".join(f"  {{ theirs = {point.theirs}, ours = {point.ours} }}" for point in points)
        lines.append(f"{attribute} = [\n{listed},\n]")
    return "\n".join(lines)
