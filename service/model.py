"""What the service keeps and answers, as types free of HTTP; times are seconds since 1970 UTC."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from moderation.comment import Comment
from moderation.errors import ModerationError
from moderation.policy import Policy
from moderation.verdict import Action, Verdict

Scope = Literal["check", "submit", "moderate", "admin", "public"]
Status = Literal["published", "waiting", "refused"]
Choice = Literal["publish", "reject"]

STATUS: dict[Action, Status] = {
    Action.PUBLISH: "published",
    Action.REVIEW: "waiting",
    Action.REJECT: "refused",
}
DECIDED: dict[Choice, Status] = {"publish": "published", "reject": "refused"}


class Site(Struct, frozen=True, kw_only=True):
    """One site and the policy in force. *policy* is one object for all requests, as it keeps word lists."""

    id: str
    name: str
    policy: Policy


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


class CaseCounts(Struct, frozen=True):
    """How many cases are open. One with two reasons counts under both codes of *by_reason*."""

    waiting: int
    by_reason: dict[str, int]


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


def is_plain(word: str) -> bool:
    """Whether *word* may be one of our ids or codes; a NUL or a lone surrogate would trouble the database."""
    return word.isascii() and word.isprintable()
