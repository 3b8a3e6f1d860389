"""Webhooks: where a site is told of what happens, and what became of each message."""

from __future__ import annotations

from typing import Annotated

from litestar import Response, Router, delete, get, patch, post
from litestar.params import FromPath, JSONBody, QueryParameter

from service.answers import answer
from service.auth import requires
from service.bodies import ApiRequest
from service.routes.documented import ALWAYS, BODY, DESK, problems
from service.store.webhooks import DeliveryState
from service.wire_accounts import Done
from service.wire_webhooks import (
    Again,
    ChangedWebhook,
    DeliveriesPage,
    DeliveryLine,
    MadeWebhook,
    NewWebhook,
    SentAgain,
    WebhookLine,
    WebhooksList,
)

_MOST_NUMBER = 2**53 - 1
Status = Annotated[
    DeliveryState | None, QueryParameter(name="state", description="Of this state alone", required=False)
]
Limit = Annotated[int, QueryParameter(ge=1, le=200, description="Deliveries on a page", required=False)]
Before = Annotated[
    int | None,
    QueryParameter(ge=1, le=_MOST_NUMBER, description="`next` of the page before", required=False),
]


@get("/v1/webhooks", guards=[requires("admin")], security=DESK, responses=problems(*ALWAYS))
async def webhooks(request: ApiRequest) -> Response[WebhooksList]:
    """List the site's webhooks, with how many messages wait or were given up."""
    found = await request.webhooks.of(request.auth.site)
    return answer(request, WebhooksList(list(map(WebhookLine.of, found))))


@post("/v1/webhooks", guards=[requires("admin")], security=DESK, responses=problems(*BODY, *ALWAYS, 409))
async def add(request: ApiRequest, data: JSONBody[NewWebhook]) -> Response[MadeWebhook]:
    """Add a webhook, which hears of what happens from now on; its secret is told this once."""
    auth = request.auth
    secret, made = await request.webhooks.add(auth.site, data.url, data.events, auth.actor)
    return answer(request, MadeWebhook(secret=secret, webhook=WebhookLine.of(made)), status=201)


@patch(
    "/v1/webhooks/{id:str}",
    guards=[requires("admin")],
    security=DESK,
    responses=problems(*BODY, *ALWAYS, 404),
)
async def change(
    request: ApiRequest,
    id: FromPath[str],  # noqa: A002 - the path's name for it
    data: JSONBody[ChangedWebhook],
) -> Response[WebhookLine]:
    """Change address or events, or stop and start it."""
    auth = request.auth
    changed = await request.webhooks.change(auth.site, id, data.change(), auth.actor)
    return answer(request, WebhookLine.of(changed))


@post(
    "/v1/webhooks/{id:str}/secret",
    status_code=200,
    guards=[requires("admin")],
    security=DESK,
    responses=problems(*ALWAYS, 404),
)
async def renew(request: ApiRequest, id: FromPath[str]) -> Response[MadeWebhook]:  # noqa: A002
    """Give it another secret, told this once; for a day messages are signed with both."""
    secret, renewed = await request.webhooks.renew(request.auth.site, id, request.auth.actor)
    return answer(request, MadeWebhook(secret=secret, webhook=WebhookLine.of(renewed)))


@delete(
    "/v1/webhooks/{id:str}",
    status_code=200,
    guards=[requires("admin")],
    security=DESK,
    responses=problems(*ALWAYS, 404),
)
async def remove(request: ApiRequest, id: FromPath[str]) -> Response[Done]:  # noqa: A002
    """Remove it, with all that was on its way to it."""
    await request.webhooks.remove(request.auth.site, id, request.auth.actor)
    return answer(request, Done())


@get(
    "/v1/webhooks/{id:str}/deliveries",
    guards=[requires("admin")],
    security=DESK,
    responses=problems(400, *ALWAYS, 404),
)
async def deliveries(
    request: ApiRequest,
    id: FromPath[str],  # noqa: A002
    status: Status = None,
    limit: Limit = 50,
    before: Before = None,
) -> Response[DeliveriesPage]:
    """List its messages, the newest first, and what came of the last try of each."""
    found = await request.webhooks.deliveries(
        request.auth.site, id, limit=limit + 1, state=status, before=before
    )
    following = found[limit - 1].number if len(found) > limit else None
    return answer(request, DeliveriesPage(list(map(DeliveryLine.of, found[:limit])), following))


@post(
    "/v1/webhooks/{id:str}/resend",
    status_code=200,
    guards=[requires("admin")],
    security=DESK,
    responses=problems(*BODY, *ALWAYS, 404),
)
async def resend(
    request: ApiRequest,
    id: FromPath[str],  # noqa: A002
    data: JSONBody[Again],
) -> Response[SentAgain]:
    """Send messages again: those that are named, or all that were parked."""
    auth = request.auth
    return answer(
        request, SentAgain(await request.webhooks.again(auth.site, id, data.deliveries, auth.actor))
    )


router = Router(
    "/", route_handlers=[webhooks, add, change, renew, remove, deliveries, resend], tags=["Webhooks"]
)
