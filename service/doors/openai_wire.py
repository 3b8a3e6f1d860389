"""What goes over the wire at OpenAI's endpoint, and what our labels are called there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from msgspec import Struct

from moderation.policy.model import ToxicityPolicy

# Our labels by OpenAI's category, the highest counts; docs/with-openai.md says why. What has none is never scored.
CATEGORIES: Mapping[str, Sequence[str]] = {
    "harassment": ("toxicity", "insult"),
    "harassment/threatening": ("threat",),
    "hate": ("identity_attack",),
    "hate/threatening": (),
    "illicit": (),
    "illicit/violent": (),
    "self-harm": (),
    "self-harm/intent": (),
    "self-harm/instructions": (),
    "sexual": ("sexual",),
    "sexual/minors": (),
    "violence": (),
    "violence/graphic": (),
}


class Text(Struct, frozen=True, tag_field="type", tag="text"):
    """A part that is text."""

    text: str


class Image(Struct, frozen=True, tag_field="type", tag="image_url"):
    """A part that is an image, which we do not read."""

    image_url: Any = None


class Asked(Struct, frozen=True):
    """A call. *model* may be any: there is one."""

    input: str | list[str | Text | Image]
    model: str | None = None


class Result(Struct, frozen=True):
    """What is said of one input. *category_applied_input_types* is empty where nothing was scored."""

    flagged: bool
    categories: Mapping[str, bool]
    category_scores: Mapping[str, float]
    category_applied_input_types: Mapping[str, Sequence[Literal["text"]]]


class Results(Struct, frozen=True):
    """The answer, a result for each input."""

    id: str
    model: str
    results: Sequence[Result]


def result(scores: Mapping[str, float], thresholds: ToxicityPolicy) -> Result:
    """What *scores* are in OpenAI's words; a category is true from where the site's policy holds a comment."""
    least = min(thresholds.review, thresholds.reject)
    found = {name: [scores[label] for label in ours if label in scores] for name, ours in CATEGORIES.items()}
    categories = {name: any(score >= least for score in theirs) for name, theirs in found.items()}
    return Result(
        flagged=any(categories.values()),
        categories=categories,
        category_scores={name: max(theirs, default=0.0) for name, theirs in found.items()},
        category_applied_input_types={name: ["text"] if theirs else [] for name, theirs in found.items()},
    )
