"""The page that a newcomer sees, and the door through which it asks."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator, Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, NamedTuple

import msgspec
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
from service.first import demo_key
from service.routes.documented import BODY, problems

_MOST_BYTES = 64_000
_TYPES = {
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "json": "application/json",
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


_CHECKED = {"Cache-Control": "no-cache"}
_EMBEDDED = {
    **_SAFE,
    "Content-Security-Policy": _POLICY.replace("frame-ancestors 'none'", "frame-ancestors *"),
}
_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}
_BOX = "guest-comments"


class Asset(NamedTuple):
    """One file of the pages, read at start, and what is said along with it."""

    content: bytes
    media_type: str
    etag: str
    headers: Mapping[str, str]


def assets() -> dict[str, Asset]:
    """Every file of `service/web` by its path there, such as "desk/app.js", and the box by its version."""
    found = dict(_assets(resources.files("service").joinpath("web"), ""))
    box = found[f"{_BOX}.js"]
    versioned = f"{_BOX}.{box.etag[1:13]}.js"
    return found | {
        f"{_BOX}.js": box._replace(headers=_shared(_CHECKED)),
        versioned: box._replace(headers=_shared(_FOREVER)),
        f"{_BOX}.json": _asset(f"{_BOX}.json", _version(versioned, box), _shared(_CHECKED)),
        "embed.html": found["embed.html"]._replace(headers=_EMBEDDED | _CHECKED),
    }


def _shared(headers: Mapping[str, str]) -> Mapping[str, str]:
    """For what other sites' pages load, with its integrity checked."""
    return {
        **_SAFE,
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
        **headers,
    }


def _version(name: str, box: Asset) -> bytes:
    """Where the box lies for ever, and the hash by which a page checks it (Subresource Integrity)."""
    digest = b64encode(hashlib.sha384(box.content).digest()).decode()
    return msgspec.json.encode({"src": f"/web/{name}", "integrity": f"sha384-{digest}"})


def _assets(folder: Traversable, path: str) -> Iterator[tuple[str, Asset]]:
    for file in folder.iterdir():
        if file.is_dir():
            yield from _assets(file, f"{path}{file.name}/")
        elif _suffix(file.name) in _TYPES:
            yield path + file.name, _asset(file.name, file.read_bytes(), {**_SAFE, **_CHECKED})


def _asset(name: str, content: bytes, headers: Mapping[str, str]) -> Asset:
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    return Asset(content, _TYPES[_suffix(name)], etag, headers)


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


@get("/embed", include_in_schema=False)
async def embed(request: ApiRequest) -> Response[bytes]:
    """Show the box alone, for a frame in pages that take no scripts."""
    return _served(request, "embed.html")


@get("/web/{name:path}", include_in_schema=False)
async def asset(request: ApiRequest, name: FromPath[str]) -> Response[bytes]:
    """Serve one of the pages' files."""
    return _served(request, str(name).removeprefix("/"))


def _served(request: ApiRequest, name: str) -> Response[bytes]:
    found = request.app.state.assets.get(name)
    if found is None:
        raise Problem("route.unknown")
    headers = {**found.headers, "ETag": found.etag}
    if request.headers.get("if-none-match") == found.etag:
        return Response(b"", status_code=304, media_type=found.media_type, headers=headers)
    return Response(found.content, media_type=found.media_type, headers=headers)


class DemoSite(msgspec.Struct, frozen=True):
    """The public key of the site that the page shows."""

    key: str


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
    site = await request.app.state.store.site(request.app.state.demo_site.id)  # its policy as it is now
    verdict = await request.desk.check(site, comment, dry_run=True)
    return answer(request, in_offsets(verdict, comment, "utf16"))


@get("/demo/site", guards=[own_page_only], include_in_schema=False)
async def demo_site(request: ApiRequest) -> Response[DemoSite]:
    """Tell the page with which key its box asks."""
    return answer(
        request, DemoSite(key=await demo_key(request.app.state.store, request.app.state.demo_site.id))
    )


def router(*, demo: bool) -> Router:
    """The pages, and the doors of the first one unless they are shut."""
    pages = [page, desk, embed, asset]
    handlers = [*pages, demo_check, demo_site] if demo else pages
    return Router("/", route_handlers=handlers, tags=["Page"])
