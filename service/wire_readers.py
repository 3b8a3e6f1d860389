"""What goes over the wire to and from readers' browsers: never a score, a threshold or a finding."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, Self

from msgspec import Meta, Struct

from moderation.comment import Comment, Guest
from moderation.notices import notice_code
from moderation.policy import Policy
from moderation.verdict import Action, Finding, Verdict
from service.answers import in_offsets
from service.desk.front import Answer
from service.model import Status
from service.store.readers import Own
from service.store.threads import Mode, Shown, Thread
from service.wire_decisions import Id, moment, seconds_of

_MOST_TEXT = 16_384
_LONGEST_CLOSE_S = 10 * 365 * 86_400
ReportReason = Literal["insult", "hate", "threat", "spam", "privacy", "false", "other"]
ReaderStatus = Literal["published", "waiting", "nudged", "refused"]
Token = Annotated[str, Meta(max_length=1_024)]


class Notice(Struct, frozen=True, kw_only=True):
    """A polite sentence in both languages; *params* are what fills it."""

    code: str
    params: dict[str, str | int]
    vi: str
    en: str


class Mark(Struct, frozen=True):
    """UTF-16 units [start, end) of the author's own text."""

    start: int
    end: int


class PostedComment(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the box sends. *website* is seen by no person, and must stay empty. *token* is the browser's own."""

    text: Annotated[str, Meta(max_length=_MOST_TEXT)]
    form: Annotated[str, Meta(max_length=200)]
    author: Annotated[str, Meta(max_length=400)] = ""
    parent: Id | None = None
    token: Token | None = None
    nudge: Annotated[str, Meta(max_length=200)] | None = None
    website: Annotated[str, Meta(max_length=400)] = ""

    def comment(self, thread: str, ip: str | None, agent: str | None) -> Comment:
        """The comment for the desk."""
        guest = Guest(ip=ip, token=self.token, user_agent=agent)
        return Comment(text=self.text, author=self.author, thread=thread, parent=self.parent, guest=guest)


class GuestAnswer(Struct, frozen=True, kw_only=True):
    """All that a reader learns of what became of his comment."""

    status: ReaderStatus
    notice: Notice | None
    marks: list[Mark]
    receipt: str | None
    nudge: str | None
    retry_after_s: int | None

    @classmethod
    def of(cls, answer: Answer, comment: Comment) -> Self:
        """What *answer* is to the author of *comment*."""
        status = _status(answer)
        verdict = in_offsets(answer.verdict, comment, "utf16")
        told = _told(status, verdict)
        return cls(
            status=status,
            notice=_notice(told[0], answer.policy) if told else None,
            marks=_marks(told, answer.policy) if status in ("nudged", "refused") else [],
            receipt=answer.receipt,
            nudge=answer.nudge,
            retry_after_s=_wait_s(told),
        )


def _status(answer: Answer) -> ReaderStatus:
    if answer.kept is None:
        return "nudged" if answer.nudge else "refused"
    return {"published": "published", "waiting": "waiting"}.get(answer.kept.status, "refused")  # type: ignore[return-value]


def _told(status: ReaderStatus, verdict: Verdict) -> list[Finding]:
    """The findings that the author hears of, the one whose notice he reads first."""
    if status == "published":
        return []
    if status == "nudged":
        return [one for one in verdict.findings if one.nudge]
    action = Action.REJECT if status == "refused" else Action.REVIEW
    return [one for one in verdict.findings if one.action is action]


def _notice(finding: Finding, policy: Policy) -> Notice | None:
    if finding.notice is None:
        return None
    code = notice_code(finding, policy)
    shown = finding.params if "{" in code or code.startswith(("length", "rate", "name")) else {}
    return Notice(code=code, params=shown, vi=finding.notice.vi, en=finding.notice.en)


def _marks(told: list[Finding], policy: Policy) -> list[Mark]:
    """His own characters, where the policy lets him know."""
    seen = [
        one
        for one in told
        if getattr(policy.guest_sees, one.check, "rule") == "marks" and one.field == "text"
    ]
    return sorted(
        {Mark(span.start, span.end) for one in seen for span in one.spans}, key=lambda mark: mark.start
    )


def _wait_s(told: list[Finding]) -> int | None:
    waits = [int(one.params["wait_s"]) for one in told if "wait_s" in one.params]
    return max(waits, default=None)


class FormAnswer(Struct, frozen=True, kw_only=True):
    """What the box needs to send a comment. *mode* closed: the thread takes none."""

    form: str
    lasts_s: int
    now: datetime
    mode: Mode
    length: dict[str, int]
    name: dict[str, str | int]


class ShownComment(Struct, frozen=True, kw_only=True):
    """A comment as any reader sees it; *edited* by the newsroom."""

    id: str
    author: str
    text: str
    parent: str | None
    at: datetime
    edited: bool

    @classmethod
    def of(cls, shown: Shown) -> Self:
        """*shown* with its time as people write it."""
        return cls(
            id=shown.id,
            author=shown.author,
            text=shown.text,
            parent=shown.parent,
            at=moment(shown.received_at),
            edited=shown.edited,
        )


class ShownComments(Struct, frozen=True, kw_only=True):
    """A page of a thread; *count* is of all that readers see there, *next* goes into `after` for more.

    *timezone* is the site's, in which its readers see times.
    """

    count: int
    comments: list[ShownComment]
    timezone: str
    next: str | None


class Counts(Struct, frozen=True):
    """How many comments readers see, by thread as it was asked for."""

    counts: dict[str, int]


class OwnComment(Struct, frozen=True, kw_only=True):
    """A comment as its author sees it; *message* is what a moderator wrote to him."""

    id: str
    status: Status
    text: str
    author: str
    thread: str | None
    parent: str | None
    at: datetime
    edited: str | None
    message: str
    may_appeal: bool
    appealed_at: datetime | None

    @classmethod
    def of(cls, own: Own) -> Self:
        """*own* without what only moderators read."""
        kept = own.kept
        said = [one.message for one in kept.decisions if one.message and one.undone is None]
        return cls(
            id=kept.id,
            status=kept.status,
            text=kept.comment.text,
            author=kept.comment.author,
            thread=kept.comment.thread,
            parent=kept.comment.parent,
            at=moment(kept.received_at),
            edited=kept.edited.text if kept.edited else None,
            message=said[-1] if said else "",
            may_appeal=kept.status in ("refused", "removed") and own.appealed_at is None,
            appealed_at=moment(own.appealed_at) if own.appealed_at is not None else None,
        )


class NewReport(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a reader says is wrong with a comment."""

    reason: ReportReason = "other"
    note: Annotated[str, Meta(max_length=500)] = ""
    token: Token | None = None


class Thanks(Struct, frozen=True):
    """It was taken; whether anything follows is not told."""

    received: bool = True


class EditedText(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The comment's new text."""

    text: Annotated[str, Meta(max_length=_MOST_TEXT)]


class EditAnswer(Struct, frozen=True, kw_only=True):
    """*taken* is false when the new text is refused; the old one stays then."""

    id: str
    status: Status
    taken: bool
    verdict: Verdict


class ToldThread(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the site says about an article; null: as the policy says. A time without an offset is in UTC."""

    title: Annotated[str, Meta(max_length=1_000)] = ""
    section: Annotated[str, Meta(max_length=200)] | None = None
    mode: Mode | None = None
    published_at: datetime | None = None
    close_after_s: Annotated[float, Meta(ge=0, le=_LONGEST_CLOSE_S)] | None = None

    def thread(self, url: str) -> Thread:
        """The same for the desk. Raises `Problem` for a time that is no date here."""
        return Thread(
            url=url,
            title=self.title,
            section=self.section,
            mode=self.mode,
            published_at=seconds_of("published_at", self.published_at) if self.published_at else None,
            close_after_s=self.close_after_s,
        )

    @classmethod
    def of(cls, thread: Thread) -> Self:
        """*thread* with its time as people write it."""
        return cls(
            title=thread.title,
            section=thread.section,
            mode=thread.mode,
            published_at=moment(thread.published_at) if thread.published_at is not None else None,
            close_after_s=thread.close_after_s,
        )


class ThreadMode(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Open, hold all, or closed; null: as the section and the policy say."""

    mode: Mode | None
