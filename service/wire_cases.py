"""Cases and claims as they go over the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, Self

from msgspec import Meta, Struct

from moderation.verdict import Verdict
from service.desk.cases import LEASE_S
from service.model import Case, CaseFilter, Claim, Level, Order, Status
from service.wire import PlainComment
from service.wire_decisions import MOST_DECIDED, Decided, Edited, Id, Number, moment

_LONGEST_LEASE_S = 3_600


class InHand(Struct, frozen=True, kw_only=True):
    """Who has a case in hand until when; *number* is the claim's fencing number."""

    by: str
    number: int
    until: datetime

    @classmethod
    def of(cls, claim: Claim) -> Self:
        """*claim* with its time as people write it."""
        return cls(by=claim.by, number=claim.number, until=moment(claim.until))


class WaitingCase(Struct, frozen=True, kw_only=True):
    """A comment that a moderator should look at; *id* is the comment's, *reasons* are findings' codes.

    *copies* counts open cases of its *cluster*, itself included. *decisions* are those until now, such as the note of
    whoever escalated it.
    """

    id: str
    opened_at: datetime
    state: Literal["open", "closed"]
    status: Status
    level: Level
    reasons: list[str]
    cluster: str | None
    copies: int
    claim: InHand | None
    guest: str | None
    comment: PlainComment
    edited: Edited | None
    verdict: Verdict
    decisions: list[Decided]

    @classmethod
    def of(cls, case: Case) -> Self:
        """*case* for whoever decides it."""
        return cls(
            id=case.id,
            opened_at=moment(case.opened_at),
            state=case.state,
            status=case.status,
            level=case.level,
            reasons=list(case.reasons),
            cluster=case.cluster,
            copies=case.copies,
            claim=InHand.of(case.claim) if case.claim else None,
            guest=case.guest,
            comment=PlainComment.of(case.comment),
            edited=Edited.of(case.edited) if case.edited else None,
            verdict=case.verdict,
            decisions=[Decided.of(decision) for decision in case.decisions],
        )


class CasesPage(Struct, frozen=True):
    """Cases in the order that was asked for; *next* goes into `after` for more, null when there are none."""

    cases: list[WaitingCase]
    next: str | None


class NewClaim(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Claim one *case*, or the next by *filter* and *order*, for *lease_s* seconds.

    *number* goes on with that claim on *case*, and is refused once somebody else has claimed it.
    """

    case: Id | None = None
    number: Number | None = None
    filter: CaseFilter = CaseFilter()
    order: Order = "oldest"
    lease_s: Annotated[float, Meta(ge=1, le=_LONGEST_LEASE_S)] = LEASE_S


class ClaimedCase(Struct, frozen=True):
    """The case that was claimed; null: none is waiting."""

    case: WaitingCase | None


class Release(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Claims to give back, their fencing numbers by case; null: all that the caller has."""

    claims: Annotated[dict[Id, Number], Meta(max_length=MOST_DECIDED)] | None = None


class Released(Struct, frozen=True):
    """The cases that were given back; what somebody else has claimed meanwhile is not among them."""

    released: list[str]
