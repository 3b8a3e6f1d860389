"""Sites: names, and from where browsers may call."""

from __future__ import annotations

from litestar import Response, Router, get, patch, post
from litestar.params import FromPath, JSONBody

from service.answers import answer
from service.auth import operators_only, requires
from service.bodies import ApiRequest
from service.people import Actor
from service.routes.documented import ALWAYS, BODY, DESK, SESSION, problems
from service.store.sites import SiteEntry
from service.wire_accounts import ChangedSite, NewSite, SitesList


@get("/v1/sites", guards=[requires("admin")], security=DESK, responses=problems(*ALWAYS))
async def sites(request: ApiRequest) -> Response[SitesList]:
    """Read the site, its name and the origins that it allows. GET /v1/session lists those that you work for."""
    return answer(request, SitesList([await request.accounts.sites.entry(request.auth.site)]))


@post("/v1/sites", guards=[operators_only], security=SESSION, responses=problems(*BODY, *ALWAYS, 409))
async def add(request: ApiRequest, data: JSONBody[NewSite]) -> Response[SiteEntry]:
    """Add a site. Only whoever runs the service may, signed in."""
    visit = request.user
    actor = Actor.of_moderator(visit.moderator, visit.session.id)
    return answer(request, await request.accounts.sites.add(data.id, data.name, actor), status=201)


@patch("/v1/sites/{site:str}", guards=[requires("admin")], security=DESK, responses=problems(*BODY, *ALWAYS))
async def change(
    request: ApiRequest,
    site: FromPath[str],  # noqa: ARG001 - the guard reads it
    data: JSONBody[ChangedSite],
) -> Response[SiteEntry]:
    """Change a site's name, or from where browsers may call with its public keys."""
    changed = await request.accounts.sites.change(request.auth.site, data.change(), request.auth.actor)
    return answer(request, changed)


router = Router("/", route_handlers=[sites, add, change], tags=["Sites"])
