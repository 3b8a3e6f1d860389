"""What waits for a moderator."""

from __future__ import annotations

from typing import Annotated

from litestar import Response, Router, get
from litestar.params import QueryParameter

from service.answers import answer
from service.auth import requires
from service.bodies import ApiRequest
from service.model import CaseCounts
from service.routes.documented import ALWAYS, DESK, problems
from service.wire import CasesPage, WaitingCase

_MOST = 200
Limit = Annotated[int, QueryParameter(ge=1, le=_MOST, description="Cases on a page", required=False)]
After = Annotated[
    str | None, QueryParameter(max_length=200, description="`next` of the page before", required=False)
]
Reason = Annotated[
    str | None, QueryParameter(max_length=100, description="A finding's code, as links.over", required=False)
]


@get("/v1/cases", guards=[requires("moderate")], security=DESK, responses=problems(400, *ALWAYS))
async def cases(
    request: ApiRequest,
    limit: Limit = 50,
    after: After = None,
    reason: Reason = None,
) -> Response[CasesPage]:
    """List open cases, oldest first, a page at a time."""
    found, following = await request.desk.cases(request.auth.site, limit=limit, after=after, reason=reason)
    return answer(request, CasesPage([WaitingCase.of(case) for case in found], following))


@get("/v1/cases/counts", guards=[requires("moderate")], security=DESK, responses=problems(*ALWAYS))
async def counts(request: ApiRequest) -> Response[CaseCounts]:
    """Count open cases, in all and by reason; one with two reasons counts under both."""
    return answer(request, await request.desk.counts(request.auth.site))


router = Router("/", route_handlers=[cases, counts], tags=["Cases"])
