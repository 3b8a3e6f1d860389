"""What goes over the wire where it differs from what the library and the desk speak in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Self

from msgspec import Meta, Struct

from moderation.comment import Comment, readable
from moderation.verdict import Verdict
from service.errors import ProblemBody
from service.model import Case, Choice, Decision, Kept, Status, reasons

MOST_DECIDED = 500
CommentId = Annotated[str, Meta(min_length=1, max_length=128)]


class SubmittedComment(Comment, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A comment to be judged. *dry_run* counts nothing: no limit, no copy, no strike."""

    dry_run: bool = False

    def comment(self) -> Comment:
        """The comment alone. Raises `CommentError` when no check could read it."""
        fields = {name: getattr(self, name) for name in Comment.__struct_fields__}
        return readable(Comment(**fields))


class PlainComment(Struct, frozen=True, kw_only=True):
    """A comment as kept: without its guest, whose address facts are not stored."""

    text: str
    author: str
    thread: str | None
    parent: str | None
    language: str | None

    @classmethod
    def of(cls, comment: Comment) -> Self:
        """Leave the guest out."""
        return cls(**{name: getattr(comment, name) for name in cls.__struct_fields__})


class Outcome(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One comment of a batch: a verdict, or the problem that it met."""

    verdict: Verdict | None = None
    problem: ProblemBody | None = None


class Outcomes(Struct, frozen=True):
    """The outcomes of a batch, in its order."""

    results: list[Outcome]


class Receipt(Struct, frozen=True, kw_only=True):
    """A comment that was judged and kept."""

    id: str
    status: Status
    verdict: Verdict


class Decided(Struct, frozen=True, kw_only=True):
    """What a moderator said about a comment."""

    id: str
    comment: str
    action: Choice
    by: str
    at: datetime
    note: str

    @classmethod
    def of(cls, decision: Decision) -> Self:
        """*decision* with its time as people write it."""
        return cls(
            id=decision.id,
            comment=decision.comment,
            action=decision.action,
            by=decision.by,
            at=moment(decision.at),
            note=decision.note,
        )


class KeptComment(Struct, frozen=True, kw_only=True):
    """A comment with its verdict and every decision on it, oldest first."""

    id: str
    status: Status
    received_at: datetime
    comment: PlainComment
    verdict: Verdict
    decisions: list[Decided]

    @classmethod
    def of(cls, kept: Kept) -> Self:
        """What is kept, for its site to read."""
        return cls(
            id=kept.id,
            status=kept.status,
            received_at=moment(kept.received_at),
            comment=PlainComment.of(kept.comment),
            verdict=kept.verdict,
            decisions=[Decided.of(decision) for decision in kept.decisions],
        )


class WaitingCase(Struct, frozen=True, kw_only=True):
    """A comment that a moderator should look at; *id* is the comment's, *reasons* are findings' codes."""

    id: str
    opened_at: datetime
    reasons: list[str]
    comment: PlainComment
    verdict: Verdict

    @classmethod
    def of(cls, case: Case) -> Self:
        """*case* for whoever decides it."""
        return cls(
            id=case.id,
            opened_at=moment(case.opened_at),
            reasons=list(reasons(case.verdict)),
            comment=PlainComment.of(case.comment),
            verdict=case.verdict,
        )


class CasesPage(Struct, frozen=True):
    """Open cases, oldest first; *next* goes into `after` for more, null when there are none."""

    cases: list[WaitingCase]
    next: str | None


class NewDecisions(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One decision on one or many comments."""

    comments: Annotated[list[CommentId], Meta(min_length=1, max_length=MOST_DECIDED)]
    action: Choice
    note: Annotated[str, Meta(max_length=2_000)] = ""


class DecisionOutcome(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A decision that was taken, or the problem that it met."""

    decision: Decided | None = None
    problem: ProblemBody | None = None


class DecisionOutcomes(Struct, frozen=True):
    """The outcomes in the order of the comments."""

    results: list[DecisionOutcome]


def moment(seconds: float) -> datetime:
    """Seconds since 1970 as a time in UTC, which msgspec writes by RFC 3339."""
    return datetime.fromtimestamp(seconds, UTC)
