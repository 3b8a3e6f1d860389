"""What moderators decide, take back, and teach."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

import msgspec
from litestar import Response, Router, get, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import JSONBody
from litestar.response import Stream

from moderation.errors import ModerationError
from service.answers import answer
from service.auth import requires
from service.bodies import ApiRequest
from service.desk.decisions import Outcome
from service.errors import Problem, problem_of
from service.lessons import Lesson
from service.model import Decision, NotFound
from service.routes.documented import ALWAYS, BODY, DESK, problems
from service.wire_decisions import Decided, DecisionOutcome, DecisionOutcomes, NewDecisions, Undoing

_LINES = "application/x-ndjson"


@post(
    "/v1/decisions",
    status_code=200,
    guards=[requires("moderate")],
    security=DESK,
    responses=problems(*BODY, *ALWAYS),
)
async def decide(request: ApiRequest, data: JSONBody[NewDecisions]) -> Response[DecisionOutcomes]:
    """Decide one or many comments, whatever their state; what cannot be decided spoils only itself."""
    said, caller, decisions = data.said(), request.auth, request.desk.decisions
    more = False
    if data.cluster is None:
        outcomes = await decisions.decide(
            caller.site, data.comments, said, caller.by, claims=data.claims, override=data.override
        )
    else:
        outcomes, more = await decisions.decide_cluster(
            caller.site, data.cluster, said, caller.by, override=data.override
        )
    return answer(request, DecisionOutcomes(_told(outcomes, "comment.unknown"), more))


@post(
    "/v1/decisions/undo",
    status_code=200,
    guards=[requires("moderate")],
    security=DESK,
    responses=problems(*BODY, *ALWAYS),
)
async def undo(request: ApiRequest, data: JSONBody[Undoing]) -> Response[DecisionOutcomes]:
    """Take decisions back while they are young; comments and cases are as before them."""
    caller = request.auth
    outcomes = await request.desk.decisions.undo(caller.site, data.decisions, caller.by)
    return answer(request, DecisionOutcomes(_told(outcomes, "decision.unknown")))


@get(
    "/v1/decisions/export",
    guards=[requires("moderate")],
    security=DESK,
    responses={
        200: ResponseSpec(str, description="JSON Lines, oldest first", media_type=_LINES),
        **problems(*ALWAYS),
    },
)
async def export(request: ApiRequest) -> Stream:
    """Give what decisions teach the site's own model, as `moderation-train site --decisions` reads it.

    What the site's people said through a foreign API comes after them.
    """
    site = request.auth.site
    lines = _lines(request.desk.decisions.lessons(site), request.feedback.lessons(site))
    return Stream(lines, media_type=_LINES, headers={"Cache-Control": "no-store"})


async def _lines(*lessons: AsyncIterator[Lesson]) -> AsyncIterator[bytes]:
    for some in lessons:
        async for one in some:
            yield msgspec.json.encode(one) + b"\n"


def _told(outcomes: Sequence[Outcome], unknown: str) -> list[DecisionOutcome]:
    return [_outcome(one, unknown) for one in outcomes]


def _outcome(outcome: Decision | ModerationError, unknown: str) -> DecisionOutcome:
    match outcome:
        case Decision():
            return DecisionOutcome(decision=Decided.of(outcome))
        case NotFound():
            return DecisionOutcome(problem=Problem(unknown, str(outcome)).body())
        case _:
            return DecisionOutcome(problem=problem_of(outcome).body())


router = Router("/", route_handlers=[decide, undo, export], tags=["Decisions"])
