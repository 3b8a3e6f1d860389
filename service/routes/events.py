"""The stream that a moderator's browser listens to."""

from __future__ import annotations

import re
from typing import Annotated

from litestar import Router, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import HeaderParameter
from litestar.response import Stream

from service.auth import requires
from service.bodies import ApiRequest
from service.routes.documented import ALWAYS, DESK, problems

_STREAM = "text/event-stream"
_NUMBER = re.compile(r"[0-9]{1,15}")
LastEventId = Annotated[
    str | None,
    HeaderParameter(name="Last-Event-ID", description="The last `id` that was heard", required=False),
]


@get(
    "/v1/events",
    guards=[requires("moderate")],
    security=DESK,
    responses={
        200: ResponseSpec(
            str, description="Server-sent events, until either side ends it", media_type=_STREAM
        ),
        **problems(400, *ALWAYS),
    },
)
async def events(request: ApiRequest, last: LastEventId = None) -> Stream:
    """Tell what happens to the site's cases, as it happens; what is no number counts as none."""
    number = int(last) if last is not None and _NUMBER.fullmatch(last) else None
    stream = request.app.state.live.stream(request.auth.site.id, number)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return Stream(stream, media_type=_STREAM, headers=headers)


router = Router("/", route_handlers=[events], tags=["Live"])
