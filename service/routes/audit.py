"""The audit log."""

from __future__ import annotations

from typing import Annotated

from litestar import Response, Router, get
from litestar.params import QueryParameter

from service.answers import answer
from service.auth import requires
from service.bodies import ApiRequest
from service.ids import is_plain
from service.routes.documented import ALWAYS, DESK, problems
from service.store.audit import Audit
from service.wire_accounts import AuditLine, AuditPage

_MOST = 200
_MOST_NUMBER = 2**53
Limit = Annotated[int, QueryParameter(ge=1, le=_MOST, description="Lines on a page", required=False)]
Before = Annotated[
    int | None,
    QueryParameter(ge=1, le=_MOST_NUMBER, description="`next` of the page before", required=False),
]
Subject = Annotated[
    str | None, QueryParameter(max_length=200, description="Only what was done to this id", required=False)
]


@get("/v1/audit", guards=[requires("admin")], security=DESK, responses=problems(400, *ALWAYS))
async def audit(
    request: ApiRequest, limit: Limit = 50, before: Before = None, subject: Subject = None
) -> Response[AuditPage]:
    """List what was done at the site, the newest first. Who runs the service also sees what is about no one site."""
    if subject is not None and not is_plain(subject):
        return answer(request, AuditPage([], None))
    log: Audit = request.app.state.store.audit
    found = await log.page(
        request.auth.site.id,
        limit=limit + 1,
        before=before,
        subject=subject,
        whole_service=request.auth.actor.operator,
    )
    following = found[limit - 1].number if len(found) > limit else None
    return answer(request, AuditPage([AuditLine.of(entry) for entry in found[:limit]], following))


router = Router("/", route_handlers=[audit], tags=["Audit"])
