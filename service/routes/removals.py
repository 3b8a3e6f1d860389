"""The register of removal requests, and legal holds."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from litestar import Response, Router, get, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.response import Stream

from service import sheets
from service.answers import answer
from service.auth import requires
from service.bodies import ApiRequest
from service.errors import Problem
from service.routes.documented import ALWAYS, BODY, DESK, problems
from service.store.removals import Removal
from service.wire_guests import HoldLine, HoldsPage, NewHold, NewRemoval, RemovalLine, RemovalsPage

_MOST = 200
_COLUMNS = (
    "id",
    "asked_by",
    "document",
    "received_at",
    "due_at",
    "done_at",
    "done_by",
    "by",
    "at",
    "comments",
    "note",
)
Limit = Annotated[int, QueryParameter(ge=1, le=_MOST, description="Rows on a page", required=False)]
Cursor = Annotated[
    str | None, QueryParameter(max_length=128, description="`next` of the page before", required=False)
]
OnlyOpen = Annotated[bool, QueryParameter(description="Only what is not met yet", required=False)]


@get("/v1/removals", guards=[requires("moderate")], security=DESK, responses=problems(400, *ALWAYS))
async def removals(
    request: ApiRequest,
    limit: Limit = 50,
    after: Cursor = None,
    only_open: OnlyOpen = False,
) -> Response[RemovalsPage]:
    """List removal requests, those due first first."""
    found, following = await request.records.removals(
        request.auth.site, limit=limit, after=after, only_open=only_open
    )
    return answer(request, RemovalsPage([RemovalLine.of(one) for one in found], following))


@get(
    "/v1/removals/register.csv",
    guards=[requires("moderate")],
    security=DESK,
    responses={
        200: ResponseSpec(str, description="The register", media_type=sheets.MEDIA_TYPE),
        **problems(*ALWAYS),
    },
)
async def register(request: ApiRequest) -> Stream:
    """Give the whole register as CSV, with a mark at the start by which spreadsheets know UTF-8."""
    rows = _rows(request.records.every_removal(request.auth.site))
    return Stream(rows, media_type=sheets.MEDIA_TYPE, headers=sheets.named("removal-requests.csv"))


@post("/v1/removals", guards=[requires("moderate")], security=DESK, responses=problems(*BODY, *ALWAYS, 404))
async def add(request: ApiRequest, data: JSONBody[NewRemoval]) -> Response[RemovalLine]:
    """Write a removal request down; its comments are decided like any other, with `take_down`."""
    made = await request.records.register(request.auth.site, data.request(), request.auth.actor)
    return answer(request, RemovalLine.of(made), status=201)


@post(
    "/v1/removals/{id:str}/done",
    status_code=200,
    guards=[requires("moderate")],
    security=DESK,
    responses=problems(*ALWAYS, 404),
)
async def done(request: ApiRequest, id: FromPath[str]) -> Response[RemovalLine]:  # noqa: A002
    """Say that a request was met."""
    met = await request.records.met(request.auth.site, id, request.auth.actor)
    return answer(request, RemovalLine.of(met))


@get("/v1/holds", guards=[requires("admin")], security=DESK, responses=problems(400, *ALWAYS))
async def holds(request: ApiRequest, limit: Limit = 50, before: Cursor = None) -> Response[HoldsPage]:
    """List legal holds, the newest first, lifted ones too."""
    found, following = await request.records.holds(request.auth.site, limit=limit, before=before)
    return answer(request, HoldsPage([HoldLine.of(one) for one in found], following))


@post("/v1/holds", guards=[requires("admin")], security=DESK, responses=problems(*BODY, *ALWAYS, 404))
async def hold(request: ApiRequest, data: JSONBody[NewHold]) -> Response[HoldLine]:
    """Keep a comment, or all of a guest, from being forgotten: by age, and on request."""
    if (data.comment is None) == (data.guest is None):
        raise Problem("hold.fields", path="$.comment")
    caller = request.auth
    made = await request.records.hold(
        caller.site, comment=data.comment, guest=data.guest, reason=data.reason, actor=caller.actor
    )
    return answer(request, HoldLine.of(made), status=201)


@post(
    "/v1/holds/{id:str}/lift",
    status_code=200,
    guards=[requires("admin")],
    security=DESK,
    responses=problems(*ALWAYS, 404),
)
async def lift(request: ApiRequest, id: FromPath[str]) -> Response[HoldLine]:  # noqa: A002
    """Lift a hold; what only it kept from being erased is erased now."""
    return answer(request, HoldLine.of(await request.records.lift(request.auth.site, id, request.auth.actor)))


async def _rows(found: AsyncIterator[Removal]) -> AsyncIterator[bytes]:
    yield sheets.BOM + sheets.row(_COLUMNS)
    async for one in found:
        line = RemovalLine.of(one)
        values = {name: getattr(line, name) for name in _COLUMNS} | {"comments": " ".join(line.comments)}
        yield sheets.row(values.values())


router = Router("/", route_handlers=[removals, register, add, done, holds, hold, lift], tags=["Removals"])
