"""What goes over the wire of templates, shifts and hand-over notes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self

from msgspec import Meta, Struct

from service.errors import Problem
from service.store.shifts import Handover, OnDuty
from service.templates import MOST, Template
from service.wire_decisions import moment


class NewTemplates(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All sentences to choose from, in their order; they take the place of those before."""

    templates: Annotated[list[Template], Meta(max_length=MOST)]


class Templates(Struct, frozen=True, kw_only=True):
    """Sentences to choose from; *own* is false while they are the shipped ones."""

    templates: list[Template]
    own: bool


class DutyLine(Struct, frozen=True, kw_only=True):
    """A moderator who is there; *since* is null for one who is signed in and said nothing."""

    id: str
    name: str
    since: datetime | None
    seen_at: datetime
    cases: int

    @classmethod
    def of(cls, one: OnDuty) -> Self:
        """*one* with its times as people write them."""
        since = None if one.since is None else moment(one.since)
        return cls(id=one.moderator, name=one.name, since=since, seen_at=moment(one.seen_at), cases=one.cases)


class Duty(Struct, frozen=True):
    """Who is on duty, in the order of names."""

    moderators: list[DutyLine]


class DutyWord(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether you are on duty. Said again within ten minutes, it says that you are still there."""

    on: bool


class DutyAnswer(Struct, frozen=True, kw_only=True):
    """What you said; *released* are the cases that you gave back by going off duty."""

    on: bool
    released: list[str]


class NewHandover(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the next shift should know."""

    text: Annotated[str, Meta(min_length=1, max_length=4_000)]

    def said(self) -> str:
        """The text. Raises `Problem` when nothing can be read in it."""
        if not self.text.strip():
            raise Problem(
                "body.value", "the note is blank; write what the next shift should know", path="$.text"
            )
        return self.text


class HandoverLine(Struct, frozen=True, kw_only=True):
    """A note; *name* is what its author was called then."""

    id: str
    by: str
    name: str
    at: datetime
    text: str

    @classmethod
    def of(cls, note: Handover) -> Self:
        """*note* with its time as people write it."""
        return cls(id=note.id, by=note.by, name=note.name, at=moment(note.at), text=note.text)


class HandoversPage(Struct, frozen=True):
    """Notes, the newest first; *next* goes into `before` for older ones, null when there are none."""

    notes: list[HandoverLine]
    next: str | None
