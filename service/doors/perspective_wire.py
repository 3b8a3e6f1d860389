"""Perspective's messages, in and out, and its errors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from litestar import Response
from msgspec import Struct

from service.errors import Problem

JSON = "application/json; charset=UTF-8"
PROBABILITY = "PROBABILITY"
_ERROR = "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"
_INFO = "type.googleapis.com/google.rpc.ErrorInfo"
_DOMAIN = "googleapis.com"
BAD_KEY = "API key not valid. Please pass a valid API key."
NO_KEY = "Method doesn't allow unregistered callers. Please use an API key: ?key=mk_… or X-Goog-Api-Key."


class Message(Struct, frozen=True, rename="camel", kw_only=True, omit_defaults=True):
    """A message; its fields in camel case, as Google writes them."""


class Text(Message, frozen=True):
    """A text entry."""

    text: str = ""
    type: str = "PLAIN_TEXT"


class Article(Message, frozen=True):
    """A comment with what it answers to."""

    article: Text | None = None
    parent_comment: Text | None = None


class Context(Message, frozen=True):
    """Where the comment stands; read, and not used for scoring."""

    entries: list[Text] = []
    article_and_parent_comment: Article | None = None


class Requested(Message, frozen=True):
    """What is asked of one attribute."""

    score_type: str = PROBABILITY
    score_threshold: float = 0.0


class Analyze(Message, frozen=True):
    """The body of `comments:analyze`."""

    comment: Text = Text()
    context: Context = Context()
    requested_attributes: dict[str, Requested] = {}
    languages: list[str] = []
    do_not_store: bool = False
    span_annotations: bool = False
    client_token: str = ""
    session_id: str = ""
    community_id: str = ""


class Score(Struct, frozen=True):
    """A probability."""

    value: float
    type: str = PROBABILITY


class Span(Struct, frozen=True):
    """The score of UTF-16 units [begin, end)."""

    begin: int
    end: int
    score: Score


class AttributeScores(Struct, frozen=True, rename="camel"):
    """What was found of one attribute."""

    span_scores: list[Span]
    summary_score: Score


class Analyzed(Message, frozen=True):
    """The answer of `comments:analyze`."""

    attribute_scores: dict[str, AttributeScores]
    languages: list[str]
    detected_languages: list[str]
    client_token: str = ""


class SuggestedValue(Message, frozen=True):
    """A score as a site suggests it."""

    value: float = 0.0
    type: str = PROBABILITY


class SuggestedSpan(Message, frozen=True):
    """The same of a part."""

    begin: int = 0
    end: int = 0
    score: SuggestedValue = SuggestedValue()


class SuggestedScores(Message, frozen=True):
    """What a site says of one attribute."""

    summary_score: SuggestedValue | None = None
    span_scores: list[SuggestedSpan] = []


class Suggest(Message, frozen=True):
    """The body of `comments:suggestscore`."""

    comment: Text = Text()
    context: Context = Context()
    attribute_scores: dict[str, SuggestedScores] = {}
    languages: list[str] = []
    community_id: str = ""
    client_token: str = ""
    session_id: str = ""


class Suggested(Message, frozen=True):
    """The answer of `comments:suggestscore`."""

    client_token: str
    requested_languages: list[str]
    detected_languages: list[str]


class Refused(Exception):
    """A documented error of Perspective's: 400 with an errorType; *more* goes beside it."""

    def __init__(self, error_type: str, message: str, **more: Any) -> None:
        super().__init__(message)
        self.details: Sequence[Any] = [{"@type": _ERROR, "errorType": error_type, **more}]


def unsupported(attribute: str, requested: Sequence[str], detected: Sequence[str]) -> Refused:
    """The error for an attribute that is not scored in a comment's language; clients read `attribute` of it."""
    told = {"detectedLanguages": detected, "requestedLanguages": requested, "attribute": attribute}
    return Refused(
        "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
        f"Attribute {attribute} does not support request languages: {', '.join(detected)}",
        languageNotSupportedByAttributeError=told,
    )


_STATUSES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    405: "UNIMPLEMENTED",
    408: "DEADLINE_EXCEEDED",
    413: "INVALID_ARGUMENT",
    415: "INVALID_ARGUMENT",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}


def shape(problem: Problem, status: int) -> Response[bytes]:
    """*problem* as Google's services tell it."""
    body = problem.body()
    match problem.code:
        case "key.missing":
            return fault(403, NO_KEY, headers=problem.headers)
        case "key.unknown":
            return fault(400, BAD_KEY, [_info("API_KEY_INVALID")])
        case code if code.startswith("body.") and status == 400:
            return fault(400, f"Invalid JSON payload received. {body.title}: {body.detail}")
    details = [_info("RATE_LIMIT_EXCEEDED")] if status == 429 else []
    return fault(status, f"{body.title}: {body.detail}", details, problem.headers)


def fault(
    status: int, message: str, details: Sequence[Any] = (), headers: dict[str, str] | None = None
) -> Response[bytes]:
    """An error in Google's shape."""
    named = {"code": status, "message": message, "status": _STATUSES.get(status, "UNKNOWN")}
    if details:
        named["details"] = list(details)
    plain = {name: value for name, value in (headers or {}).items() if name.lower() != "www-authenticate"}
    return reply({"error": named}, status, plain)


def reply(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response[bytes]:
    """*value* as JSON."""
    return raw_reply(msgspec.json.encode(value), status, headers)


def raw_reply(body: bytes, status: int, headers: dict[str, str] | None = None) -> Response[bytes]:
    """*body*, which is JSON."""
    named = {"Cache-Control": "no-store", **(headers or {})}
    return Response(body, status_code=status, media_type=JSON, headers=named)


def _info(reason: str) -> dict[str, Any]:
    service = {"service": "commentanalyzer.googleapis.com"}
    return {"@type": _INFO, "reason": reason, "domain": _DOMAIN, "metadata": service}
