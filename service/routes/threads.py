"""Threads, as a site's own server and its moderators see them."""

from __future__ import annotations

from litestar import Response, Router, get, put
from litestar.params import JSONBody

from service.answers import answer
from service.auth import requires
from service.bodies import ApiRequest
from service.routes.documented import ALWAYS, BODY, DESK, KEY, problems
from service.routes.readers import AskedThread
from service.wire_readers import ThreadMode, ToldThread


@put("/v1/threads", guards=[requires("submit")], security=KEY, responses=problems(*BODY, *ALWAYS))
async def tell(request: ApiRequest, data: JSONBody[ToldThread], of: AskedThread) -> Response[ToldThread]:
    """Tell title, section, mode and times of an article; what is left out is as the policy says."""
    thread = data.thread(of)
    await request.front.put_thread(request.auth.site, thread)
    return answer(request, ToldThread.of(thread))


@get("/v1/threads", guards=[requires("moderate")], security=DESK, responses=problems(400, *ALWAYS))
async def told(request: ApiRequest, of: AskedThread) -> Response[ToldThread]:
    """Read what the site told about an article; empty when it told nothing."""
    found = await request.front.thread(request.auth.site, of)
    return answer(request, ToldThread.of(found) if found else ToldThread())


@put("/v1/threads/mode", guards=[requires("moderate")], security=DESK, responses=problems(*BODY, *ALWAYS))
async def set_mode(request: ApiRequest, data: JSONBody[ThreadMode], of: AskedThread) -> Response[ToldThread]:
    """Open, hold or close a thread; the rest of what the site told stays."""
    thread = await request.front.set_mode(request.auth.site, of, data.mode)
    return answer(request, ToldThread.of(thread))


router = Router("/", route_handlers=[tell, told, set_mode], tags=["Threads"])
