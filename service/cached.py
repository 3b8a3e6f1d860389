"""Answers that caches between us and readers may keep: an ETag (RFC 9110), no cookie, no token."""

from __future__ import annotations

import hashlib
from typing import TypeVar, cast

import msgspec
from litestar import Response

from service.bodies import ApiRequest

T = TypeVar("T")
_SHARED = "public, max-age=5, s-maxage=30, stale-while-revalidate=60, stale-if-error=600"
_json = msgspec.json.Encoder(order="deterministic")


def answer(request: ApiRequest, value: T) -> Response[T]:
    """*value* as JSON, or 304 for whoever has it."""
    return cast("Response[T]", _kept(request, _json.encode(value), "application/json"))


def page(request: ApiRequest, html: str) -> Response[str]:
    """*html*, or 304 for whoever has it."""
    return cast("Response[str]", _kept(request, html.encode("utf-8", "replace"), "text/html; charset=utf-8"))


def _kept(request: ApiRequest, content: bytes, media_type: str) -> Response[bytes]:
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": _SHARED, "X-Content-Type-Options": "nosniff"}
    if tag in _tags(request.headers.get("if-none-match", "")):
        return Response(b"", status_code=304, media_type=media_type, headers=headers)
    return Response(content, media_type=media_type, headers=headers)


def _tags(header: str) -> list[str]:
    """Weak comparison, as RFC 9110 asks for here."""
    return [one.strip().removeprefix("W/") for one in header.split(",")]
