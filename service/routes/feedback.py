"""What the site said of comments through foreign APIs, for whoever learns from it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Self

import msgspec
from litestar import Router, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.response import Stream
from msgspec import Struct

from service.auth import requires
from service.bodies import ApiRequest
from service.desk.feedback import FeedbackDesk
from service.routes.documented import ALWAYS, DESK, problems
from service.store.feedback import Feedback

_LINES = "application/x-ndjson"


class Line(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the export: *value*, 0..1, is what the site said of *label*, in the words of the API *door*."""

    door: str
    label: str
    value: float
    text: str
    at: datetime
    language: str | None = None
    token: str | None = None

    @classmethod
    def of(cls, said: Feedback) -> Self:
        """*said* with its time as people write it."""
        same = {name: getattr(said, name) for name in ("door", "label", "value", "text", "language", "token")}
        return cls(**same, at=datetime.fromtimestamp(said.at, UTC))


@get(
    "/v1/feedback/export",
    guards=[requires("moderate")],
    security=DESK,
    responses={
        200: ResponseSpec(str, description="JSON Lines, oldest first", media_type=_LINES),
        **problems(*ALWAYS),
    },
)
async def export(request: ApiRequest) -> Stream:
    """Give what the site said of comments in the words of Perspective and the like, oldest first."""
    desk: FeedbackDesk = request.app.state.feedback
    return Stream(
        _lines(desk.all(request.auth.site)), media_type=_LINES, headers={"Cache-Control": "no-store"}
    )


async def _lines(said: AsyncIterator[Feedback]) -> AsyncIterator[bytes]:
    async for one in said:
        yield msgspec.json.encode(Line.of(one)) + b"\n"


router = Router("/", route_handlers=[export], tags=["Feedback"])
