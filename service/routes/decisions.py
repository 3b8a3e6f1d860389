"""What moderators decide."""

from __future__ import annotations

from litestar import Response, Router, post
from litestar.params import JSONBody

from service.answers import answer
from service.auth import requires
from service.bodies import ApiRequest
from service.errors import Problem
from service.model import NotFound
from service.routes.documented import ALWAYS, BODY, DESK, problems
from service.wire import Decided, DecisionOutcome, DecisionOutcomes, NewDecisions


@post(
    "/v1/decisions",
    status_code=200,
    guards=[requires("moderate")],
    security=DESK,
    responses=problems(*BODY, *ALWAYS),
)
async def decide(request: ApiRequest, data: JSONBody[NewDecisions]) -> Response[DecisionOutcomes]:
    """Publish or reject one or many comments, whatever their state; an unknown id spoils only itself."""
    outcomes = [await _decided(request, comment, data) for comment in data.comments]
    return answer(request, DecisionOutcomes(outcomes))


async def _decided(request: ApiRequest, comment: str, said: NewDecisions) -> DecisionOutcome:
    try:
        decision = await request.desk.decide(request.auth.site, comment, said.action, request.by, said.note)
    except NotFound:
        return DecisionOutcome(problem=Problem("comment.unknown", f"there is no comment {comment!r}").body())
    return DecisionOutcome(decision=Decided.of(decision))


router = Router("/", route_handlers=[decide], tags=["Decisions"])
