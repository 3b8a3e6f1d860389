"""The page that a newcomer sees, and the door through which it asks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, NamedTuple

from litestar import Response, Router, get, post
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath, JSONBody

from moderation.comment import Comment, readable
from moderation.verdict import Verdict
from service.answers import answer, in_offsets
from service.auth import own_page_only
from service.bodies import ApiRequest
from service.errors import Problem
from service.routes.documented import BODY, problems

_MOST_BYTES = 64_000
_TYPES = {
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "svg": "image/svg+xml",
}
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
_SAFE = {
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Asset(NamedTuple):
    """One file of the page, read at start."""

    content: bytes
    media_type: str
    etag: str


def assets() -> dict[str, Asset]:
    """Every file of `service/web` by its path there, such as "desk/app.js"."""
    return dict(_assets(resources.files("service").joinpath("web"), ""))


def _assets(folder: Traversable, path: str) -> Iterator[tuple[str, Asset]]:
    for file in folder.iterdir():
        if file.is_dir():
            yield from _assets(file, f"{path}{file.name}/")
        elif _suffix(file.name) in _TYPES:
            yield path + file.name, _asset(file.name, file.read_bytes())


def _asset(name: str, content: bytes) -> Asset:
    return Asset(content, _TYPES[_suffix(name)], f'"{hashlib.sha256(content).hexdigest()[:32]}"')


def _suffix(name: str) -> str:
    return name.rpartition(".")[2]


@get("/", include_in_schema=False)
async def page(request: ApiRequest) -> Response[bytes]:
    """Show the page."""
    return _served(request, "index.html")


@get("/desk", include_in_schema=False)
async def desk(request: ApiRequest) -> Response[bytes]:
    """Show the moderators' pages."""
    return _served(request, "desk/index.html")


@get("/web/{name:path}", include_in_schema=False)
async def asset(request: ApiRequest, name: FromPath[str]) -> Response[bytes]:
    """Serve one of the pages' files."""
    return _served(request, str(name).removeprefix("/"))


def _served(request: ApiRequest, name: str) -> Response[bytes]:
    found = request.app.state.assets.get(name)
    if found is None:
        raise Problem("route.unknown")
    headers = {**_SAFE, "ETag": found.etag, "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == found.etag:
        return Response(b"", status_code=304, media_type=found.media_type, headers=headers)
    return Response(found.content, media_type=found.media_type, headers=headers)


def not_too_often(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Refuse whoever asks too often."""
    connection.app.state.demo_limit.take(connection.client.host if connection.client else "")


@post(
    "/demo/check",
    status_code=200,
    guards=[own_page_only, not_too_often],
    request_max_body_size=_MOST_BYTES,
    responses=problems(*BODY, 403, 429),
)
async def demo_check(
    request: ApiRequest,
    data: JSONBody[Comment],
) -> Response[Verdict]:
    """Judge what somebody types into the page: counted nowhere, kept nowhere, spans in UTF-16 units."""
    comment = readable(data)
    verdict = await request.desk.check(request.app.state.demo_site, comment, dry_run=True)
    return answer(request, in_offsets(verdict, comment, "utf16"))


def router(*, demo: bool) -> Router:
    """The page, and its door unless it is shut."""
    handlers = [page, desk, asset, demo_check] if demo else [page, desk, asset]
    return Router("/", route_handlers=handlers, tags=["Page"])
