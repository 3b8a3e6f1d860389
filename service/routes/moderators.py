"""Moderators of a site and their roles."""

from __future__ import annotations

from litestar import Response, Router, delete, get, patch, post
from litestar.params import FromPath, JSONBody

from service.answers import answer
from service.auth import requires
from service.bodies import ApiRequest
from service.routes.documented import ALWAYS, BODY, DESK, problems
from service.wire_accounts import (
    AddedModerator,
    Done,
    Link,
    ModeratorLine,
    ModeratorsList,
    NewModerator,
    NewRole,
)


@get("/v1/moderators", guards=[requires("admin")], security=DESK, responses=problems(*ALWAYS))
async def moderators(request: ApiRequest) -> Response[ModeratorsList]:
    """List everybody with a role at the site."""
    site = request.auth.site
    found = await request.accounts.people.at(site)
    return answer(request, ModeratorsList([ModeratorLine.of(one, site.id) for one in found]))


@post("/v1/moderators", guards=[requires("admin")], security=DESK, responses=problems(*BODY, *ALWAYS, 409))
async def add(request: ApiRequest, data: JSONBody[NewModerator]) -> Response[AddedModerator]:
    """Give somebody a role; who has no password yet sets one by the link, which works once, for three days."""
    site = request.auth.site
    person, invitation = await request.accounts.people.add(site, data.name, data.role, request.auth.actor)
    link = None if invitation is None else Link.of(invitation)
    return answer(request, AddedModerator(moderator=ModeratorLine.of(person, site.id), link=link), status=201)


@patch(
    "/v1/moderators/{id:str}",
    guards=[requires("admin")],
    security=DESK,
    responses=problems(*BODY, *ALWAYS, 404, 409),
)
async def set_role(
    request: ApiRequest,
    id: FromPath[str],  # noqa: A002 - the path's name for it
    data: JSONBody[NewRole],
) -> Response[ModeratorLine]:
    """Give another role; it counts from the next call on. Nobody changes his own."""
    site = request.auth.site
    person = await request.accounts.people.set_role(site, id, data.role, request.auth.actor)
    return answer(request, ModeratorLine.of(person, site.id))


@delete(
    "/v1/moderators/{id:str}",
    status_code=200,
    guards=[requires("admin")],
    security=DESK,
    responses=problems(*ALWAYS, 404, 409),
)
async def remove(request: ApiRequest, id: FromPath[str]) -> Response[Done]:  # noqa: A002
    """Take the role at this site. Nobody removes himself."""
    await request.accounts.people.remove(request.auth.site, id, request.auth.actor)
    return answer(request, Done())


@post(
    "/v1/moderators/{id:str}/link",
    guards=[requires("admin")],
    security=DESK,
    responses=problems(*ALWAYS, 404),
)
async def invite(request: ApiRequest, id: FromPath[str]) -> Response[Link]:  # noqa: A002
    """Make a new link for somebody who has lost his password; the old one works until the link is used."""
    invitation = await request.accounts.people.invite(request.auth.site, id, request.auth.actor)
    return answer(request, Link.of(invitation), status=201)


@delete(
    "/v1/moderators/{id:str}/sessions",
    status_code=200,
    guards=[requires("admin")],
    security=DESK,
    responses=problems(*ALWAYS, 404),
)
async def sign_out(request: ApiRequest, id: FromPath[str]) -> Response[Done]:  # noqa: A002
    """End every session of a moderator."""
    await request.accounts.people.sign_out(request.auth.site, id, request.auth.actor)
    return answer(request, Done())


router = Router(
    "/", route_handlers=[moderators, add, set_role, remove, invite, sign_out], tags=["Moderators"]
)
