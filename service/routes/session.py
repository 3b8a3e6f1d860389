"""Signing in and out, and who is signed in."""

from __future__ import annotations

from litestar import Response, Router, delete, get, post
from litestar.params import FromPath, JSONBody

from service import cookies
from service.answers import answer
from service.auth import own_page_only, signed_in
from service.bodies import ApiRequest
from service.desk.sessions import Visit
from service.errors import Problem
from service.routes.documented import ALWAYS, BODY, SESSION, problems
from service.wire_accounts import (
    Credentials,
    Done,
    NewPassword,
    Ready,
    SessionLine,
    SessionsList,
    SetUp,
    SignedIn,
)


@post(
    "/v1/session",
    guards=[own_page_only],
    responses=problems(*BODY, *ALWAYS, 429),
)
async def sign_in(request: ApiRequest, data: JSONBody[Credentials]) -> Response[SignedIn]:
    """Sign in; the session's token is in a cookie that scripts cannot read."""
    if "authorization" in request.headers:
        raise Problem("auth.mixed")
    agent = request.headers.get("user-agent", "")
    token, visit = await request.accounts.sessions.sign_in(
        data.name, data.password, address=request.address, agent=agent
    )
    headers = {"Set-Cookie": cookies.setting(request, token)}
    return answer(request, await _told(request, visit), status=201, headers=headers)


@get("/v1/session", guards=[signed_in], security=SESSION, responses=problems(*ALWAYS))
async def who(request: ApiRequest) -> Response[SignedIn]:
    """Tell who is signed in, the sites and roles, and the token to send along with changes."""
    return answer(request, await _told(request, request.user))


@delete("/v1/session", status_code=200, guards=[signed_in], security=SESSION, responses=problems(*ALWAYS))
async def sign_out(request: ApiRequest) -> Response[Done]:
    """Sign out."""
    await request.accounts.sessions.sign_out(request.user)
    return answer(request, Done(), headers={"Set-Cookie": cookies.setting(request, "")})


@post(
    "/v1/session/setup",
    status_code=200,
    guards=[own_page_only],
    responses=problems(*BODY, 403, 404, 409, 503),
)
async def set_up(request: ApiRequest, data: JSONBody[SetUp]) -> Response[Ready]:
    """Set a password by a one-time link, which works once; then sign in."""
    person = await request.accounts.people.set_up(data.token, data.password, data.name)
    return answer(request, Ready(person.name))


@post(
    "/v1/session/password",
    status_code=200,
    guards=[signed_in],
    security=SESSION,
    responses=problems(*BODY, *ALWAYS, 429),
)
async def change_password(request: ApiRequest, data: JSONBody[NewPassword]) -> Response[Done]:
    """Set another password; your other sessions end."""
    await request.accounts.sessions.change_password(request.user, data.old, data.new, address=request.address)
    return answer(request, Done())


@get("/v1/sessions", guards=[signed_in], security=SESSION, responses=problems(*ALWAYS))
async def sessions(request: ApiRequest) -> Response[SessionsList]:
    """List your own sessions."""
    found = await request.accounts.sessions.mine(request.user)
    current = request.user.session.id
    return answer(request, SessionsList([SessionLine.of(one, current) for one in found]))


@delete(
    "/v1/sessions/{id:str}",
    status_code=200,
    guards=[signed_in],
    security=SESSION,
    responses=problems(*ALWAYS, 404),
)
async def close(request: ApiRequest, id: FromPath[str]) -> Response[Done]:  # noqa: A002
    """End one of your own sessions."""
    await request.accounts.sessions.close(request.user, id)
    return answer(request, Done())


async def _told(request: ApiRequest, visit: Visit) -> SignedIn:
    return SignedIn.of(visit, list(await request.accounts.sites.of(visit.moderator)))


router = Router(
    "/",
    route_handlers=[sign_in, who, sign_out, set_up, change_password, sessions, close],
    tags=["Session"],
)
