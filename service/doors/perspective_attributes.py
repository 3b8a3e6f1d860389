"""Perspective's attributes and our labels: what each of theirs is here, and how our score becomes one of theirs."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from moderation.policy.model import Point

_EXPERIMENTAL = "_EXPERIMENTAL"
# None: nothing of ours means the same, so it is scored in no language.
LABELS: Mapping[str, str | None] = {
    "TOXICITY": "toxicity",
    "SEVERE_TOXICITY": "severe_toxicity",
    "IDENTITY_ATTACK": "identity_attack",
    "INSULT": "insult",
    "PROFANITY": "profanity",
    "THREAT": "threat",
    "SEXUALLY_EXPLICIT": "sexual",
    "SPAM": "spam",
    "OBSCENE": None,
}


def known(attribute: str) -> bool:
    """Whether Perspective has such an attribute."""
    return plain(attribute) in LABELS


def plain(attribute: str) -> str:
    """*attribute* without the ending of what was once on trial.

    >>> plain("THREAT_EXPERIMENTAL")
    'THREAT'
    """
    return attribute.removesuffix(_EXPERIMENTAL)


def label(attribute: str) -> str | None:
    """Our label of *attribute*, if there is one."""
    return LABELS[plain(attribute)]


def theirs(ours: float, points: Sequence[Point]) -> float:
    """What Perspective would have said where we say *ours*, by a site's own map; without one the same.

    Between points run straight lines, from (0, 0) and to (1, 1).

    >>> theirs(0.5, [Point(theirs=0.8, ours=0.4)])
    0.8333333333333334
    """
    xs = [0.0, *(point.ours for point in points), 1.0]
    ys = [0.0, *(point.theirs for point in points), 1.0]
    right = min(bisect_right(xs, ours), len(xs) - 1)
    width = xs[right] - xs[right - 1]
    if width <= 0:
        return ys[right]
    return ys[right - 1] + (ys[right] - ys[right - 1]) * (ours - xs[right - 1]) / width
