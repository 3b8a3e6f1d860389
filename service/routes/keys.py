"""API keys of a site."""

from __future__ import annotations

from litestar import Response, Router, delete, get, post
from litestar.params import FromPath, JSONBody

from service.answers import answer
from service.auth import requires
from service.bodies import ApiRequest
from service.routes.documented import ALWAYS, BODY, DESK, problems
from service.wire_accounts import Done, KeyLine, KeysList, MadeKey, NewKey, Rotation


@get("/v1/keys", guards=[requires("admin")], security=DESK, responses=problems(*ALWAYS))
async def keys(request: ApiRequest) -> Response[KeysList]:
    """List the site's keys with their last use, ended ones too."""
    found = await request.accounts.keys.of(request.auth.site.id)
    return answer(request, KeysList([KeyLine.of(key) for key in found]))


@post("/v1/keys", guards=[requires("admin")], security=DESK, responses=problems(*BODY, *ALWAYS))
async def add(request: ApiRequest, data: JSONBody[NewKey]) -> Response[MadeKey]:
    """Make a key; its secret is told this once."""
    secret, key = await request.accounts.keys.add(
        request.auth.site.id, data.kind, data.given(), request.auth.actor, data.name
    )
    return answer(request, MadeKey(secret=secret, key=KeyLine.of(key)), status=201)


@post(
    "/v1/keys/{id:str}/rotate",
    guards=[requires("admin")],
    security=DESK,
    responses=problems(*BODY, *ALWAYS, 404, 409),
)
async def rotate(
    request: ApiRequest,
    id: FromPath[str],  # noqa: A002 - the path's name for it
    data: JSONBody[Rotation],
) -> Response[MadeKey]:
    """Make a key in place of another, with its name and scopes. For `overlap_s` both work, then the new one alone."""
    secret, key = await request.accounts.keys.rotate(
        request.auth.site.id, id, data.overlap_s, request.auth.actor
    )
    return answer(request, MadeKey(secret=secret, key=KeyLine.of(key)), status=201)


@delete(
    "/v1/keys/{id:str}",
    status_code=200,
    guards=[requires("admin")],
    security=DESK,
    responses=problems(*ALWAYS, 404),
)
async def withdraw(request: ApiRequest, id: FromPath[str]) -> Response[Done]:  # noqa: A002
    """End a key now; other processes notice within five seconds."""
    await request.accounts.keys.withdraw(request.auth.site.id, id, request.auth.actor)
    return answer(request, Done())


router = Router("/", route_handlers=[keys, add, rotate, withdraw], tags=["Keys"])
