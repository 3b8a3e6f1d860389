"""Akismet 1.1: blogs and forums ask whether a comment is spam, and get one word back."""

from __future__ import annotations

import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple

import msgspec
from litestar import Request, Response, Router, route

from moderation.verdict import Verdict
from service.bodies import ApiRequest
from service.doors import akismet_comment, akismet_usage
from service.doors.akismet_comment import Correction
from service.doors.akismet_keys import key_in
from service.doors.charsets import fields
from service.errors import Problem, problem_of
from service.keyring import Caller
from service.store.usage import What

# Litestar adds the charset to what is text, and to nothing else.
_TEXT, _JSON = "text/plain", "application/json; charset=utf-8"
_THANKS = "Thanks for making the web a better place."
_RECHECK_S = "300"
_MOST_BLOG = 255
Answered = Response[bytes]


class Call(NamedTuple):
    """A call with a good key, whose *secret* it is."""

    request: ApiRequest
    fields: Mapping[str, str]
    secret: str
    caller: Caller

    @property
    def is_test(self) -> bool:
        """Whether nothing shall be counted or learnt."""
        return akismet_comment.is_true(self.fields, "is_test")

    def tally(self, what: What) -> None:
        """Count what the blog asked, and what the answer was."""
        if not self.is_test:
            self.request.usage.count(self.caller.actor.id, _blog(self.fields["blog"]), what)


class Invalid(Exception):
    """The call cannot be answered; *told* helps whoever reads the headers."""

    def __init__(self, told: str) -> None:
        super().__init__(told)
        self.told = told


async def _verify(call: Call) -> Answered:
    _need(call, "blog")
    return _reply("valid")


async def _subscription(call: Call) -> Answered:
    """WordPress's settings page keeps no key without one."""
    told = {
        "account_id": False,
        "status": "active",
        "account_name": call.caller.site.name,
        "account_type": "own",
    }
    return _json({**told, "next_billing_date": False, "limit_reached": False})


async def _check(call: Call) -> Answered:
    _need(call, "blog", "user_ip")
    spam = akismet_comment.settled(call.fields)
    if spam is not None:
        return _told(call, spam=spam)
    verdict = await _judged(call)
    spam = akismet_comment.is_spam(verdict) or akismet_comment.fell_for_honeypot(call.fields)
    return _told(call, spam=spam or await _has_bad_home(call), verdict=verdict)


async def _judged(call: Call) -> Verdict:
    comment = akismet_comment.comment_of(call.fields)
    same = akismet_comment.observation_of(call.caller.actor.id, call.fields)
    uncounted = call.is_test or akismet_comment.is_again(call.fields)
    verdict = await call.request.desk.check(call.caller.site, comment, dry_run=uncounted, observation=same)
    call.request.metrics.judged([verdict])
    return verdict


async def _has_bad_home(call: Call) -> bool:
    home = akismet_comment.home_of(call.fields)
    if home is None:
        return False
    return akismet_comment.is_bad_home(await call.request.desk.check(call.caller.site, home, dry_run=True))


def _told(call: Call, *, spam: bool, verdict: Verdict | None = None) -> Answered:
    """The word, with what belongs to it: clients take a header that does not for a fault."""
    call.tally("spam" if spam else "ham")
    headers = {"X-akismet-guid": secrets.token_hex(16)}
    if verdict is not None and spam and akismet_comment.is_blatant(verdict):
        headers["X-akismet-pro-tip"] = "discard"
    if verdict is not None and not spam and verdict.degraded:
        headers["X-akismet-recheck-after"] = _RECHECK_S
    return _reply("true" if spam else "false", headers)


async def _missed_spam(call: Call) -> Answered:
    return await _learn(call, "missed_spam")


async def _false_positive(call: Call) -> Answered:
    return await _learn(call, "false_positives")


async def _learn(call: Call, what: Correction) -> Answered:
    _need(call, "blog", "user_ip")
    if not call.is_test:
        await call.request.feedback.keep(call.caller.site, akismet_comment.feedback_of(call.fields, what))
    call.tally(what)
    return _reply(_THANKS)


async def _limit(call: Call) -> Answered:
    return _json(await akismet_usage.limit(call.request.usage, call.caller.actor.id))


async def _sites(call: Call) -> Answered:
    usage = call.request.usage
    asked = akismet_usage.Report.of(call.fields, usage.month)
    found, total = await akismet_usage.blogs(usage, call.caller.actor.id, asked)
    if call.fields.get("format") == "csv":
        table = akismet_usage.as_csv(call.secret, asked, found, total)
        return _reply(table, media_type="text/csv")
    return _json(akismet_usage.as_json(asked, found, total))


_CALLS: Mapping[str, Callable[[Call], Awaitable[Answered]]] = {
    "1.1/verify-key": _verify,
    "1.1/get-subscription": _subscription,
    "1.1/comment-check": _check,
    "1.1/submit-spam": _missed_spam,
    "1.1/submit-ham": _false_positive,
    "1.2/usage-limit": _limit,
    "1.2/key-sites": _sites,
}


@route(
    [f"{way}/{version}/{{call:str}}" for way in ("", "/k/{key:str}") for version in ("1.1", "1.2")],
    http_method=["GET", "POST", "PUT", "PATCH", "DELETE"],
    status_code=200,
    include_in_schema=False,
)
async def ask(request: ApiRequest) -> Answered:
    """Answer any of Akismet's calls."""
    name = f"{request.scope['path_template'].split('/')[-2]}/{request.path_params['call']}"
    if name == "1.1/test":
        return _reply("connected")
    if name not in _CALLS:
        raise Problem("route.unknown")
    if request.method not in ("GET", "POST"):
        raise Problem("route.method", headers={"Allow": "GET, POST"})
    return await _CALLS[name](await _call(request))


async def _call(request: ApiRequest) -> Call:
    """The call, once its key is known to be good. Raises `Invalid`."""
    given = {
        **fields(request.scope["query_string"]),
        **fields(await request.raw(), request.headers.get("content-type", "")),
    }
    secret = key_in(given, str(request.path_params.get("key", "")), request.headers.get("host", ""))
    caller = await request.app.state.keyring.caller(secret) if secret else None
    if secret is None or caller is None:
        raise Invalid("We were unable to parse your key" if secret is None else "The key is not known")
    if "check" not in caller.key.scopes:
        raise Invalid("The key has not the scope `check`")
    return Call(request, given, secret, caller)


def _need(call: Call, *names: str) -> None:
    for name in names:
        if not call.fields.get(name, "").strip():
            raise Invalid(f'Empty "{name}" value')


def _blog(url: str) -> str:
    """A blog as reports name it: its address without scheme, query and last slash."""
    return re.split("[?#]", url.strip().lower().rpartition("://")[2], maxsplit=1)[0].rstrip("/")[:_MOST_BLOG]


def respond(_: Request[Any, Any, Any], error: Any) -> Answered:
    """Answer any exception: what cannot be answered is `invalid`; what did not come through is no word at all."""
    if isinstance(error, Invalid):
        told = {"X-akismet-debug-help": error.told, "X-akismet-error": "invalid"}
        return _reply("invalid", told)
    problem = problem_of(error)
    body = problem.body()
    words = (
        "" if body.status == 404 else body.title
    )  # WordPress takes any words for statistics that it asked for
    return _reply(words, {**problem.headers, "X-akismet-error": body.code}, status=body.status)


def _json(value: object) -> Answered:
    return _reply(msgspec.json.encode(value).decode(), media_type=_JSON)


def _reply(
    body: str, headers: Mapping[str, str] | None = None, *, status: int = 200, media_type: str = _TEXT
) -> Answered:
    named = {"Cache-Control": "no-store", **(headers or {})}
    return Response(body.encode(), status_code=status, media_type=media_type, headers=named)


router = Router("/", route_handlers=[ask], exception_handlers={Exception: respond})
