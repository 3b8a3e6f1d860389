"""Judge and keep; read what is kept."""

from __future__ import annotations

import hashlib
import re
from typing import Annotated

from litestar import Response, Router, delete, get, patch, post
from litestar.params import FromPath, HeaderParameter, JSONBody

from moderation.comment import Comment, readable
from moderation.verdict import Action
from service import limits
from service.answers import answer, in_offsets
from service.auth import requires
from service.bodies import ApiRequest
from service.errors import Problem
from service.routes.check import AskedOffsets
from service.routes.documented import ALWAYS, BODY, KEY, problems
from service.routes.search import find
from service.wire import KeptComment, Receipt
from service.wire_readers import EditAnswer, EditedText, Thanks

_KEY = re.compile(r"[\x21-\x7e]{1,255}")
IdempotencyKey = Annotated[
    str | None,
    HeaderParameter(
        name="Idempotency-Key",
        description="1 to 255 visible ASCII characters; the same key and body within 24 hours is one comment",
        required=False,
    ),
]


@post(
    "/v1/comments",
    guards=[requires("submit")],
    security=KEY,
    responses=problems(*BODY, *ALWAYS, 422),
)
async def submit(
    request: ApiRequest,
    data: JSONBody[Comment],
    offsets: AskedOffsets = "code_points",
    idempotency_key: IdempotencyKey = None,
) -> Response[Receipt]:
    """Judge a comment and keep it; 201 whatever the verdict, once it is on the disk."""
    comment = readable(data)
    received = await request.desk.receive(
        request.auth.site,
        comment,
        idempotency_key=_usable(idempotency_key),
        body_sha256=hashlib.sha256(await request.body()).digest(),
    )
    kept = received.kept
    if not received.replayed:
        request.metrics.judged([kept.verdict])
    told = Receipt(id=kept.id, status=kept.status, verdict=in_offsets(kept.verdict, comment, offsets))
    replayed = {"Idempotency-Replayed": "true"} if received.replayed else {}
    return answer(request, told, status=201, headers={**limits.headers(kept.verdict.facts), **replayed})


@get("/v1/comments/{id:str}", guards=[requires("submit")], security=KEY, responses=problems(*ALWAYS, 404))
async def comment(
    request: ApiRequest,
    id: FromPath[str],  # noqa: A002 - the path's name for it
) -> Response[KeptComment]:
    """Read a comment's state, its verdict and every decision on it."""
    return answer(request, KeptComment.of(await request.desk.comment(request.auth.site, id)))


@patch(
    "/v1/comments/{id:str}",
    guards=[requires("submit")],
    security=KEY,
    responses=problems(*BODY, *ALWAYS, 404),
)
async def edit(request: ApiRequest, id: FromPath[str], data: JSONBody[EditedText]) -> Response[EditAnswer]:  # noqa: A002
    """Judge a comment's new text; unless that is refused it takes the old one's place, which is kept."""
    kept, verdict = await request.front.edit(request.auth.site, id, data.text)
    taken = verdict.action is not Action.REJECT
    return answer(request, EditAnswer(id=kept.id, status=kept.status, taken=taken, verdict=verdict))


@delete(
    "/v1/comments/{id:str}",
    status_code=200,
    guards=[requires("submit")],
    security=KEY,
    responses=problems(*ALWAYS, 404),
)
async def remove(request: ApiRequest, id: FromPath[str]) -> Response[Thanks]:  # noqa: A002
    """Withdraw a comment for its author, and erase it."""
    await request.front.remove(request.auth.site, id, request.auth.by)
    return answer(request, Thanks())


def _usable(key: str | None) -> str | None:
    if key is not None and not _KEY.fullmatch(key):
        raise Problem("idempotency.key", path="Idempotency-Key")
    return key


router = Router("/", route_handlers=[submit, comment, edit, remove, find], tags=["Comments"])
