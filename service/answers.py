"""Answers: JSON, or MessagePack for whoever asks for it, with the headers that belong to a verdict."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

import msgspec
from litestar import Response
from litestar.types import Receive, Scope, Send
from msgspec.structs import replace

from moderation.comment import Comment
from moderation.verdict import Finding, Span, Verdict
from service.bodies import ApiRequest

T = TypeVar("T")
Offsets = Literal["code_points", "utf16"]

_json = msgspec.json.Encoder(order="deterministic")  # the bytes of Verdict.json()
_msgpack = msgspec.msgpack.Encoder(order="deterministic")


def answer(
    request: ApiRequest, value: T, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response[T]:
    """Encode *value* as the client accepts it."""
    packed = "msgpack" in request.headers.get("accept", "")
    content = _msgpack.encode(value) if packed else _json.encode(value)
    media_type = "application/msgpack" if packed else "application/json"
    named = {"Cache-Control": "no-store", "Vary": "Accept", **(headers or {})}
    response = _Encoded(content, status_code=status, media_type=media_type, headers=named)
    return cast("Response[T]", response)  # Litestar's documentation reads the type of what was encoded


class _Encoded(Response[bytes]):
    """Bytes that are ready to be sent; Litestar's own way from here costs as much as judging a short comment."""

    def to_asgi_response(self, *_: Any, **__: Any) -> Any:
        """Nothing is left to be made of it."""
        return self

    async def __call__(self, _: Scope, __: Receive, send: Send) -> None:
        """Send the answer."""
        headers = [(name.lower().encode(), value.encode()) for name, value in self.headers.items()]
        headers.append((b"content-type", str(self.media_type).encode()))
        headers.append((b"content-length", b"%d" % len(self.content)))
        await send({"type": "http.response.start", "status": self.status_code or 200, "headers": headers})
        await send({"type": "http.response.body", "body": self.content, "more_body": False})


def in_offsets(verdict: Verdict, comment: Comment, offsets: Offsets) -> Verdict:
    """*verdict* with its spans counted as asked; browsers count UTF-16 units."""
    if offsets == "code_points":
        return verdict
    fields = {"text": comment.text, "author": comment.author}
    return replace(verdict, findings=tuple(_in_utf16(f, fields[f.field]) for f in verdict.findings))


def _in_utf16(finding: Finding, text: str) -> Finding:
    if text.isascii() or not finding.spans:
        return finding
    astral = [index for index, character in enumerate(text) if character > "\uffff"]
    return replace(finding, spans=tuple(_shifted(span, astral) for span in finding.spans))


def _shifted(span: Span, astral: list[int]) -> Span:
    start, end = (at + bisect_left(astral, at) for at in (span.start, span.end))
    return replace(span, start=start, end=end)
