"""Whether the process lives, whether it can work, and its figures."""

from __future__ import annotations

from typing import Literal

from litestar import Response, Router, get
from msgspec import Struct

from service.answers import answer
from service.bodies import ApiRequest
from service.routes.documented import problems
from service.store import Store


class Health(Struct, frozen=True):
    """That all is well; whatever is not well is a problem."""

    status: Literal["ok"] = "ok"


@get("/health/live")
async def live(request: ApiRequest) -> Response[Health]:
    """Answer as long as the process does."""
    return answer(request, Health())


@get("/health/ready", responses=problems(503))
async def ready(request: ApiRequest) -> Response[Health]:
    """Answer 200 when the store does. Counters may be out: the policy says what that means."""
    store: Store = request.app.state.store
    await store.ping()
    return answer(request, Health())


@get("/metrics", include_in_schema=False)
async def metrics_page(request: ApiRequest) -> Response[bytes]:
    """Figures for Prometheus."""
    return Response(request.metrics.page(), media_type="text/plain; version=0.0.4")


router = Router("/", route_handlers=[live, ready, metrics_page], tags=["Health"])
