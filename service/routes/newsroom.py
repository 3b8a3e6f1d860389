"""Templates, who is on duty, hand-over notes, and a moderator's own settings."""

from __future__ import annotations

from typing import Annotated

from litestar import Response, Router, get, post, put
from litestar.params import JSONBody, QueryParameter

from service.answers import answer
from service.auth import requires, signed_in
from service.bodies import ApiRequest
from service.care import Care
from service.errors import Problem
from service.routes.documented import ALWAYS, BODY, DESK, SESSION, problems
from service.wire_newsroom import (
    Duty,
    DutyAnswer,
    DutyLine,
    DutyWord,
    HandoverLine,
    HandoversPage,
    NewHandover,
    NewTemplates,
    Templates,
)

_MOST = 200
Limit = Annotated[int, QueryParameter(ge=1, le=_MOST, description="Notes on a page", required=False)]
Before = Annotated[
    str | None, QueryParameter(max_length=128, description="`next` of the page before", required=False)
]


@get("/v1/templates", guards=[requires("moderate")], security=DESK, responses=problems(*ALWAYS))
async def templates(request: ApiRequest) -> Response[Templates]:
    """List the sentences to authors that moderators choose from."""
    found, own = await request.newsroom.templates(request.auth.site)
    return answer(request, Templates(templates=list(found), own=own))


@put(
    "/v1/templates",
    guards=[requires("admin", "editor")],
    security=DESK,
    responses=problems(*BODY, *ALWAYS),
)
async def set_templates(request: ApiRequest, data: JSONBody[NewTemplates]) -> Response[Templates]:
    """Keep the site's own sentences, all at once; an editor may, or a key with the scope `admin`."""
    await request.newsroom.set_templates(request.auth.site, data.templates, request.auth.actor)
    return answer(request, Templates(templates=data.templates, own=True))


@get("/v1/duty", guards=[requires("moderate")], security=DESK, responses=problems(*ALWAYS))
async def duty(request: ApiRequest) -> Response[Duty]:
    """Tell who is on duty, and how many cases each has in hand."""
    found = await request.newsroom.on_duty(request.auth.site)
    return answer(request, Duty([DutyLine.of(one) for one in found]))


@post(
    "/v1/duty",
    status_code=200,
    guards=[requires("moderate")],
    security=SESSION,
    responses=problems(*BODY, *ALWAYS),
)
async def say(request: ApiRequest, data: JSONBody[DutyWord]) -> Response[DutyAnswer]:
    """Say that you are on duty, or off it, which gives your cases back; a key is nobody who could be."""
    caller = request.auth
    if caller.actor.kind != "moderator":
        raise Problem("session.missing", "a key is never on duty")
    released = await request.newsroom.say(caller.site, caller.actor, on=data.on)
    return answer(request, DutyAnswer(on=data.on, released=list(released)))


@get("/v1/handover", guards=[requires("moderate")], security=DESK, responses=problems(400, *ALWAYS))
async def handovers(request: ApiRequest, limit: Limit = 20, before: Before = None) -> Response[HandoversPage]:
    """List hand-over notes, the newest first."""
    found, following = await request.newsroom.handovers(request.auth.site, limit=limit, before=before)
    return answer(request, HandoversPage([HandoverLine.of(one) for one in found], following))


@post("/v1/handover", guards=[requires("moderate")], security=DESK, responses=problems(*BODY, *ALWAYS))
async def hand_over(request: ApiRequest, data: JSONBody[NewHandover]) -> Response[HandoverLine]:
    """Leave a note to whoever comes next; it is kept."""
    made = await request.newsroom.hand_over(request.auth.site, data.said(), request.auth.actor)
    return answer(request, HandoverLine.of(made), status=201)


@get("/v1/session/settings", guards=[signed_in], security=SESSION, responses=problems(*ALWAYS))
async def settings(request: ApiRequest) -> Response[Care]:
    """Read how you like your desk."""
    return answer(request, await request.newsroom.settings(request.user.moderator.id))


@put("/v1/session/settings", guards=[signed_in], security=SESSION, responses=problems(*BODY, *ALWAYS))
async def set_settings(request: ApiRequest, data: JSONBody[Care]) -> Response[Care]:
    """Keep how you like your desk, in every browser; what is left out has its default."""
    return answer(request, await request.newsroom.set_settings(request.user.moderator.id, data))


router = Router(
    "/",
    route_handlers=[templates, set_templates, duty, say, handovers, hand_over, settings, set_settings],
    tags=["Newsroom"],
)
