"""What readers' browsers call: the list, the form, the way in, receipts, reports."""

from __future__ import annotations

from typing import Annotated

from litestar import Response, Router, delete, get, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter

from moderation.comment import Comment, Guest, readable
from service import cached, fragment
from service.answers import answer
from service.auth import requires
from service.bodies import ApiRequest
from service.desk.forms import LASTS_S
from service.desk.front import Sent
from service.origins import BROWSER
from service.routes.documented import ALWAYS, BODY, PUBLIC, problems
from service.wire_decisions import moment
from service.wire_readers import (
    Counts,
    FormAnswer,
    GuestAnswer,
    NewReport,
    OwnComment,
    PostedComment,
    ShownComment,
    ShownComments,
    Thanks,
)

_MOST = 100
_MOST_THREADS = 100
_STORABLE = r"^[^\x00]*$"  # a NUL would trouble the database
AskedThread = Annotated[
    str,
    QueryParameter(
        name="thread",
        min_length=1,
        max_length=2_048,
        pattern=_STORABLE,
        description="The article's address, or its id",
    ),
]
Limit = Annotated[int, QueryParameter(ge=1, le=_MOST, description="Comments on a page", required=False)]
After = Annotated[
    str | None, QueryParameter(max_length=128, description="`next` of the page before", required=False)
]
Newest = Annotated[bool, QueryParameter(description="The newest first", required=False)]
Threads = Annotated[
    list[Annotated[str, QueryParameter(min_length=1, max_length=2_048, pattern=_STORABLE)]],
    QueryParameter(name="thread", min_items=1, max_items=_MOST_THREADS, description="Up to 100 articles"),
]
_OLD = {304: ResponseSpec(None, description="As it was", media_type="application/json")}


@get(
    "/v1/thread/comments",
    guards=[requires("public")],
    security=PUBLIC,
    opt=BROWSER,
    responses=_OLD | dict(problems(400, *ALWAYS)),
)
async def published(
    request: ApiRequest, of: AskedThread, limit: Limit = 50, after: After = None, newest: Newest = False
) -> Response[ShownComments]:
    """List what readers see of a thread, in the order in which it was written; caches may keep it."""
    return cached.answer(request, await _shown(request, of, limit, after, newest_first=newest))


@get(
    "/v1/thread/fragment",
    guards=[requires("public")],
    security=PUBLIC,
    opt=BROWSER,
    responses={
        200: ResponseSpec(str, description="HTML", media_type="text/html"),
        **_OLD,
        **problems(400, *ALWAYS),
    },
)
async def fragment_of(
    request: ApiRequest, of: AskedThread, limit: Limit = 50, after: After = None, newest: Newest = False
) -> Response[str]:
    """The same as a piece of HTML with schema.org's `Comment`, to be put into the page by the server."""
    return cached.page(request, fragment.html(await _shown(request, of, limit, after, newest_first=newest)))


async def _shown(
    request: ApiRequest, thread: str, limit: int, after: str | None, *, newest_first: bool
) -> ShownComments:
    site, front = request.auth.site, request.front
    found, following = await front.published(
        site, thread, limit=limit, after=after, newest_first=newest_first
    )
    [count] = await front.counts(site, [thread])
    comments = [ShownComment.of(one) for one in found]
    return ShownComments(count=count, comments=comments, timezone=site.policy.timezone, next=following)


@get(
    "/v1/counts",
    guards=[requires("public")],
    security=PUBLIC,
    opt=BROWSER,
    responses=_OLD | dict(problems(400, *ALWAYS)),
)
async def counts(request: ApiRequest, of: Threads) -> Response[Counts]:
    """Count what readers see of up to a hundred threads, for a page that lists articles; caches may keep it."""
    found = await request.front.counts(request.auth.site, of)
    return cached.answer(request, Counts(dict(zip(of, found, strict=True))))


@get(
    "/v1/thread/form",
    guards=[requires("public")],
    security=PUBLIC,
    opt=BROWSER,
    responses=problems(400, *ALWAYS),
)
async def form(request: ApiRequest, of: AskedThread) -> Response[FormAnswer]:
    """A form token and what the box must know; never cached."""
    token, place = await request.front.form(request.auth.site, of, _origin(request))
    policy = place.policy
    told = FormAnswer(
        form=token,
        lasts_s=int(LASTS_S),
        now=moment(request.front.now()),
        mode=place.mode or "open",
        length={"min": policy.length.min, "max": policy.length.max},
        name={"default": policy.name.default, "max": policy.name.max},
    )
    return answer(request, told)


@post(
    "/v1/thread/comments",
    status_code=200,
    guards=[requires("public")],
    security=PUBLIC,
    opt=BROWSER,
    responses=problems(*BODY, *ALWAYS, 422),
)
async def send(request: ApiRequest, data: JSONBody[PostedComment], of: AskedThread) -> Response[GuestAnswer]:
    """Take what a reader wrote; the answer says what he may know. The same form again is the same comment."""
    comment = readable(data.comment(of, request.ip, request.headers.get("user-agent")))
    sent = Sent(comment, of, data.form, _origin(request), data.nudge, honeypot=bool(data.website))
    found = await request.front.post(request.auth.site, sent)
    request.metrics.judged([found.verdict])
    return answer(request, GuestAnswer.of(found, comment))


@get("/v1/receipts/{receipt:str}", security=[{}], opt=BROWSER, responses=problems(404, 503))
async def own(request: ApiRequest, receipt: FromPath[str]) -> Response[OwnComment]:
    """Show its author a comment as it stands."""
    return answer(request, OwnComment.of(await request.front.own(receipt)))


@delete(
    "/v1/receipts/{receipt:str}", status_code=200, security=[{}], opt=BROWSER, responses=problems(404, 503)
)
async def withdraw(request: ApiRequest, receipt: FromPath[str]) -> Response[Thanks]:
    """Withdraw one's comment: its text is gone, and readers see it no more."""
    await request.front.withdraw(receipt)
    return answer(request, Thanks())


@post(
    "/v1/receipts/{receipt:str}/appeal",
    status_code=200,
    security=[{}],
    opt=BROWSER,
    responses=problems(404, 409, 503),
)
async def appeal(request: ApiRequest, receipt: FromPath[str]) -> Response[OwnComment]:
    """Ask the editors once for another look at what they did not publish."""
    return answer(request, OwnComment.of(await request.front.appeal(receipt)))


@post(
    "/v1/comments/{id:str}/reports",
    status_code=200,
    guards=[requires("public")],
    security=PUBLIC,
    opt=BROWSER,
    responses=problems(*BODY, *ALWAYS, 404, 429),
)
async def report(request: ApiRequest, id: FromPath[str], data: JSONBody[NewReport]) -> Response[Thanks]:  # noqa: A002
    """Tell the editors that something is wrong with a comment; once counts, more often is thanked all the same."""
    asking = readable(Comment(text=".", guest=Guest(ip=request.ip, token=data.token)))
    await request.front.report(request.auth.site, id, asking, data.reason, data.note)
    return answer(request, Thanks())


def _origin(request: ApiRequest) -> str:
    """From which page a reader writes; a page of ours names itself only where it sends something."""
    own = request.headers.get("sec-fetch-site") == "same-origin"
    return "" if own else request.headers.get("origin", "")


router = Router(
    "/",
    route_handlers=[published, fragment_of, counts, form, send, own, withdraw, appeal, report],
    tags=["Readers"],
)
