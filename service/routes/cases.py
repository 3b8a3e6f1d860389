"""What waits for a moderator, and who has it in hand."""

from __future__ import annotations

from typing import Annotated

from litestar import Response, Router, get, post
from litestar.params import JSONBody, QueryParameter

from service.answers import answer
from service.auth import requires
from service.bodies import ApiRequest
from service.errors import Problem
from service.model import CaseCounts, CaseFilter, CaseState, NotFound, Order
from service.routes.documented import ALWAYS, BODY, DESK, problems
from service.wire_cases import CasesPage, ClaimedCase, NewClaim, Release, Released, WaitingCase

_MOST = 200
_OLDEST_S = 10 * 365 * 86_400
Limit = Annotated[int, QueryParameter(ge=1, le=_MOST, description="Cases on a page", required=False)]
After = Annotated[
    str | None, QueryParameter(max_length=200, description="`next` of the page before", required=False)
]
Reason = Annotated[
    str | None, QueryParameter(max_length=100, description="A finding's code, as links.over", required=False)
]
Label = Annotated[
    str | None, QueryParameter(max_length=64, description="A label, as toxicity or spam", required=False)
]
Section = Annotated[
    str | None, QueryParameter(max_length=200, description="The thread's section", required=False)
]
Language = Annotated[
    str | None, QueryParameter(max_length=16, description="The text's language, as vi", required=False)
]
Thread = Annotated[str | None, QueryParameter(max_length=2_048, description="The article", required=False)]
Guest = Annotated[str | None, QueryParameter(max_length=64, description="The guest's id", required=False)]
Cluster = Annotated[
    str | None, QueryParameter(max_length=64, description="A case's `cluster`: all copies", required=False)
]
State = Annotated[
    CaseState,
    QueryParameter(
        name="state",
        description="`open`: all; of these `waiting` (in nobody's hand), `claimed`, `escalated`. Or `closed`",
        required=False,
    ),
]
AgeOver = Annotated[
    float | None, QueryParameter(ge=0, le=_OLDEST_S, description="Seconds since it opened", required=False)
]
AgeUnder = Annotated[
    float | None, QueryParameter(ge=0, le=_OLDEST_S, description="Seconds since it opened", required=False)
]
AskedOrder = Annotated[
    Order, QueryParameter(description="`priority`: the severest count as a day older", required=False)
]


@get("/v1/cases", guards=[requires("moderate")], security=DESK, responses=problems(400, *ALWAYS))
async def cases(
    request: ApiRequest,
    limit: Limit = 50,
    after: After = None,
    order: AskedOrder = "oldest",
    standing: State = "open",  # Litestar keeps the name `state` for itself
    reason: Reason = None,
    label: Label = None,
    section: Section = None,
    language: Language = None,
    thread: Thread = None,
    guest: Guest = None,
    cluster: Cluster = None,
    age_over_s: AgeOver = None,
    age_under_s: AgeUnder = None,
) -> Response[CasesPage]:
    """List cases, a page at a time; what is asked for must all be so."""
    wanted = CaseFilter(
        state=standing,
        reason=reason,
        label=label,
        section=section,
        language=language,
        thread=thread,
        guest=guest,
        cluster=cluster,
        age_over_s=age_over_s,
        age_under_s=age_under_s,
    )
    found, following = await request.desk.queue.page(
        request.auth.site, wanted, order, limit=limit, after=after
    )
    return answer(request, CasesPage([WaitingCase.of(case) for case in found], following))


@get("/v1/cases/counts", guards=[requires("moderate")], security=DESK, responses=problems(*ALWAYS))
async def counts(request: ApiRequest) -> Response[CaseCounts]:
    """Count open cases, in all and by reason; one with two reasons counts under both."""
    return answer(request, await request.desk.queue.counts(request.auth.site))


@post(
    "/v1/cases/claim",
    status_code=200,
    guards=[requires("moderate")],
    security=DESK,
    responses=problems(*BODY, *ALWAYS, 404, 409),
)
async def claim(request: ApiRequest, data: JSONBody[NewClaim]) -> Response[ClaimedCase]:
    """Take a case in hand, so that nobody else decides it meanwhile; 409 tells who has it."""
    case = await (_claim_next(request, data) if data.case is None else _claim(request, data, data.case))
    return answer(request, ClaimedCase(case))


async def _claim_next(request: ApiRequest, asked: NewClaim) -> WaitingCase | None:
    if asked.number is not None:
        raise Problem(
            "body.value", "`number` goes on with a claim on a `case`, which is missing", path="$.case"
        )
    queue, caller = request.desk.queue, request.auth
    found = await queue.claim_next(caller.site, caller.by, asked.filter, asked.order, lease_s=asked.lease_s)
    return WaitingCase.of(found) if found else None


async def _claim(request: ApiRequest, asked: NewClaim, case: str) -> WaitingCase:
    queue, caller = request.desk.queue, request.auth
    try:
        found = await queue.claim(caller.site, case, caller.by, lease_s=asked.lease_s, number=asked.number)
    except NotFound:
        raise Problem("case.unknown", f"there is no case {case!r}", path="$.case") from None
    return WaitingCase.of(found)


@post(
    "/v1/cases/release",
    status_code=200,
    guards=[requires("moderate")],
    security=DESK,
    responses=problems(*BODY, *ALWAYS),
)
async def release(request: ApiRequest, data: JSONBody[Release]) -> Response[Released]:
    """Give cases back."""
    caller = request.auth
    return answer(request, Released(await request.desk.queue.release(caller.site, caller.by, data.claims)))


router = Router("/", route_handlers=[cases, counts, claim, release], tags=["Cases"])
