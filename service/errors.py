"""Problems: every refusal as an RFC 9457 document with a stable code and the cure."""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple

import msgspec
from litestar import Request, Response
from litestar.exceptions import (
    HTTPException,
    MethodNotAllowedException,
    NotFoundException,
    ValidationException,
)
from litestar.exceptions.http_exceptions import RequestEntityTooLarge
from msgspec import Struct

from moderation.errors import ClassifierUnavailable, CommentError, ModerationError
from service.model import (
    BadCursor,
    Closed,
    Conflict,
    Held,
    IdempotencyConflict,
    NoGuest,
    NoHold,
    NoRemoval,
    NotFound,
    NotUndoable,
    NoVersion,
    Stale,
    StoreUnavailable,
    VersionConflict,
)
from service.people import AccountError, TooManyTries
from service.refused import Refused

MEDIA_TYPE = "application/problem+json"
_MOST_DETAIL = 400  # a detail quotes names from the body, and a name may be as long as the body

_log = logging.getLogger(__name__)


class Kind(NamedTuple):
    """What is the same for every problem of one code."""

    status: int
    title: str
    cure: str


KINDS: dict[str, Kind] = {
    "body.empty": Kind(400, "The body is empty", "send a JSON or MessagePack document"),
    "body.utf8": Kind(400, "The body is not UTF-8", "encode the body as UTF-8 before sending it"),
    "body.json": Kind(400, "The body is not JSON", "send one complete JSON document and nothing after it"),
    "body.msgpack": Kind(
        400, "The body is not MessagePack", "send one complete document and nothing after it"
    ),
    "body.nesting": Kind(400, "The body is nested too deep", "send the documented fields, which hardly nest"),
    "body.value": Kind(400, "A value does not fit", "see the field in /openapi.json"),
    "body.incomplete": Kind(400, "The body broke off", "send as many bytes as Content-Length says"),
    "body.slow": Kind(408, "The body came too slowly", "send the whole body at once"),
    "body.large": Kind(413, "The body is too large", "send less; split a batch into several"),
    "body.type": Kind(415, "The body's type is not read here", "send Content-Type: application/json"),
    "batch.size": Kind(400, "Too many comments in one batch", "send at most 1,000 at a time"),
    "comment.type": Kind(400, "A comment does not fit", "see SubmittedComment in /openapi.json"),
    "text.nul": Kind(400, "A text holds NUL", "remove U+0000"),
    "text.surrogate": Kind(400, "A text holds a lone surrogate", "send both halves of the pair, or neither"),
    "guest.ip": Kind(400, "The guest's address is none", "send one IPv4 or IPv6 address, or leave it out"),
    "decision.fields": Kind(
        400, "The fields do not fit the action", "give the field that is named, or leave it out"
    ),
    "query.value": Kind(400, "A query parameter does not fit", "see the parameter in /openapi.json"),
    "cursor.bad": Kind(400, "No page ended with this cursor", "pass `next` of the page before, unchanged"),
    "idempotency.key": Kind(
        400, "The idempotency key cannot be used", "send 1 to 255 visible ASCII characters"
    ),
    "request.bad": Kind(400, "The request cannot be read", "see /openapi.json"),
    "key.missing": Kind(401, "No key was sent", "send Authorization: Bearer mk_…"),
    "key.unknown": Kind(401, "The key is not known", "make one with `moderation-server keys add`"),
    "key.scope": Kind(403, "The key may not do this", "use a key with the scope that is named"),
    "key.scopes": Kind(
        400, "The scopes do not fit the kind of key", "give a secret key scopes, a public one none"
    ),
    "key.none": Kind(404, "There is no such key", "list the site's keys with GET /v1/keys"),
    "key.ended": Kind(
        409, "The key has ended or was replaced", "rotate the one that replaced it, or make one"
    ),
    "auth.cookie": Kind(
        403, "This call takes no session", "send a key, and no cookie (in a browser: credentials: 'omit')"
    ),
    "auth.mixed": Kind(403, "A key and a session came together", "send one of the two"),
    "origin.foreign": Kind(
        403, "The request comes from another site", "open this service's own page, or allow the origin"
    ),
    "session.missing": Kind(401, "Nobody is signed in", "sign in with POST /v1/session"),
    "session.unknown": Kind(401, "The session has ended", "sign in again with POST /v1/session"),
    "session.refused": Kind(401, "Name or password is wrong", "try again, or ask an admin for a new link"),
    "session.csrf": Kind(
        403, "The session's token is missing", "send `csrf` of GET /v1/session as X-CSRF-Token"
    ),
    "session.none": Kind(404, "You have no such session", "list yours with GET /v1/sessions"),
    "session.throttled": Kind(429, "Too many tries to sign in", "wait as long as Retry-After says"),
    "session.busy": Kind(503, "Too many sign in at once", "try again in a moment"),
    "role.missing": Kind(403, "Your role does not allow this", "ask an admin of the site"),
    "site.foreign": Kind(403, "Neither key nor session is for this site", "name a site of your own, or none"),
    "site.missing": Kind(403, "You work for several sites", "name one with ?site=…"),
    "site.none": Kind(404, "There is no such site", "list yours with GET /v1/sites"),
    "site.taken": Kind(409, "There is a site of this id", "take another id"),
    "site.origin": Kind(400, "An origin cannot be allowed", "send scheme, host and port, and no path"),
    "moderator.name": Kind(400, "This is no name to sign in with", "take 1 to 80 visible characters"),
    "moderator.none": Kind(404, "There is no such moderator", "list the site's with GET /v1/moderators"),
    "moderator.taken": Kind(409, "The name is taken", "change the role of who has it, or take another name"),
    "moderator.self": Kind(409, "This is yourself", "ask another admin"),
    "moderator.operator": Kind(
        403,
        "This moderator runs the service",
        "ask another who does, or use `moderation-server create-admin`",
    ),
    "moderator.elsewhere": Kind(
        403, "This moderator works for other sites too", "ask whoever runs the service for the link"
    ),
    "password.weak": Kind(400, "The password is soon guessed", "take a sentence of your own"),
    "link.ended": Kind(
        404, "The link opens nothing", "ask for a new one; a restart prints the first admin's"
    ),
    "webhook.url": Kind(400, "No webhook can go to this address", "send a public https address"),
    "webhook.event": Kind(400, "There is no such event", "name events of docs/http.md, or none for all"),
    "webhook.none": Kind(404, "There is no such webhook", "list the site's with GET /v1/webhooks"),
    "webhook.many": Kind(409, "The site has too many webhooks", "remove one that is not needed"),
    "coral.none": Kind(404, "There is no such secret", "list the site's with GET /v1/coral/secrets"),
    "coral.many": Kind(
        409, "The site has too many secrets of Coral's", "remove one that Coral signs with no more"
    ),
    "comment.unknown": Kind(404, "There is no such comment", "use an id that /v1/comments gave to this site"),
    "form.old": Kind(403, "The form token cannot be used", "get another from /v1/thread/form and send again"),
    "thread.foreign": Kind(
        403, "The thread is not this site's", "allow the origin of its host, or name another"
    ),
    "appeal.needless": Kind(409, "There is nothing to look at again", "wait for what the editors decide"),
    "appeal.again": Kind(409, "The editors were asked already", "wait for their answer"),
    "report.limit": Kind(429, "Too many reports", "wait an hour"),
    "guest.unknown": Kind(404, "There is no such guest", "use an id that a comment of this site shows"),
    "hold.unknown": Kind(404, "There is no such legal hold", "list them with GET /v1/holds"),
    "removal.unknown": Kind(404, "There is no such removal request", "list them with GET /v1/removals"),
    "hold.fields": Kind(400, "The fields do not fit", "give `comment` or `guest`, one of the two"),
    "case.unknown": Kind(404, "There is no such case", "use an id that /v1/cases gave to this site"),
    "decision.unknown": Kind(404, "There is no such decision", "use an id that /v1/decisions gave"),
    "route.unknown": Kind(404, "There is nothing here", "see /openapi.json for what there is"),
    "route.method": Kind(405, "The method is not offered here", "use a method that Allow names"),
    "policy.version": Kind(404, "The policy has no such version", "list them with GET /v1/policy/versions"),
    "policy.changed": Kind(
        409, "The policy was changed meanwhile", "read it again and send your change on top"
    ),
    "policy.value": Kind(
        400, "The policy has faults", "mend the settings that are named; docs/policy.md lists all"
    ),
    "case.claimed": Kind(
        409, "Somebody else has the case in hand", "take another, or wait until his time is over"
    ),
    "case.closed": Kind(
        409, "The case is not open any more", "take another; a decision can follow a decision"
    ),
    "claim.stale": Kind(409, "The claim is not in force", "claim the case again"),
    "undo.over": Kind(409, "The decision cannot be undone any more", "take a new decision instead"),
    "idempotency.conflict": Kind(422, "The idempotency key came with another body", "take a new key"),
    "demo.limit": Kind(429, "The page asked too often", "wait as long as Retry-After says, or use a key"),
    "internal": Kind(500, "Something broke here", "try again; the service's log says more"),
    "classifier.unavailable": Kind(503, "The classifier does not answer", "send the same again in a moment"),
    "store.unavailable": Kind(503, "The store does not answer", "send the same again in a moment"),
}
STATUS_ONLY = {
    400: "request.bad",
    404: "route.unknown",
    405: "route.method",
    413: "body.large",
    415: "body.type",
}


class Holder(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who was first, as far as it is known: by which claim, and until when he has the case in hand."""

    holder: str | None = None
    number: int | None = None
    until: datetime | None = None


class ProblemBody(Holder, frozen=True, kw_only=True, omit_defaults=True):
    """An RFC 9457 problem document. *path* is the JSON path of the fault, or the query parameter."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    cure: str
    path: str | None = None


NOBODY = Holder()


class Problem(Exception):
    """A refusal on its way to the client; *code* is one of `KINDS`."""

    def __init__(
        self,
        code: str,
        detail: str = "",
        *,
        path: str | None = None,
        headers: Mapping[str, str] | None = None,
        first: Holder = NOBODY,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.path = path
        self.headers = dict(headers or {})
        self.first = first

    def body(self) -> ProblemBody:
        """The document to send."""
        kind = KINDS[self.code]
        detail = self.detail or kind.title
        if len(detail) > _MOST_DETAIL:
            detail = detail[:_MOST_DETAIL] + "…"
        return ProblemBody(
            type=f"urn:moderation:problem:{self.code}",
            title=kind.title,
            status=kind.status,
            detail=detail,
            code=self.code,
            cure=kind.cure,
            path=self.path,
            **msgspec.structs.asdict(self.first),
        )


def problem_of(error: Exception) -> Problem:
    """What *error* is to the client. What nobody foresaw is logged, and told as nothing but `internal`."""
    match error:
        case Problem():
            return error
        case StoreUnavailable():
            _log.warning("store unavailable", exc_info=error)
            return Problem("store.unavailable", headers={"Retry-After": "1"})
        case Refused():
            return Problem(error.code, str(error), path=error.path)
        case AccountError():
            return _of_account(error)
        case ModerationError() if type(error) in _CODES:
            first = _holder(error) if isinstance(error, Conflict) else NOBODY
            return Problem(_CODES[type(error)], str(error), first=first)
        case CommentError():
            return Problem(error.code, str(error).partition(": ")[2], path=error.path)
        case BadCursor():
            return Problem("cursor.bad", path="?after")
        case HTTPException():
            return _of_litestar(error)
        case _:
            _log.error("unforeseen", exc_info=error)
            return Problem("internal")


_CODES: Mapping[type[Exception], str] = {
    ClassifierUnavailable: "classifier.unavailable",
    NotFound: "comment.unknown",
    NoGuest: "guest.unknown",
    NoHold: "hold.unknown",
    NoRemoval: "removal.unknown",
    NoVersion: "policy.version",
    VersionConflict: "policy.changed",
    IdempotencyConflict: "idempotency.conflict",
    NotUndoable: "undo.over",
    Held: "case.claimed",
    Stale: "claim.stale",
    Closed: "case.closed",
}


def _holder(error: Conflict) -> Holder:
    until = None if error.until is None else datetime.fromtimestamp(error.until, UTC)
    return Holder(holder=error.holder, number=error.number, until=until)


def _of_account(error: AccountError) -> Problem:
    if isinstance(error, TooManyTries):
        return Problem(error.code, headers={"Retry-After": str(math.ceil(error.wait_s))})
    headers = {"Retry-After": "1"} if KINDS[error.code].status == 503 else {}
    return Problem(error.code, str(error), path=error.path, headers=headers)


def respond(_: Request, error: Exception) -> Response[bytes]:  # type: ignore[type-arg]
    """Answer any exception with its problem; Litestar's exception handler."""
    problem = problem_of(error)
    body = problem.body()
    content = msgspec.json.encode(body)
    return Response(content, status_code=body.status, media_type=MEDIA_TYPE, headers=problem.headers)


def _of_litestar(error: HTTPException) -> Problem:
    match error:
        case ValidationException():
            return _of_parameter(error)
        case NotFoundException():
            return Problem("route.unknown")
        case MethodNotAllowedException():
            return Problem("route.method", headers=error.headers)
        case RequestEntityTooLarge():
            return Problem("body.large")
        case _ if error.status_code in STATUS_ONLY:
            return Problem(STATUS_ONLY[error.status_code], headers=error.headers)
        case _:
            _log.error("unforeseen", exc_info=error)
            return Problem("internal")


def _of_parameter(error: ValidationException) -> Problem:
    """Litestar checks the parameters of query and path; bodies never get that far."""
    first = error.extra[0] if isinstance(error.extra, list) and error.extra else {}
    return Problem("query.value", str(first.get("message", "")), path=f"?{first.get('key', '')}")
