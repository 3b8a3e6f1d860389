"""OpenAI's moderation endpoint: a client that is given our address and a key of ours goes on as before."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from litestar import Response, Router, post
from msgspec import Struct

from service.auth import requires
from service.bodies import ApiRequest
from service.decoding import decode
from service.doors import errors
from service.doors.openai_wire import Asked, Result, Results, Text, result
from service.doors.pieces import pieces
from service.errors import Problem

MOST_INPUTS = 1_000
_TYPES = {429: "requests", 503: "server_error", 500: "server_error"}
_CODES = {401: "invalid_api_key", 403: "insufficient_permissions", 429: "rate_limit_exceeded"}
_REJECTED = "image parts are not read here, only text; leave them out"


class Fault(Struct, frozen=True):
    """What is wrong, as OpenAI's clients read it."""

    message: str
    type: str
    param: str | None
    code: str | None


@post("/v1/moderations", status_code=200, guards=[requires("check")], include_in_schema=False)
async def moderate(request: ApiRequest) -> Response[bytes]:
    """Score one text, many, or one in parts; nothing is counted and nothing kept."""
    asked = decode(await request.raw(), "json", Asked)
    found = [await _scored(request, texts) for texts in _inputs(asked)]
    return _reply(200, Results(id=f"modr-{secrets.token_hex(12)}", model=_model(request), results=found))


def _inputs(asked: Asked) -> Sequence[Sequence[str]]:
    """The texts of each result: a string has one of its own, the parts of a list have one together."""
    if isinstance(asked.input, str):
        return [[asked.input]]
    if not 1 <= len(asked.input) <= MOST_INPUTS:
        raise Problem("body.value", f"send 1 to {MOST_INPUTS:,} inputs at a time", path="$.input")
    strings = [one for one in asked.input if isinstance(one, str)]
    if strings and len(strings) < len(asked.input):
        raise Problem("body.value", "send strings or typed parts, not both", path="$.input")
    return [[one] for one in strings] or [_parts(asked.input)]


def _parts(parts: Sequence[Any]) -> Sequence[str]:
    for at, part in enumerate(parts):
        if not isinstance(part, Text):
            raise Problem("body.value", _REJECTED, path=f"$.input[{at}]")
    return [part.text for part in parts]


async def _scored(request: ApiRequest, texts: Sequence[str]) -> Result:
    """The highest score of each label in any piece: what is hidden in a long text counts as if it came alone."""
    highest: dict[str, float] = {}
    for piece in (piece for text in texts for piece in pieces(text)):
        for label, score in request.app.state.scoring.text(piece).scores.items():
            highest[label] = max(score, highest.get(label, 0.0))
        await asyncio.sleep(0)  # a long text takes a second, in which others want their turn
    return result(highest, request.auth.site.policy.toxicity)


def _model(request: ApiRequest) -> str:
    """Which weights answered, whatever name was asked for."""
    first = next(iter(request.desk.models), "")
    return f"moderation-{first.removeprefix('sha256:')[:12]}"


def _told(problem: Problem, status: int) -> Response[bytes]:
    """*problem* as OpenAI would tell it."""
    body = problem.body()
    fault = Fault(
        message=f"{body.title}: {body.detail}" if body.detail != body.title else f"{body.title}; {body.cure}",
        type=_TYPES.get(status, "invalid_request_error"),
        param=None if body.path is None else body.path.removeprefix("$").removeprefix("."),
        code=_CODES.get(status),
    )
    return _reply(status, {"error": fault}, problem.headers)


def _reply(status: int, value: object, headers: Mapping[str, str] | None = None) -> Response[bytes]:
    named = {"x-request-id": f"req_{secrets.token_hex(16)}", "Cache-Control": "no-store", **(headers or {})}
    return Response(
        msgspec.json.encode(value), status_code=status, media_type="application/json", headers=named
    )


router = Router(
    "/",
    route_handlers=[moderate, errors.other_methods(["/v1/moderations"], "POST", guards=[requires("check")])],
    exception_handlers={Exception: errors.handler(_told)},
)
