"""What goes over the wire of guests, legal holds and removal requests."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, Self

from msgspec import Meta, Struct

from service.store.guest_records import Card, Earlier, Erasure, Said
from service.store.holds import Hold
from service.store.removals import Removal, Request
from service.wire import KeptComment
from service.wire_decisions import MOST_DECIDED, Id, moment, seconds_of

_LONGEST_S = 10 * 365 * 86_400
_Words = Annotated[str, Meta(max_length=2_000)]
_Said = Annotated[str, Meta(min_length=1, max_length=400)]


def _when(seconds: float | None) -> datetime | None:
    return None if seconds is None else moment(seconds)


class MarkLine(Struct, frozen=True, kw_only=True):
    """That *by* blocked, trusted or cleared a guest, until when, and why."""

    action: Literal["block", "trust", "clear"]
    until: datetime | None
    by: str
    at: datetime
    reason: str

    @classmethod
    def of(cls, said: Said) -> Self:
        """*said* with its times as people write them."""
        return cls(
            action=said.action, until=_when(said.until), by=said.by, at=moment(said.at), reason=said.reason
        )


class GuestCard(Struct, frozen=True, kw_only=True):
    """A guest; *kind* is "address" for all of one address who came without a token. *comments* counts by status."""

    id: str
    kind: Literal["token", "address"]
    first_at: datetime
    seen_at: datetime
    blocked_until: datetime | None
    trusted_until: datetime | None
    comments: dict[str, int]
    marks: list[MarkLine]

    @classmethod
    def of(cls, card: Card) -> Self:
        """*card* with its times as people write them."""
        return cls(
            id=card.id,
            kind=card.kind,
            first_at=moment(card.first_at),
            seen_at=moment(card.seen_at),
            blocked_until=_when(card.blocked_until),
            trusted_until=_when(card.trusted_until),
            comments=card.comments,
            marks=[MarkLine.of(one) for one in card.marks],
        )


class GuestHistory(Struct, frozen=True, kw_only=True):
    """A guest and a page of his comments, newest first and without decisions; *next* goes into `before` for more."""

    guest: GuestCard
    comments: list[KeptComment]
    next: str | None


class Marking(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For how long, in seconds from now, and why."""

    for_s: Annotated[float, Meta(ge=60, le=_LONGEST_S)] = 86_400
    reason: _Words = ""


class Clearing(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why blocks and trust end."""

    reason: _Words = ""


class WhoAsks(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """By what a guest is known: the token that his browser holds, and the address that he wrote from."""

    ip: Annotated[str, Meta(max_length=64)] | None = None
    token: Annotated[str, Meta(max_length=1_024)] | None = None


class FoundGuest(Struct, frozen=True):
    """The guest's id."""

    guest: str


class ErasureAnswer(Struct, frozen=True, kw_only=True):
    """How many comments are erased; *done* is false while a legal hold keeps the rest."""

    guest: str
    asked_at: datetime
    comments: int
    done: bool

    @classmethod
    def of(cls, erasure: Erasure) -> Self:
        """*erasure* with its time as people write it."""
        return cls(
            guest=erasure.guest,
            asked_at=moment(erasure.at),
            comments=erasure.comments,
            done=erasure.done_at is not None,
        )


class EarlierText(Struct, frozen=True, kw_only=True):
    """What a comment said until its author edited it *at* that time."""

    comment: str
    at: datetime
    text: str

    @classmethod
    def of(cls, earlier: Earlier) -> Self:
        """*earlier* with its time as people write it."""
        return cls(comment=earlier.comment, at=moment(earlier.at), text=earlier.text)


class NewHold(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Hold one *comment* or all of a *guest*, one of the two; *reason* as the order or the lawyer names it."""

    reason: _Said
    comment: Id | None = None
    guest: Id | None = None


class HoldLine(Struct, frozen=True, kw_only=True):
    """A legal hold, in force until it is lifted."""

    id: str
    comment: str | None
    guest: str | None
    by: str
    at: datetime
    reason: str
    lifted_by: str | None
    lifted_at: datetime | None

    @classmethod
    def of(cls, hold: Hold) -> Self:
        """*hold* with its times as people write them."""
        return cls(
            id=hold.id,
            comment=hold.comment,
            guest=hold.guest,
            by=hold.by,
            at=moment(hold.at),
            reason=hold.reason,
            lifted_by=hold.lifted_by,
            lifted_at=_when(hold.lifted_at),
        )


class HoldsPage(Struct, frozen=True):
    """Holds, newest first; *next* goes into `before` for more."""

    holds: list[HoldLine]
    next: str | None


class NewRemoval(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A request to write down: who asks, his letter's number, when it came and until when it must be met."""

    asked_by: _Said
    received_at: datetime
    due_at: datetime
    document: Annotated[str, Meta(max_length=200)] = ""
    note: _Words = ""
    comments: Annotated[list[Id], Meta(max_length=MOST_DECIDED)] = []

    def request(self) -> Request:
        """The same for the desk; a time without an offset is in UTC. Raises `Problem` for one that is no date here."""
        return Request(
            asked_by=self.asked_by,
            document=self.document,
            received_at=seconds_of("received_at", self.received_at),
            due_at=seconds_of("due_at", self.due_at),
            note=self.note,
            comments=tuple(dict.fromkeys(self.comments)),
        )


class RemovalLine(Struct, frozen=True, kw_only=True):
    """A request in the register; *done_at* is null while it is open."""

    id: str
    asked_by: str
    document: str
    received_at: datetime
    due_at: datetime
    note: str
    comments: list[str]
    by: str
    at: datetime
    done_by: str | None
    done_at: datetime | None

    @classmethod
    def of(cls, removal: Removal) -> Self:
        """*removal* with its times as people write them."""
        return cls(
            id=removal.id,
            asked_by=removal.asked_by,
            document=removal.document,
            received_at=moment(removal.received_at),
            due_at=moment(removal.due_at),
            note=removal.note,
            comments=list(removal.comments),
            by=removal.by,
            at=moment(removal.at),
            done_by=removal.done_by,
            done_at=_when(removal.done_at),
        )


class RemovalsPage(Struct, frozen=True):
    """Requests, those due first first; *next* goes into `after` for more."""

    removals: list[RemovalLine]
    next: str | None
