"""The site's policy and its versions."""

from __future__ import annotations

from typing import Annotated

from litestar import Response, Router, get, post, put
from litestar.params import FromPath, JSONBody, QueryParameter

from moderation.policy.kinds import settings
from service.answers import answer
from service.auth import requires
from service.bodies import ApiRequest
from service.routes.documented import ALWAYS, BODY, DESK, problems
from service.wire_policy import (
    Again,
    NewPolicy,
    SettingLine,
    SettingsList,
    Trial,
    Tried,
    Version,
    VersionPolicy,
    Versions,
)

_MOST = 200
_MOST_NUMBER = 2_147_483_647
Limit = Annotated[int, QueryParameter(ge=1, le=_MOST, description="Versions on a page", required=False)]
Before = Annotated[
    int | None,
    QueryParameter(ge=1, le=_MOST_NUMBER, description="`next` of the page before", required=False),
]


@get("/v1/policy", guards=[requires("admin")], security=DESK, responses=problems(*ALWAYS))
async def policy(request: ApiRequest) -> Response[VersionPolicy]:
    """Read the policy in force, every setting of it, and who put it there."""
    return answer(request, VersionPolicy.of(*await request.policies.in_force(request.auth.site)))


@get("/v1/policy/settings", guards=[requires("admin")], security=DESK, responses=problems(*ALWAYS))
async def settings_list(request: ApiRequest) -> Response[SettingsList]:
    """List what can be set, and what each setting takes."""
    return answer(request, SettingsList([SettingLine.of(one) for one in settings()]))


@put("/v1/policy", guards=[requires("admin")], security=DESK, responses=problems(*BODY, *ALWAYS, 409))
async def change(request: ApiRequest, data: JSONBody[NewPolicy]) -> Response[Version]:
    """Put a policy in force as a new version; the same one again is no new version.

    With `version` it is refused when another version came meanwhile.
    """
    version = await request.policies.change(
        request.auth.site, data.required(), by=request.auth.by, note=data.note, expected=data.version
    )
    return answer(request, Version.of(version))


@get("/v1/policy/versions", guards=[requires("admin")], security=DESK, responses=problems(400, *ALWAYS))
async def versions(request: ApiRequest, limit: Limit = 50, before: Before = None) -> Response[Versions]:
    """List the versions of the policy, the newest first."""
    found = await request.policies.versions(request.auth.site, limit=limit + 1, before=before)
    following = found[limit - 1].number if len(found) > limit else None
    return answer(request, Versions([Version.of(one) for one in found[:limit]], following))


@get(
    "/v1/policy/versions/{number:int}",
    guards=[requires("admin")],
    security=DESK,
    responses=problems(*ALWAYS, 404),
)
async def version(request: ApiRequest, number: FromPath[int]) -> Response[VersionPolicy]:
    """Read one version and every setting of its policy."""
    return answer(request, VersionPolicy.of(*await request.policies.version(request.auth.site, number)))


@post(
    "/v1/policy/versions/{number:int}/restore",
    status_code=200,
    guards=[requires("admin")],
    security=DESK,
    responses=problems(*BODY, *ALWAYS, 404),
)
async def take_back(request: ApiRequest, number: FromPath[int], data: JSONBody[Again]) -> Response[Version]:
    """Put an old version's policy in force again, as a new version."""
    found = await request.policies.take_back(request.auth.site, number, by=request.auth.by, note=data.note)
    return answer(request, Version.of(found))


@post(
    "/v1/policy/try",
    status_code=200,
    guards=[requires("admin")],
    security=DESK,
    responses=problems(*BODY, *ALWAYS),
)
async def try_out(request: ApiRequest, data: JSONBody[Trial]) -> Response[Tried]:
    """Judge one comment by the policy in force and by another; nothing is counted or kept."""
    site, comment = request.auth.site, data.comment.comment()
    given = data.read()
    now = await request.policies.tried(site, comment, site.policy)
    tried = now if given is None else await request.policies.tried(site, comment, given)
    return answer(request, Tried(now=now, tried=tried))


router = Router(
    "/",
    route_handlers=[policy, settings_list, change, versions, version, take_back, try_out],
    tags=["Policy"],
)
