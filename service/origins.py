"""CORS: what a browser's page of another origin may read, as the sites' allowed origins say."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from typing import Any, Protocol

from litestar import Litestar
from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from service.model import StoreUnavailable

BROWSER: Mapping[str, Any] = {"browser": True}  # the `opt` of a handler that a site's pages may call
_FRESH_S = 5.0
_PREFLIGHT_S = "600"
_ALLOWED_HEADERS = "Authorization, Content-Type, Idempotency-Key"
_EXPOSED_HEADERS = "ETag, Idempotency-Replayed, RateLimit, RateLimit-Policy, Retry-After"


class OriginStore(Protocol):
    """Where allowed origins are kept."""

    async def origins(self) -> Mapping[str, frozenset[str]]:
        """Every allowed origin with the sites that allow it."""


class Origins:
    """The allowed origins of all sites, read anew after a few seconds; strangers cannot make it grow."""

    def __init__(self, store: OriginStore, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._clock = clock
        self._known: Mapping[str, frozenset[str]] = {}
        self._read_at = float("-inf")

    async def sites_of(self, origin: str) -> Collection[str]:
        """The sites that allow *origin*. While the store does not answer, those that did."""
        if self._clock() - self._read_at >= _FRESH_S:
            self._read_at = self._clock()
            with suppress(StoreUnavailable):
                self._known = await self._store.origins()
        return self._known.get(origin, frozenset())


class Shared:
    """Lets pages of allowed origins read the answers of those calls of *app* that are meant for browsers.

    Litestar's own middleware takes a list that is fixed at start. Credentials are never allowed: the calls are
    opened by a public key, and no cookie is to travel.
    """

    def __init__(self, inner: ASGIApp, app: Litestar) -> None:
        self._inner = inner
        self._app = app
        self._methods = _methods_for_browsers(app)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, and tell the browser who may read the answer."""
        if scope["type"] != ScopeType.HTTP:
            return await self._inner(scope, receive, send)
        origin = _header(scope, b"origin")

        async def shared(message: Message) -> None:
            if (
                message["type"] == "http.response.start"
                and (path := scope.get("path_template")) in self._methods
            ):
                headers = MutableScopeHeaders(message)
                headers.extend_header_value("Vary", "Origin")
                if origin is not None and await self._app.state.origins.sites_of(origin):
                    headers.update(_granted(scope, origin, self._methods[str(path)]))
            await send(message)

        return await self._inner(scope, receive, shared)


def _methods_for_browsers(app: Litestar) -> Mapping[str, Sequence[str]]:
    """The methods by path; Litestar's own `Allow` names only those of the first handler."""
    found: dict[str, list[str]] = {}
    for route in app.routes:
        for handler in getattr(route, "route_handlers", ()):
            if handler.opt.get("browser"):
                found.setdefault(route.path_format, []).extend(sorted(handler.http_methods))
    return found


def _granted(scope: Scope, origin: str, methods: Sequence[str]) -> Mapping[str, str]:
    """The headers of an answer, or of the one to what a browser asks before it sends a request."""
    if scope.get("method") != "OPTIONS":
        return {"Access-Control-Allow-Origin": origin, "Access-Control-Expose-Headers": _EXPOSED_HEADERS}
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Methods": ", ".join(methods),
        "Access-Control-Allow-Headers": _ALLOWED_HEADERS,
        "Access-Control-Max-Age": _PREFLIGHT_S,
    }


def _header(scope: Scope, name: bytes) -> str | None:
    found = (value for key, value in scope["headers"] if key == name)
    value = next(found, None)
    return None if value is None else value.decode("latin-1")
