"""Decisions as they go over the wire."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Self

from msgspec import Meta, Struct

from service.errors import Problem, ProblemBody
from service.model import Choice, Decision, Edit, Said

MOST_DECIDED = 500
_MOST_TEXT = 16_384
_FIRST_YEAR, _LAST_YEAR = 1900, 2999
Id = Annotated[str, Meta(min_length=1, max_length=128)]
Number = Annotated[int, Meta(ge=0, le=2**31 - 1)]


class Edited(Struct, frozen=True, kw_only=True):
    """The newsroom's version of a text, and since when readers see it."""

    text: str
    at: datetime

    @classmethod
    def of(cls, edit: Edit) -> Self:
        """*edit* with its time as people write it."""
        return cls(text=edit.text, at=moment(edit.at))


class TakenBack(Struct, frozen=True, kw_only=True):
    """Who undid a decision, and when."""

    by: str
    at: datetime


class Decided(Struct, frozen=True, kw_only=True):
    """What a moderator said about a comment; until *undo_until* it can be undone."""

    id: str
    comment: str
    action: Choice
    by: str
    at: datetime
    note: str
    reason: str | None
    message: str
    text: str | None
    undo_until: datetime | None
    undone: TakenBack | None

    @classmethod
    def of(cls, decision: Decision) -> Self:
        """*decision* with its times as people write them."""
        undone = decision.undone
        return cls(
            id=decision.id,
            comment=decision.comment,
            action=decision.action,
            by=decision.by,
            at=moment(decision.at),
            note=decision.note,
            reason=decision.reason,
            message=decision.message,
            text=decision.text,
            undo_until=None if decision.due_at is None else moment(decision.due_at),
            undone=TakenBack(by=undone.by, at=moment(undone.at)) if undone else None,
        )


class NewDecisions(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One decision on one or many comments, or on all open cases of a *cluster*.

    *reason* says why, by one of our labels or the site's own word; *take_down* needs one. *message* is a sentence to
    the author, *note* is for colleagues. *text* is the newsroom's version of one comment, for *edit_and_publish*.
    *claims* holds fencing numbers by comment: one that is not in force is refused. A case that somebody else has in
    hand is refused too, unless *override*.
    """

    action: Choice
    comments: Annotated[list[Id], Meta(max_length=MOST_DECIDED)] = []
    cluster: Id | None = None
    note: Annotated[str, Meta(max_length=2_000)] = ""
    reason: Annotated[str, Meta(min_length=1, max_length=64)] | None = None
    message: Annotated[str, Meta(max_length=1_000)] = ""
    text: Annotated[str, Meta(min_length=1, max_length=_MOST_TEXT)] | None = None
    claims: Annotated[dict[Id, Number], Meta(max_length=MOST_DECIDED)] = {}
    override: bool = False

    def said(self) -> Said:
        """What is said, fit for its action. Raises `Problem` naming the field that is not."""
        if bool(self.comments) == (self.cluster is not None):
            raise _unfit("comments", "give `comments` or `cluster`, one of the two")
        if (self.text is not None) != (self.action == "edit_and_publish"):
            raise _unfit("text", "`text` goes with edit_and_publish, and that with `text`")
        if self.text is not None and len(self.comments) != 1:
            raise _unfit("comments", "a `text` is for one comment alone")
        if self.action == "take_down" and self.reason is None:
            raise _unfit("reason", "take_down needs a `reason`")
        return Said(**{name: getattr(self, name) for name in Said.__struct_fields__})


class DecisionOutcome(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A decision that was taken or undone, or the problem that it met."""

    decision: Decided | None = None
    problem: ProblemBody | None = None


class DecisionOutcomes(Struct, frozen=True):
    """The outcomes in the order of what was asked; *more*: the cluster has more open cases, ask again."""

    results: list[DecisionOutcome]
    more: bool = False


class Undoing(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Decisions to take back, by their ids."""

    decisions: Annotated[list[Id], Meta(min_length=1, max_length=MOST_DECIDED)]


def moment(seconds: float) -> datetime:
    """Seconds since 1970 as a time in UTC, which msgspec writes by RFC 3339."""
    return datetime.fromtimestamp(seconds, UTC)


def seconds_of(field: str, time: datetime) -> float:
    """A time as seconds since 1970; without an offset it is in UTC. Raises `Problem` for one that is no date here."""
    if not _FIRST_YEAR <= time.year <= _LAST_YEAR:
        raise Problem("body.value", f"the year is not in {_FIRST_YEAR} to {_LAST_YEAR}", path=f"$.{field}")
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp()


def _unfit(field: str, why: str) -> Problem:
    return Problem("decision.fields", why, path=f"$.{field}")
