"""uvicorn, with the bounds that it does not set itself."""

from __future__ import annotations

import asyncio
import gc
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from service.settings import Settings, SettingsError

_BACKLOG = 2048
_HEADER_BYTES = 64_000
_HEADERS_WITHIN_S = 10.0
_FINISH_WITHIN_S = 1.5  # then open requests are cancelled, so that all is over within 3 s, of workers too


class BoundedProtocol(HttpToolsProtocol):
    """Hangs up on whoever does not finish a request's head in time, or sends a huge one."""

    _deadline: asyncio.TimerHandle | None = None
    _head_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Give a new connection its time."""
        super().connection_made(transport)
        self._start_deadline()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the deadline."""
        self._stop_deadline()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """Give each request's head its time, too."""
        super().on_message_begin()
        self._head_bytes = 0
        self._start_deadline()

    def on_url(self, url: bytes) -> None:
        """Count a path and a query."""
        super().on_url(url)
        self._count(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Count a header."""
        super().on_header(name, value)
        self._count(name + value)

    def on_headers_complete(self) -> None:
        """From here on the reader of bodies keeps the time."""
        self._stop_deadline()
        super().on_headers_complete()

    def _count(self, part: bytes) -> None:
        self._head_bytes += len(part)
        if self._head_bytes > _HEADER_BYTES:
            raise ValueError("request head too large")  # httptools hangs up with a 400

    def _start_deadline(self) -> None:
        self._stop_deadline()
        self._deadline = self.loop.call_later(_HEADERS_WITHIN_S, self.transport.close)

    def _stop_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


class AnnouncingServer(uvicorn.Server):
    """Tells its address once it can be reached there."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[str], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and tell where; a start that failed tells nothing."""
        await super().startup(sockets=sockets)
        settle_memory()
        if self.started and self.servers:
            host, port = self.servers[0].sockets[0].getsockname()[:2]
            self._announce(address(host, port))


def settle_memory() -> None:
    """Leave what a start has built out of every later collection: walking it stops all answers for 80 ms."""
    gc.collect()
    gc.freeze()


@contextmanager
def listening(settings: Settings) -> Iterator[socket.socket]:
    """A socket at host and port. Raises `SettingsError` when the address cannot be had."""
    try:
        family, _, _, _, place = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
        sock = socket.create_server(place[:2], family=family, backlog=_BACKLOG)
    except OSError as error:
        reason = str(error.strerror).partition(" (")[0]
        told = f"MODERATION_HOST={settings.host!r}, MODERATION_PORT={settings.port}"
        raise SettingsError(f"{told}: {reason}; set another port, or an address of this machine") from None
    with sock:
        yield sock


def address(host: str, port: int) -> str:
    """Where a browser on this machine finds us.

    >>> address("0.0.0.0", 8000), address("::1", 8000)
    ('http://127.0.0.1:8000', 'http://[::1]:8000')
    """
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - read, not bound
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def config(app: Any, **more: Any) -> uvicorn.Config:
    """How uvicorn runs *app*. Its own access log writes query strings, so it is off."""
    return uvicorn.Config(
        app,
        loop="uvloop",
        http=BoundedProtocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=20,
        timeout_graceful_shutdown=_FINISH_WITHIN_S,  # type: ignore[arg-type]  # it only waits for so long
        **more,
    )
