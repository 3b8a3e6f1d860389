"""Google's Perspective API, `v1alpha1`: a site that is given our address in place of Google's goes on as before."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from litestar import Request, Response, Router, get, post

from moderation.policy.model import PerspectivePolicy
from service.addresses import is_of
from service.bodies import ApiRequest
from service.decoding import decode
from service.desk.scoring import Scored, Scores, Scoring
from service.doors import errors
from service.doors.perspective_attributes import known, label, plain, theirs
from service.doors.perspective_discovery import VERSION, document
from service.doors.perspective_keys import keyed
from service.doors.perspective_shadow import Reply, Shadow
from service.doors.perspective_wire import (
    PROBABILITY,
    Analyze,
    Analyzed,
    AttributeScores,
    Context,
    Refused,
    Requested,
    Score,
    Span,
    Suggest,
    Suggested,
    Text,
    fault,
    raw_reply,
    reply,
    shape,
    unsupported,
)
from service.doors.protojson import Unfit, message
from service.doors.sentences import sentences
from service.errors import Problem
from service.store.feedback import Door, Feedback

MOST_BYTES = 20 * 1024  # of a comment, in UTF-8
_UNSPECIFIED = "SCORE_TYPE_UNSPECIFIED"
_BOTH = "Context can have either entries or article_and_parent_comment, but both fields were populated."
DOOR: Door = "perspective"
_LIKELY = 0.5
_LONGEST_TOKEN = 255
_CORAL = "comment:"  # before the id of a comment
_ANALYZE = ["/v1alpha1/comments:analyze", "/comments:analyze"]
_SUGGEST = ["/v1alpha1/comments:suggestscore", "/comments:suggestscore"]

Part = tuple[int, int, Scores]


@post(_ANALYZE, status_code=200, guards=[keyed("check")], include_in_schema=False)
async def analyze(request: ApiRequest) -> Response[bytes]:
    """Score one comment; nothing is counted, and nothing kept unless Perspective itself is asked beside us."""
    raw = await request.raw()
    asked = message(decode(raw, "json", dict[str, Any]), Analyze)
    shadow: Shadow | None = request.app.state.shadow
    if shadow is None:
        return _ours(request, asked)
    if request.app.state.settings.perspective_shadow == "ours":
        told = _ours(request, asked)
        shadow.beside(_compared(shadow, request, asked, raw))
        return told
    upstream = await _compared(shadow, request, asked, raw)
    return _ours(request, asked) if upstream is None else raw_reply(upstream.body, upstream.status)


def _ours(request: ApiRequest, asked: Analyze) -> Response[bytes]:
    return reply(analyzed(asked, request.app.state.scoring, request.auth.site.policy.perspective))


async def _compared(shadow: Shadow, request: ApiRequest, asked: Analyze, raw: bytes) -> Reply | None:
    """What the upstream says; kept beside what we say, unless the site wants nothing kept."""
    found = await shadow.ask(raw)
    if found is not None and found.scores and not asked.do_not_store:
        scored = request.app.state.scoring.text(asked.comment.text)
        ours = {
            name: scored.scores[label_]
            for name in found.scores
            if known(name) and (label_ := label(name)) in scored.scores
        }
        shadow.record(asked.comment.text, found.scores, ours, request.auth.site.id)
    return found


@post(_SUGGEST, status_code=200, guards=[keyed("check")], include_in_schema=False)
async def suggest(request: ApiRequest) -> Response[bytes]:
    """Keep what the site says of a comment; Perspective has one key for both calls, so `check` opens this too."""
    said = message(decode(await request.raw(), "json", dict[str, Any]), Suggest)
    refuse_unreadable(said.comment, said.context)
    scored = request.app.state.scoring.text(said.comment.text)
    detected = [scored.language] if scored.known else []
    await request.feedback.keep(request.auth.site, _feedback(said))
    told = Suggested(
        client_token=said.client_token, requested_languages=said.languages, detected_languages=detected
    )
    return reply(told)


@get("/$discovery/rest", include_in_schema=False)
async def discovery(request: ApiRequest) -> Response[bytes]:
    """Tell Google's client libraries how to call us, at the very address where they asked."""
    if request.query_params.get("version", VERSION) != VERSION:
        raise Problem("route.unknown", f"the version here is {VERSION}")
    return reply(document(_root(request)))


def _root(request: ApiRequest) -> str:
    """Where the caller reached us, through a proxy of ours too."""
    peer = request.client.host if request.client else ""
    proxies = request.app.state.settings.proxies
    told = request.headers.get("x-forwarded-proto", "") if is_of(peer, proxies) else ""
    scheme = told if told in ("http", "https") else request.url.scheme
    return f"{scheme}://{request.url.netloc}/"


def _feedback(said: Suggest) -> Feedback:
    """What is said of a comment, and what it teaches: who says more likely than not that it is bad would refuse it."""
    values = _values(said)
    worst = max(values, key=lambda attribute: values[attribute])
    bad = values[worst] >= _LIKELY
    return Feedback(
        door=DOOR,
        text=said.comment.text,
        action="reject" if bad else "publish",
        label=label(worst) if bad else None,
        told=values,
        token=said.client_token.removeprefix(_CORAL)[:_LONGEST_TOKEN] or None,
    )


def _values(said: Suggest) -> Mapping[str, float]:
    """What is said of each attribute. Raises `Refused`."""
    if not said.attribute_scores:
        raise Refused("NO_REQUESTED_ATTRIBUTES", "Missing attribute_scores")
    values = {}
    for attribute, scores in said.attribute_scores.items():
        if not known(attribute):
            raise Refused("INVALID_REQUEST", f"Unknown requested attribute: {attribute[:100]}")
        if scores.summary_score is None or not 0 <= scores.summary_score.value <= 1:
            raise Refused("INVALID_REQUEST", f"Attribute {attribute} needs a summary_score from 0 to 1")
        values[attribute] = scores.summary_score.value
    return values


def analyzed(asked: Analyze, scoring: Scoring, policy: PerspectivePolicy) -> Analyzed:
    """What is found of *asked*. Raises `Refused` as Google does, in the order in which it looks."""
    refuse_unreadable(asked.comment, asked.context)
    _refuse_unknown(asked.requested_attributes)
    scored = scoring.text(asked.comment.text)
    detected = [scored.language] if scored.known else []
    attributes = list(_supported(asked, scored, policy))
    parts = list(_parts(asked, scored, scoring)) if attributes else []
    found = {
        attribute: scores
        for attribute in attributes
        if (scores := _attribute(attribute, asked, scored, parts, policy)) is not None
    }
    return Analyzed(
        attribute_scores=found,
        languages=asked.languages or detected,
        detected_languages=detected,
        client_token=asked.client_token,
    )


def refuse_unreadable(comment: Text, context: Context) -> None:
    """Raise `Refused` for a comment that is empty, too long, or of a type that is not read."""
    if not comment.text.strip():
        raise Refused("COMMENT_EMPTY", "Comment must be non-empty.")
    if len(comment.text.encode()) > MOST_BYTES:
        raise Refused("COMMENT_TOO_LONG", "Comment text too long.")
    if comment.type not in ("PLAIN_TEXT", "TEXT_TYPE_UNSPECIFIED"):
        raise Refused("INVALID_REQUEST", "Currently, only 'PLAIN_TEXT' comments are supported")
    if context.entries and context.article_and_parent_comment is not None:
        raise Refused("INVALID_REQUEST", _BOTH)


def _refuse_unknown(requested: Mapping[str, Requested]) -> None:
    if not requested:
        raise Refused("NO_REQUESTED_ATTRIBUTES", "Missing requested_attributes")
    for attribute, wanted in requested.items():
        if not known(attribute):
            raise Refused("INVALID_REQUEST", f"Unknown requested attribute: {attribute[:100]}")
        if wanted.score_type not in (PROBABILITY, _UNSPECIFIED):
            kind = wanted.score_type[:100]
            told = f"Requested score type {kind} is not supported by attribute {attribute}"
            raise Refused("INVALID_REQUEST", told)


def _supported(asked: Analyze, scored: Scored, policy: PerspectivePolicy) -> Iterator[str]:
    """The attributes that can be scored; for the others an error, or nothing, as the policy says."""
    strict = policy.unsupported == "error"
    if strict and not scored.known and not (scored.scores and asked.languages):
        raise Refused("LANGUAGE_DETECTION_FAILED", "Unable to detect the comment's language.")
    for attribute in asked.requested_attributes:
        if label(attribute) in scored.scores:
            yield attribute
        elif strict:
            told = [scored.language] if scored.known else asked.languages
            raise unsupported(attribute, asked.languages, told)


def _parts(asked: Analyze, scored: Scored, scoring: Scoring) -> Iterator[Part]:
    """Each sentence with its scores, or the whole text; in UTF-16 units."""
    text = asked.comment.text
    astral = [at for at, character in enumerate(text) if character > "\uffff"]
    if not asked.span_annotations:
        yield 0, len(text) + len(astral), scored.scores
        return
    for begin, end in sentences(text):
        scores = scoring.part(scored, begin, end)
        yield begin + bisect_left(astral, begin), end + bisect_left(astral, end), scores


def _attribute(
    attribute: str, asked: Analyze, scored: Scored, parts: Sequence[Part], policy: PerspectivePolicy
) -> AttributeScores | None:
    """The scores of one attribute; None when they are under the threshold that was asked for."""
    name, points = label(attribute), policy.map.get(plain(attribute), ())  # type: ignore[call-overload]
    assert name is not None
    summary = theirs(scored.scores[name], points)
    least = asked.requested_attributes[attribute].score_threshold
    if summary < least:
        return None
    told = [(begin, end, theirs(scores[name], points)) for begin, end, scores in parts if name in scores]
    spans = [Span(begin, end, Score(value)) for begin, end, value in told if value >= least]
    return AttributeScores(spans, Score(summary))


def respond(request: Request[Any, Any, Any], error: Any) -> Response[bytes]:
    """Answer any exception as Google would."""
    match error:
        case Refused():
            return fault(400, str(error), error.details)
        case Unfit():
            return fault(400, str(error))
    return _told(request, error)


_told = errors.handler(shape)
router = Router(
    "/",
    route_handlers=[
        analyze,
        suggest,
        discovery,
        errors.other_methods([*_ANALYZE, *_SUGGEST], "POST"),
        errors.nothing_at("/v1alpha1/{rest:path}"),
    ],
    exception_handlers={Exception: respond},
)
