"""Find what is kept."""

from __future__ import annotations

from typing import Annotated

from litestar import Response, get
from litestar.params import QueryParameter
from msgspec import Struct

from service.answers import answer
from service.auth import requires
from service.bodies import ApiRequest
from service.model import Status
from service.routes.cases import After
from service.routes.documented import ALWAYS, DESK, problems
from service.store.search import Query
from service.wire import KeptComment

_MOST = 100
Limit = Annotated[int, QueryParameter(ge=1, le=_MOST, description="Comments on a page", required=False)]
Words = Annotated[
    str,
    QueryParameter(
        name="q",
        max_length=400,
        description='Words that must all be there, with or without marks; "side by side" in quotation marks',
        required=False,
    ),
]
Author = Annotated[
    str | None, QueryParameter(max_length=200, description="Words of the name", required=False)
]
Thread = Annotated[str | None, QueryParameter(max_length=2_048, description="The article", required=False)]
AskedStatus = Annotated[Status | None, QueryParameter(description="What became of it", required=False)]


class Found(Struct, frozen=True):
    """Comments, newest first, without their decisions; *next* goes into `after` for more."""

    comments: list[KeptComment]
    next: str | None


@get("/v1/comments", guards=[requires("moderate")], security=DESK, responses=problems(400, *ALWAYS))
async def find(
    request: ApiRequest,
    q: Words = "",
    author: Author = None,
    thread: Thread = None,
    status: AskedStatus = None,
    limit: Limit = 50,
    after: After = None,
) -> Response[Found]:
    """Find comments by their words, author and thread, newest first, a page at a time."""
    query = Query(words=q, author=author, thread=thread, status=status)
    found, following = await request.desk.search(request.auth.site, query, limit=limit, after=after)
    return answer(request, Found([KeptComment.of(one) for one in found], following))
