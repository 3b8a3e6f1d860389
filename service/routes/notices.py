"""Notices: what readers are told, by code."""

from __future__ import annotations

from litestar import Response, Router, get, post
from litestar.params import JSONBody

from moderation.catalogue import catalogue
from service.answers import answer
from service.auth import requires
from service.bodies import ApiRequest
from service.routes.documented import ALWAYS, BODY, DESK, problems
from service.wire_notices import NoticeLine, NoticePreview, NoticesList, Previewed


@get("/v1/notices", guards=[requires("moderate")], security=DESK, responses=problems(*ALWAYS))
async def notices(request: ApiRequest) -> Response[NoticesList]:
    """List every notice: the shipped sentences, the site's own, and what may be filled in."""
    policy = request.auth.site.policy
    return answer(request, NoticesList([NoticeLine.of(code, policy) for code in catalogue("en").notices]))


@post(
    "/v1/notices/preview",
    status_code=200,
    guards=[requires("moderate")],
    security=DESK,
    responses=problems(*BODY, *ALWAYS),
)
async def try_out(request: ApiRequest, data: JSONBody[NoticePreview]) -> Response[Previewed]:
    """Show a sentence as a reader would see it; nothing is kept. The policy keeps a site's own sentences."""
    return answer(request, Previewed(data.shown(request.auth.site.policy)))


router = Router("/", route_handlers=[notices, try_out], tags=["Notices"])
