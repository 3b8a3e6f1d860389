"""The answer: what happens to a comment, every reason, and enough to replay it."""

from __future__ import annotations

from enum import Enum
from functools import total_ordering
from typing import Literal

import msgspec
from msgspec import Struct

from moderation.facts import Facts

ENGINE = "1"  # raised when the same comment, facts, policy and weights may give another verdict


@total_ordering
class Action(Enum):
    """What happens to a comment. Ordered, so that combining reasons is `max`.

    >>> max(Action.REVIEW, Action.PUBLISH, Action.REJECT)
    <Action.REJECT: 'reject'>
    """

    PUBLISH = "publish"
    REVIEW = "review"
    REJECT = "reject"

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Action):
            return NotImplemented
        return _RANK[self] < _RANK[other]


_RANK = {action: rank for rank, action in enumerate(Action)}

FieldName = Literal["text", "author"]


class Span(Struct, frozen=True):
    """The author's own characters [start, end), in code points of the field as sent.

    *share* is this span's part, 0..1, of all that spoke for the finding's label.
    """

    start: int
    end: int
    share: float | None = None


class Message(Struct, frozen=True):
    """One sentence in both languages."""

    vi: str
    en: str


class Finding(Struct, frozen=True, kw_only=True, omit_defaults=False):
    """One reason. *code* is stable and documented; *params* fill the sentences.

    A *nudge* asks the author to reword before anything else happens. *notice* is for the reader, *detail*
    for the moderator; `judge` fills both from the catalogues.
    """

    check: str
    code: str
    action: Action
    field: FieldName = "text"
    score: float | None = None
    spans: tuple[Span, ...] = ()
    nudge: bool = False
    params: dict[str, str | int] = {}
    notice: Message | None = None
    detail: Message | None = None


class Length(Struct, frozen=True):
    """The text's length as a reader counts (UAX #29 after NFC), in code points, and in UTF-16 units."""

    graphemes: int
    code_points: int
    utf16: int


class Verdict(Struct, frozen=True, kw_only=True):
    """What happens to a comment, and why.

    *scores* are probabilities by label, exact multiples of 1/10,000. *degraded* says that a dependency
    failed and the policy's outage setting took its place. *policy* and *models* are SHA-256 digests.
    """

    action: Action
    degraded: bool
    findings: tuple[Finding, ...]
    scores: dict[str, float]
    length: Length
    language: str
    policy: str
    models: tuple[str, ...]
    engine: str
    facts: Facts

    def json(self) -> bytes:
        """The verdict as JSON; equal verdicts give equal bytes."""
        return _ENCODER.encode(self)


_ENCODER = msgspec.json.Encoder(order="deterministic")
