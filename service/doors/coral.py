"""Coral's external moderation phase: each comment comes signed, and the site's policy says what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec
from litestar import Response, Router, post
from litestar.params import FromPath
from msgspec import Struct

from moderation.comment import Comment, Guest
from moderation.verdict import Action, Verdict
from service.bodies import ApiRequest
from service.doors import errors
from service.doors.markup import text_of
from service.doors.mended import decoded
from service.errors import Problem

Reason = Literal["COMMENT_DETECTED_TOXIC", "COMMENT_DETECTED_SPAM"]
_PATH = "/coral/{site:str}"
_STAFF = frozenset({"STAFF", "MODERATOR", "ADMIN"})
_STATUS: Mapping[Action, str] = {Action.REVIEW: "SYSTEM_WITHHELD", Action.REJECT: "REJECTED"}
# By our check; what is held for any other reason is held without a flag.
_REASONS: Mapping[str, Reason] = {
    "toxicity": "COMMENT_DETECTED_TOXIC",
    "words": "COMMENT_DETECTED_TOXIC",
    "spam": "COMMENT_DETECTED_SPAM",
    "links": "COMMENT_DETECTED_SPAM",
    "contacts": "COMMENT_DETECTED_SPAM",
    "repeats": "COMMENT_DETECTED_SPAM",
}
_MOST_THREAD, _MOST_ID = 2_048, 256


class Written(Struct, frozen=True):
    """The comment; *body* may be HTML."""

    body: str | None = None
    parent: str | None = msgspec.field(default=None, name="parentID")


class Author(Struct, frozen=True):
    """Who wrote it."""

    id: str | None = None
    role: str | None = None


class Story(Struct, frozen=True):
    """What it is about."""

    url: str | None = None


class Asked(Struct, frozen=True):
    """A call, of which we read this much."""

    comment: Written
    action: str = "NEW"
    author: Author | None = None
    story: Story | None = None


class Flag(Struct, frozen=True):
    """A flag for Coral's moderators."""

    reason: Reason
    actionType: Literal["FLAG"] = "FLAG"  # noqa: N815 - Coral's name for it


class Opinion(Struct, frozen=True):
    """What Coral shall do; it drops the whole answer over one value that it does not know."""

    actions: Sequence[Flag]
    status: str


@post(_PATH, status_code=200, include_in_schema=False)
async def moderate(request: ApiRequest, site: FromPath[str]) -> Response[bytes]:
    """Say what the policy says; 204 for a comment that may be published, so that Coral's other phases decide."""
    raw = await request.raw()
    signed = await request.coral.signed(site, request.headers.get("x-coral-signature", ""), raw)
    if signed is None:
        raise Problem("key.unknown", "no secret of this site made one of the signatures")
    asked = decoded(raw, Asked)
    comment = _comment(asked)
    if comment is None:
        return _reply(204)
    verdict = await request.desk.check(signed, comment, dry_run=asked.action == "EDIT")
    request.metrics.judged([verdict])
    return _reply(204) if verdict.action is Action.PUBLISH else _reply(200, opinion(verdict))


def opinion(verdict: Verdict) -> Opinion:
    """What a *verdict* other than "publish" is to Coral."""
    found = [one.check for one in verdict.findings if one.action > Action.PUBLISH]
    reasons = dict.fromkeys(_REASONS[check] for check in found if check in _REASONS)
    return Opinion([Flag(reason) for reason in reasons], _STATUS[verdict.action])


def _comment(asked: Asked) -> Comment | None:
    """None: nothing to judge, as it has no words of its own (Coral sees to empty ones), or is the newsroom's."""
    author, story = asked.author or Author(), asked.story or Story()
    text = text_of(asked.comment.body or "")
    if author.role in _STAFF or not text.strip():
        return None
    # His own comment before the edit would make it a repeat.
    guest = Guest(token=author.id[:_MOST_ID]) if author.id and asked.action != "EDIT" else None
    thread = story.url if story.url and len(story.url) <= _MOST_THREAD else None
    return Comment(
        text=text, thread=thread, parent=(asked.comment.parent or "")[:_MOST_ID] or None, guest=guest
    )


def _told(problem: Problem, status: int) -> Response[bytes]:
    """*problem* for people; whatever is not 200 or 204 makes Coral go on without us."""
    body = problem.body()
    told = {"code": body.code.upper().replace(".", "_"), "message": f"{body.detail}; {body.cure}"}
    return _reply(status, {"error": told}, problem.headers)


def _reply(status: int, value: object = None, headers: Mapping[str, str] | None = None) -> Response[bytes]:
    content = b"" if value is None else msgspec.json.encode(value)
    media_type = None if value is None else "application/json"
    named = {"Cache-Control": "no-store", **(headers or {})}
    return Response(content, status_code=status, media_type=media_type, headers=named)


router = Router(
    "/",
    route_handlers=[moderate, errors.other_methods([_PATH], "POST")],
    exception_handlers={Exception: errors.handler(_told)},
)
