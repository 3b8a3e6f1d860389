"""Guests: who they are to moderators, and what is said, told and forgotten about them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

import msgspec
from litestar import Response, Router, delete, get, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.response import Stream

from moderation.comment import Comment, readable
from moderation.comment import Guest as Sender
from service.answers import answer
from service.auth import requires
from service.bodies import ApiRequest
from service.model import Kept
from service.routes.documented import ALWAYS, BODY, DESK, problems
from service.store.guest_records import Card, Earlier, Mark
from service.wire import KeptComment
from service.wire_guests import (
    Clearing,
    EarlierText,
    ErasureAnswer,
    FoundGuest,
    GuestCard,
    GuestHistory,
    Marking,
    WhoAsks,
)

_MOST = 200
_LINES = "application/x-ndjson"
Limit = Annotated[int, QueryParameter(ge=1, le=_MOST, description="Comments on a page", required=False)]
Before = Annotated[
    str | None, QueryParameter(max_length=128, description="`next` of the page before", required=False)
]


@get(
    "/v1/guests/{id:str}", guards=[requires("moderate")], security=DESK, responses=problems(400, *ALWAYS, 404)
)
async def guest(
    request: ApiRequest,
    id: FromPath[str],  # noqa: A002 - the path's name for it
    limit: Limit = 50,
    before: Before = None,
) -> Response[GuestHistory]:
    """Read what is known of a guest, and a page of his comments."""
    site, records = request.auth.site, request.records
    card = await records.card(site, id)
    found, following = await records.history(site, id, limit=limit, before=before)
    history = GuestHistory(
        guest=GuestCard.of(card), comments=[KeptComment.of(one) for one in found], next=following
    )
    return answer(request, history)


@post(
    "/v1/guests/find",
    status_code=200,
    guards=[requires("moderate")],
    security=DESK,
    responses=problems(*BODY, *ALWAYS, 404),
)
async def find(request: ApiRequest, data: JSONBody[WhoAsks]) -> Response[FoundGuest]:
    """Find a guest by what he knows of himself; neither is kept."""
    asking = readable(Comment(text=".", guest=Sender(ip=data.ip, token=data.token)))
    return answer(request, FoundGuest(await request.records.find(request.auth.site, asking)))


@post(
    "/v1/guests/{id:str}/block",
    status_code=200,
    guards=[requires("moderate")],
    security=DESK,
    responses=problems(*BODY, *ALWAYS, 404),
)
async def block(request: ApiRequest, id: FromPath[str], data: JSONBody[Marking]) -> Response[GuestCard]:  # noqa: A002
    """Refuse what a guest sends, for a time; of an address, hold it."""
    return await _mark(request, id, "block", data.for_s, data.reason)


@post(
    "/v1/guests/{id:str}/trust",
    status_code=200,
    guards=[requires("moderate")],
    security=DESK,
    responses=problems(*BODY, *ALWAYS, 404),
)
async def trust(request: ApiRequest, id: FromPath[str], data: JSONBody[Marking]) -> Response[GuestCard]:  # noqa: A002
    """Publish what a guest sends without waiting, for a time, unless it is refused."""
    return await _mark(request, id, "trust", data.for_s, data.reason)


@post(
    "/v1/guests/{id:str}/clear",
    status_code=200,
    guards=[requires("moderate")],
    security=DESK,
    responses=problems(*BODY, *ALWAYS, 404),
)
async def clear(request: ApiRequest, id: FromPath[str], data: JSONBody[Clearing]) -> Response[GuestCard]:  # noqa: A002
    """End a block, and trust."""
    return await _mark(request, id, "clear", 0, data.reason)


async def _mark(
    request: ApiRequest,
    guest: str,
    action: Mark,
    for_s: float,
    reason: str,
) -> Response[GuestCard]:
    caller = request.auth
    card = await request.records.mark(caller.site, guest, action, for_s, reason, caller.actor)
    return answer(request, GuestCard.of(card))


@delete(
    "/v1/guests/{id:str}",
    status_code=200,
    guards=[requires("admin")],
    security=DESK,
    responses=problems(*ALWAYS, 404),
)
async def erase(request: ApiRequest, id: FromPath[str]) -> Response[ErasureAnswer]:  # noqa: A002
    """Erase all that a guest wrote and all that leads to him; what a legal hold keeps, once it is lifted."""
    erasure = await request.records.erase(request.auth.site, id, request.auth.actor)
    return answer(request, ErasureAnswer.of(erasure))


@get(
    "/v1/guests/{id:str}/export",
    guards=[requires("admin")],
    security=DESK,
    responses={
        200: ResponseSpec(
            str,
            description="JSON Lines: the guest, then his comments, each with its earlier texts",
            media_type=_LINES,
        ),
        **problems(*ALWAYS, 404),
    },
)
async def export(request: ApiRequest, id: FromPath[str]) -> Stream:  # noqa: A002
    """Give all that is kept of a guest."""
    await request.records.card(request.auth.site, id)
    told = request.records.export(request.auth.site, id)
    return Stream(_lines(told), media_type=_LINES, headers={"Cache-Control": "no-store"})


async def _lines(told: AsyncIterator[Card | Kept | Earlier]) -> AsyncIterator[bytes]:
    async for one in told:
        yield msgspec.json.encode(_line(one)) + b"\n"


def _line(one: Card | Kept | Earlier) -> dict[str, GuestCard | KeptComment | EarlierText]:
    match one:
        case Card():
            return {"guest": GuestCard.of(one)}
        case Kept():
            return {"comment": KeptComment.of(one)}
        case _:
            return {"earlier": EarlierText.of(one)}


router = Router("/", route_handlers=[guest, find, block, trust, clear, erase, export], tags=["Guests"])
