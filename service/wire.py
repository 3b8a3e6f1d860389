"""What goes over the wire where it differs from what the library and the desk speak in."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from msgspec import Struct

from moderation.comment import Comment, readable
from moderation.verdict import Verdict
from service.errors import ProblemBody
from service.model import Kept, Status
from service.wire_decisions import Decided, Edited, moment


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


class KeptComment(Struct, frozen=True, kw_only=True):
    """A comment with its verdict and every decision on it, oldest first, those undone too.

    *guest* is whose it is, null when nobody knows. *comment* is as its author wrote it; *edited* is the newsroom's
    version, which readers see instead.
    """

    id: str
    status: Status
    received_at: datetime
    guest: str | None
    comment: PlainComment
    edited: Edited | None
    verdict: Verdict
    decisions: list[Decided]

    @classmethod
    def of(cls, kept: Kept) -> Self:
        """What is kept, for its site to read."""
        return cls(
            id=kept.id,
            status=kept.status,
            received_at=moment(kept.received_at),
            guest=kept.guest,
            comment=PlainComment.of(kept.comment),
            edited=Edited.of(kept.edited) if kept.edited else None,
            verdict=kept.verdict,
            decisions=[Decided.of(decision) for decision in kept.decisions],
        )
