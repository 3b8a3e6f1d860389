"""What a claim, a decision or its undoing makes of a comment and its case; no clock, no database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from service.model import (
    DECIDED,
    Choice,
    Claim,
    Closed,
    Conflict,
    Decision,
    Edit,
    Held,
    Level,
    NotUndoable,
    Stale,
    Status,
)

# A decision that a comment is fit takes back the strike that its verdict or an earlier decision gave.
STRIKES: Mapping[Choice, Literal["add", "take_back"]] = {
    "reject": "add",
    "spam": "add",
    "take_down": "add",
    "publish": "take_back",
    "edit_and_publish": "take_back",
    "forward": "take_back",
    "restore": "take_back",
}


class CaseStanding(Struct, frozen=True, kw_only=True):
    """A case as it stands. *number* is the last fencing number given; *claim* may be over."""

    opened_at: float
    rank: float
    state: Literal["open", "closed"] = "open"
    level: Level = "moderator"
    reasons: tuple[str, ...] = ()
    number: int = 0
    claim: Claim | None = None
    closed_by: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody should look at it."""
        return self.state == "open"

    def held(self, now: float) -> Claim | None:
        """The claim in force."""
        return self.claim if self.is_open and self.claim and self.claim.until > now else None


class Standing(Struct, frozen=True, kw_only=True):
    """All that a decision can change; kept with it, so that it can be undone."""

    status: Status
    edited: Edit | None = None
    case: CaseStanding | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is an open case."""
        return self.case is not None and self.case.is_open


class Asked(Struct, frozen=True, kw_only=True):
    """A decision on its way, with the fencing number of the claim that it was taken under, if any.

    *override*: even when somebody else has the case in hand. *only_open*: not when the case is closed meanwhile.
    """

    decision: Decision
    claim: int | None = None
    override: bool = False
    only_open: bool = False


def refusal(standing: Standing, asked: Asked) -> Conflict | None:
    """Why a decision cannot be taken; None: it can."""
    case, said = standing.case, asked.decision
    if asked.claim is not None:
        return _unfenced(case, said.by, asked.claim, said.at)
    if asked.only_open and not standing.is_open:
        holder = case.closed_by if case else None
        return Closed(f"comment {said.comment!r} has no open case any more", holder=holder)
    held = case.held(said.at) if case else None
    if held and held.by != said.by and not asked.override:
        return _held(held)
    return None


def decided(standing: Standing, decision: Decision) -> Standing:
    """What *decision* makes of a comment; escalating leaves or makes an open case, all else closes it."""
    if decision.action == "escalate":
        return replace(standing, case=_escalated(standing.case, decision.at))
    edited = Edit(decision.text, decision.at) if decision.text is not None else standing.edited
    case = _closed(standing.case, decision.by) if standing.case else None
    return Standing(status=DECIDED[decision.action], edited=edited, case=case)


def undone(standing: Standing, decision: Decision, before: Standing, now: float) -> Standing:
    """The comment as it was *before*; who had its case in hand has it again for the rest of his time.

    Raises `NotUndoable` when it is too late, or when something else has happened to the comment since.
    """
    if decision.due_at is None or now >= decision.due_at:
        raise NotUndoable("the time for undoing it is over; take a new decision instead")
    made = decided(before, decision)
    if (standing.status, standing.edited) != (made.status, made.edited):
        raise NotUndoable("the comment was changed since; take a new decision instead")
    return replace(before, case=_reopened(standing.case, before.case, now))


def claimed(
    case: CaseStanding, by: str, now: float, lease_s: float, number: int | None = None
) -> CaseStanding:
    """The case in the hand of *by* for *lease_s* more seconds; *number* asks to go on with that claim.

    Raises `Closed`, `Held`, and `Stale` when the case was claimed or given back since *number*.
    """
    if not case.is_open:
        raise Closed(f"{case.closed_by} has decided it", holder=case.closed_by, number=case.number)
    held = case.held(now)
    if number is not None and (stale := _unfenced(case, by, number, now)):
        raise stale
    if held and held.by != by:
        raise _held(held)
    goes_on = number is not None or held is not None
    new = case.number if goes_on else case.number + 1
    return replace(case, number=new, claim=Claim(by, new, now + lease_s))


def _unfenced(case: CaseStanding | None, by: str, number: int, now: float) -> Conflict | None:
    """Why *number* is not the claim in force. One whose time is over is good until somebody else claims."""
    if case is None:
        return Stale("the comment has no case")
    if not case.is_open:
        return Stale(f"{case.closed_by} has decided it", holder=case.closed_by, number=case.number)
    if case.claim and case.claim.by == by and case.claim.number == number:
        return None
    if held := case.held(now):
        return Stale(f"{held.by} has it in hand", holder=held.by, number=held.number, until=held.until)
    return Stale("the claim is over, and nobody has the case in hand; claim it again", number=case.number)


def _held(claim: Claim) -> Held:
    return Held(f"{claim.by} has it in hand", holder=claim.by, number=claim.number, until=claim.until)


def _closed(case: CaseStanding, by: str) -> CaseStanding:
    return replace(case, state="closed", level="moderator", reasons=(), claim=None, closed_by=by)


def _escalated(case: CaseStanding | None, at: float) -> CaseStanding:
    if case is None:
        return CaseStanding(opened_at=at, rank=at, level="editor")
    if case.is_open:
        return replace(case, level="editor", claim=None)
    return CaseStanding(opened_at=at, rank=at, level="editor", number=case.number)


def _reopened(now_is: CaseStanding | None, was: CaseStanding | None, now: float) -> CaseStanding | None:
    """*was* again, but a case that the decision made stays as a closed one: fencing numbers are never used again."""
    if was is None:
        return replace(now_is, state="closed", level="moderator", claim=None) if now_is else None
    number = now_is.number if now_is else was.number
    return replace(was, claim=was.held(now), number=number)
