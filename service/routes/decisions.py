"""What moderators decide."""

from __future__ import annotations

from litestar import Response, Router, post
from litestar.params import JSONBody

from service.answers import answer
from service.auth import Caller, requires
from service.bodies import ApiRequest
from service.desk import Desk
from service.errors import Problem
from service.model import NotFound
from service.routes.documented import ALWAYS, BODY, KEY, problems
from service.wire import Decided, DecisionOutcome, DecisionOutcomes, NewDecisions


@post(
    "/v1/decisions",
    status_code=200,
    guards=[requires("moderate")],
    security=KEY,
    responses=problems(*BODY, *ALWAYS),
)
async def decide(request: ApiRequest, data: JSONBody[NewDecisions]) -> Response[DecisionOutcomes]:
    """Publish or reject one or many comments, whatever their state; an unknown id spoils only itself."""
    outcomes = [await _decided(request.desk, request.auth, comment, data) for comment in data.comments]
    return answer(request, DecisionOutcomes(outcomes))


async def _decided(desk: Desk, caller: Caller, comment: str, said: NewDecisions) -> DecisionOutcome:
    by = f"key:{caller.key.id}"
    try:
        decision = await desk.decide(caller.site, comment, said.action, by, said.note)
    except NotFound:
        return DecisionOutcome(problem=Problem("comment.unknown", f"there is no comment {comment!r}").body())
    return DecisionOutcome(decision=Decided.of(decision))


router = Router("/", route_handlers=[decide], tags=["Decisions"])
