"""Comments that are too long, too short, or empty."""

from __future__ import annotations

from collections.abc import Iterator

from moderation.comment import Comment
from moderation.facts import Facts
from moderation.policy import Policy
from moderation.policy.model import LengthPolicy
from moderation.reading import Reading
from moderation.text.length import part_over
from moderation.verdict import Action, FieldName, Finding, Span


def cap(comment: Comment, policy: Policy) -> Iterator[Finding]:
    """One finding for each hard cap that the text or the display name breaks; reads neither."""
    yield from _capped("length.cap", "text", comment.text, policy.length)
    yield from _capped("length.name", "author", comment.author, policy.length)


def _capped(code: str, field: FieldName, written: str, caps: LengthPolicy) -> Iterator[Finding]:
    """Each unit is named as the catalogue has it."""
    if len(written) > caps.max_code_points:
        yield _finding(code, field, count=len(written), limit=caps.max_code_points, unit="code points")
    if 4 * len(written) > caps.max_bytes:  # else no text of this length can be over
        size = len(written.encode("utf-8", "surrogatepass"))
        if size > caps.max_bytes:
            yield _finding(code, field, count=size, limit=caps.max_bytes, unit="bytes")


def check(reading: Reading, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """Refuse a text outside the policy's length, in graphemes, and one with nothing to see."""
    count, limits = reading.length.graphemes, policy.length
    if reading.text.is_blank:
        yield _finding("length.empty")
    elif count < limits.min:
        yield _finding("length.under", count=count, limit=limits.min)
    elif count > limits.max:
        over = Span(*part_over(reading.text.source, limits.max))
        yield _finding("length.over", spans=(over,), count=count, limit=limits.max)


def _finding(
    code: str, field: FieldName = "text", spans: tuple[Span, ...] = (), **params: str | int
) -> Finding:
    return Finding(check="length", code=code, action=Action.REJECT, field=field, spans=spans, params=params)
