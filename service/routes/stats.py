"""Figures for plots, as a file, and of listed words."""

from __future__ import annotations

from typing import Annotated

from litestar import Response, Router, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import QueryParameter

from service import sheets
from service.answers import answer
from service.auth import requires
from service.bodies import ApiRequest
from service.period import MOST_DAYS
from service.routes.documented import ALWAYS, DESK, problems
from service.wire_stats import CaughtWords, Stats

Since = Annotated[
    str | None,
    QueryParameter(
        name="from",
        description="A day of the policy's time zone, 2026-11-23, or a time; by default seven days",
        required=False,
    ),
]
Until = Annotated[
    str | None,
    QueryParameter(
        name="to",
        description=f"The last day, or a time; by default today. At most {MOST_DAYS} days",
        required=False,
    ),
]
Days = Annotated[int, QueryParameter(ge=1, le=MOST_DAYS, description="How many days back", required=False)]


@get("/v1/stats", guards=[requires("moderate")], security=DESK, responses=problems(400, *ALWAYS))
async def stats(request: ApiRequest, since: Since = None, until: Until = None) -> Response[Stats]:
    """Give figures of comments and decisions; of single moderators none but your own number of today."""
    return answer(request, await _stats(request, since, until))


@get(
    "/v1/stats.csv",
    guards=[requires("moderate")],
    security=DESK,
    responses={
        200: ResponseSpec(str, description="The figures", media_type=sheets.MEDIA_TYPE),
        **problems(400, *ALWAYS),
    },
)
async def table(request: ApiRequest, since: Since = None, until: Until = None) -> Response[bytes]:
    """Give the same figures as CSV, with a mark at the start by which spreadsheets know UTF-8."""
    lines = [sheets.row(line) for line in (await _stats(request, since, until)).rows()]
    content = sheets.BOM + b"".join(lines)
    return Response(content, media_type=sheets.MEDIA_TYPE, headers=sheets.named("stats.csv"))


@get("/v1/words/caught", guards=[requires("moderate")], security=DESK, responses=problems(400, *ALWAYS))
async def caught(request: ApiRequest, days: Days = 30) -> Response[CaughtWords]:
    """Tell in how many comments each listed word was found."""
    site = request.auth.site
    return answer(request, CaughtWords.of(await request.figures.caught(site, days), site.policy))


async def _stats(request: ApiRequest, since: str | None, until: str | None) -> Stats:
    return Stats.of(await request.figures.report(request.auth.site, since, until, request.auth.actor))


router = Router("/", route_handlers=[stats, table, caught], tags=["Figures"])
