"""What the service keeps and answers, as types free of HTTP; times are seconds since 1970 UTC."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from moderation.comment import Comment
from moderation.errors import ModerationError
from moderation.policy import Policy
from moderation.verdict import Action, Verdict

Scope = Literal["check", "submit", "moderate", "admin", "public"]
Status = Literal["published", "waiting", "refused", "removed", "forwarded", "erased"]
Choice = Literal[
    "publish", "reject", "spam", "edit_and_publish", "escalate", "forward", "take_down", "restore"
]
Level = Literal["moderator", "editor"]
Order = Literal["oldest", "priority"]
CaseState = Literal["open", "waiting", "claimed", "escalated", "closed"]

STATUS: dict[Action, Status] = {
    Action.PUBLISH: "published",
    Action.REVIEW: "waiting",
    Action.REJECT: "refused",
}
MOST_COPIES = 1_000
MOST_COUNTED = 10_000  # a moderator needs no more, and a count costs as much as it counts
# What a decision makes of a comment; one that is escalated stays as it is.
DECIDED: dict[Choice, Status] = {
    "publish": "published",
    "reject": "refused",
    "spam": "refused",
    "edit_and_publish": "published",
    "forward": "forwarded",
    "take_down": "removed",
    "restore": "published",
}
SEVEREST_S = 86_400.0  # in order of priority, how much longer the severest case seems to have waited


class Site(Struct, frozen=True, kw_only=True):
    """One site and the policy in force. *policy* is one object for all requests, as it keeps word lists."""

    id: str
    name: str
    policy: Policy


class PolicyVersion(Struct, frozen=True, kw_only=True):
    """One change of a site's policy: *digest* came into force, *by* whom, when and why. The last one is in force."""

    number: int
    digest: str
    by: str
    at: float
    note: str = ""


class ApiKey(Struct, frozen=True, kw_only=True):
    """What is known of a key; a secret one itself is kept nowhere, and *shown* is what lists show of it.

    From *ends_at* on it opens nothing: it was withdrawn, or *replaced_by* another and its overlap is over.
    """

    id: str
    site: str
    scopes: tuple[Scope, ...]
    created_at: float
    last_used_at: float | None = None
    name: str = ""
    shown: str = ""
    ends_at: float | None = None
    replaced_by: str | None = None

    def ended(self, now: float) -> bool:
        """Whether it opens nothing any more."""
        return self.ends_at is not None and now >= self.ends_at


class Undone(Struct, frozen=True):
    """Who took a decision back, and when."""

    by: str
    at: float


class Said(Struct, frozen=True, kw_only=True):
    """What a moderator says about one or many comments.

    *reason* is one of our labels or the site's own word for why; *message* a sentence to the author; *note* is for
    colleagues; *text* is the newsroom's version, for `edit_and_publish` alone.
    """

    action: Choice
    note: str = ""
    reason: str | None = None
    message: str = ""
    text: str | None = None


class Decision(Said, frozen=True, kw_only=True):
    """What the moderator *by* said about a comment; never changed, only followed by another.

    Until *due_at* it can be undone, and nobody outside hears of it; None: it is from before there was an undo.
    """

    id: str
    comment: str
    by: str
    at: float
    due_at: float | None = None
    undone: Undone | None = None


class Edit(Struct, frozen=True):
    """The newsroom's version of a text, which readers see in place of the author's, and when it was made."""

    text: str
    at: float


class Claim(Struct, frozen=True):
    """Who has a case in hand until when; the fencing *number* is one higher with each claim on it."""

    by: str
    number: int
    until: float


class Kept(Struct, frozen=True, kw_only=True):
    """A comment as kept. *comment* has no guest, whose address facts are not stored.

    *status* is the present one: the verdict's until a moderator decides, then that of the last of *decisions* that
    was not undone. *comment* stays as its author wrote it; *edited* is what readers see instead. *guest* is whose it
    is, unless nobody knows. Of an erased one only what can be counted is left.
    """

    id: str
    status: Status
    verdict: Verdict
    comment: Comment
    received_at: float
    edited: Edit | None = None
    guest: str | None = None
    decisions: tuple[Decision, ...] = ()


class Received(Struct, frozen=True):
    """A comment received; *replayed* says that it was there before, under the same idempotency key."""

    kept: Kept
    replayed: bool


class Case(Struct, frozen=True, kw_only=True):
    """A comment that a moderator should look at; *id* is the comment's.

    *reasons* are codes for which it is open; *copies* counts open cases of its *cluster*, itself included, up to
    `MOST_COPIES`; *claim* is None unless somebody has it in hand now.
    """

    id: str
    comment: Comment
    verdict: Verdict
    opened_at: float
    state: Literal["open", "closed"]
    status: Status = "waiting"
    edited: Edit | None = None
    guest: str | None = None
    level: Level = "moderator"
    reasons: tuple[str, ...] = ()
    cluster: str | None = None
    copies: int = 1
    claim: Claim | None = None
    decisions: tuple[Decision, ...] = ()


class CaseFilter(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which cases are meant; what is None is not looked at. Reasons and labels are those of open cases.

    *age_over_s* and *age_under_s* are seconds since the case opened.
    """

    state: CaseState = "open"
    reason: str | None = None
    label: str | None = None
    section: str | None = None
    language: str | None = None
    thread: str | None = None
    guest: str | None = None
    cluster: str | None = None
    age_over_s: float | None = None
    age_under_s: float | None = None


class Count(Struct, frozen=True):
    """*count* is exact up to `MOST_COUNTED`; *more* says that there are more than that."""

    count: int
    more: bool = False


class CaseCounts(Struct, frozen=True):
    """How many cases are open. One with two reasons counts under both codes of *by_reason*."""

    waiting: Count
    by_reason: dict[str, Count]


class NotFound(ModerationError):
    """The site has nothing of that id."""


class NoGuest(NotFound):
    """The site has no guest of that id, or none who would have sent that."""


class NoHold(NotFound):
    """The site has no legal hold of that id."""


class NoRemoval(NotFound):
    """The site has no removal request of that id."""


class NoVersion(NotFound):
    """The site's policy has no version of that number."""


class VersionConflict(ModerationError):
    """The policy was changed meanwhile; *number* is the version in force."""

    def __init__(self, number: int) -> None:
        super().__init__(f"version {number} is in force now; read it, and send your change on top of it")
        self.number = number


class Conflict(ModerationError):
    """Somebody else was first; *holder* says who, *number* is the case's last fencing number."""

    def __init__(
        self,
        message: str,
        *,
        holder: str | None = None,
        number: int | None = None,
        until: float | None = None,
    ) -> None:
        super().__init__(message)
        self.holder = holder
        self.number = number
        self.until = until


class Held(Conflict):
    """Somebody else has the case in hand."""


class Stale(Conflict):
    """The claim that was named is not the one in force."""


class Closed(Conflict):
    """The case is not open any more."""


class NotUndoable(ModerationError):
    """The decision cannot be undone; it may be followed by another."""


class IdempotencyConflict(ModerationError):
    """The idempotency key was used with another body."""


class BadCursor(ModerationError):
    """A page was asked for after a place that no page ended with."""


class StoreUnavailable(ModerationError):
    """The store did not take or give what was asked; asking again may help, and with a key costs nothing."""


def reasons(verdict: Verdict) -> tuple[str, ...]:
    """The codes for which a comment is not simply published, each once, in the verdict's order."""
    codes = (finding.code for finding in verdict.findings if finding.action > Action.PUBLISH)
    return tuple(dict.fromkeys(codes))


def rank(verdict: Verdict, opened_at: float) -> float:
    """Where a case stands in order of priority: the severest seem to have waited `SEVEREST_S` longer.

    Nothing in it changes with time, so that pages and indexes can follow it.
    """
    scores = [finding.score or 0.0 for finding in verdict.findings if finding.action > Action.PUBLISH]
    return round(opened_at - SEVEREST_S * max(scores, default=0.0), 3)
