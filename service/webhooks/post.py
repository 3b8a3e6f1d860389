"""Sending one message, within bounds of time and size."""

from __future__ import annotations

import asyncio
from typing import Protocol

import httpcore
from msgspec import Struct

from service.webhooks.targets import BadTarget, CheckedBackend

_WITHIN_S = 15.0
_MOST_TOLD = 200  # of an answer that is shown to people
_MOST_READ = 16_384
_HTTP = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.TimeoutException,
    httpcore.UnsupportedProtocol,
)


class Sent(Struct, frozen=True):
    """What came of a message: it arrived, or why not."""

    arrived: bool
    told: str


class Poster(Protocol):
    """Sends bytes to an address and says what came of it; raises nothing."""

    async def post(self, url: str, headers: dict[str, str], body: bytes) -> Sent:
        """Send *body*; any 2xx means that it arrived, and redirects are not followed."""

    async def close(self) -> None:
        """Let go of connections."""


class HttpPoster:
    """A `Poster` over HTTP. Connections are not kept, so that each is checked anew.

    How many there are is the caller's to bound: here, those of one server would wait for those of another.
    """

    def __init__(self, *, private_allowed: bool) -> None:
        backend = CheckedBackend(httpcore.AnyIOBackend(), private_allowed=private_allowed)
        self._pool = httpcore.AsyncConnectionPool(
            max_connections=None, max_keepalive_connections=0, network_backend=backend
        )

    async def post(self, url: str, headers: dict[str, str], body: bytes) -> Sent:
        """Send, and read no more of the answer than people may want to see."""
        try:
            async with asyncio.timeout(_WITHIN_S):
                return await self._posted(url, headers, body)
        except TimeoutError:
            return Sent(arrived=False, told=f"no answer within {_WITHIN_S:g} s")
        except (BadTarget, OSError, *_HTTP) as error:
            return Sent(arrived=False, told=f"{type(error).__name__}: {error}"[:_MOST_TOLD])

    async def close(self) -> None:
        """Close the pool."""
        await self._pool.aclose()

    async def _posted(self, url: str, headers: dict[str, str], body: bytes) -> Sent:
        named = {"Content-Type": "application/json", "User-Agent": "moderation-webhooks", **headers}
        async with self._pool.stream("POST", url, headers=list(named.items()), content=body) as response:
            arrived = 200 <= response.status < 300
            told = "" if arrived else await _beginning(response)
            return Sent(arrived, f"HTTP {response.status} {told}".strip())


async def _beginning(response: httpcore.Response) -> str:
    """The first words of an answer, as text that may be shown."""
    read = b""
    async for part in response.aiter_stream():
        read += part
        if len(read) >= _MOST_READ:
            break
    text = read[:_MOST_TOLD].decode("utf-8", "replace")
    return "".join(sign for sign in text if sign.isprintable())
