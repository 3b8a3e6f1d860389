"""What the service keeps and answers, as types free of HTTP; times are seconds since 1970 UTC."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from moderation.comment import Comment
from moderation.errors import ModerationError
from moderation.policy import Policy
from moderation.verdict import Action, Verdict

Scope = Literal["check", "submit", "moderate", "admin"]
Status = Literal["published", "waiting", "refused"]
Choice = Literal["publish", "reject"]

STATUS: dict[Action, Status] = {
    Action.PUBLISH: "published",
    Action.REVIEW: "waiting",
    Action.REJECT: "refused",
}
MOST_COUNTED = 10_000  # a moderator needs no more, and a count costs as much as it counts
DECIDED: dict[Choice, Status] = {"publish": "published", "reject": "refused"}


class Site(Struct, frozen=True, kw_only=True):
    """One site and the policy in force. *policy* is one object for all requests, as it keeps word lists."""

    id: str
    name: str
    policy: Policy


class ApiKey(Struct, frozen=True, kw_only=True):
    """What is known of a key; the key itself is kept nowhere."""

    id: str
    site: str
    scopes: tuple[Scope, ...]
    created_at: float
    last_used_at: float | None = None


class Decision(Struct, frozen=True, kw_only=True):
    """What the moderator *by* said about a comment; never changed, only followed by another."""

    id: str
    comment: str
    action: Choice
    by: str
    at: float
    note: str = ""


class Kept(Struct, frozen=True, kw_only=True):
    """A comment as kept. *comment* has no guest, whose address facts are not stored.

    *status* is the present one: the verdict's until a moderator decides, then that of the last of *decisions*.
    """

    id: str
    status: Status
    verdict: Verdict
    comment: Comment
    received_at: float
    decisions: tuple[Decision, ...] = ()


class Received(Struct, frozen=True):
    """A comment received; *replayed* says that it was there before, under the same idempotency key."""

    kept: Kept
    replayed: bool


class Case(Struct, frozen=True, kw_only=True):
    """A comment that a moderator should look at; *id* is the comment's."""

    id: str
    comment: Comment
    verdict: Verdict
    opened_at: float
    state: Literal["open", "closed"]


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
