"""The secrets that Coral signs with."""

from __future__ import annotations

from litestar import Response, Router, delete, get, post
from litestar.params import FromPath, JSONBody

from service.answers import answer
from service.auth import requires
from service.bodies import ApiRequest
from service.routes.documented import ALWAYS, BODY, DESK, problems
from service.wire_accounts import Done
from service.wire_coral import CoralSecretLine, CoralSecretsList, NewCoralSecret


@get("/v1/coral/secrets", guards=[requires("admin")], security=DESK, responses=problems(*ALWAYS))
async def secrets(request: ApiRequest) -> Response[CoralSecretsList]:
    """List the secrets by their ends, and where Coral is to send comments."""
    site = request.auth.site
    found = [CoralSecretLine.of(one) for one in await request.coral.of(site)]
    return answer(request, CoralSecretsList(f"/coral/{site.id}", found))


@post("/v1/coral/secrets", guards=[requires("admin")], security=DESK, responses=problems(*BODY, *ALWAYS, 409))
async def add(request: ApiRequest, data: JSONBody[NewCoralSecret]) -> Response[CoralSecretLine]:
    """Accept what Coral signs with this secret, from now on, beside those that are there."""
    made = await request.coral.add(request.auth.site, data.secret, request.auth.actor)
    return answer(request, CoralSecretLine.of(made), status=201)


@delete(
    "/v1/coral/secrets/{id:str}",
    status_code=200,
    guards=[requires("admin")],
    security=DESK,
    responses=problems(*ALWAYS, 404),
)
async def remove(request: ApiRequest, id: FromPath[str]) -> Response[Done]:  # noqa: A002
    """Accept nothing more that is signed with it."""
    await request.coral.remove(request.auth.site, id, request.auth.actor)
    return answer(request, Done())


router = Router("/", route_handlers=[secrets, add, remove], tags=["Coral"])
