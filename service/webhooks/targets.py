"""Where a webhook may go: a public address, checked when the connection is made.

A name is resolved here, every address that it has is checked, and the connection goes to a checked address. A name that
pointed elsewhere when the webhook was made, or points elsewhere a moment later (DNS rebinding), gains nothing.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import httpcore

from moderation.errors import ModerationError

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_LONGEST = 2_048


class BadTarget(ModerationError):
    """An address that no webhook is sent to."""


def checked_url(url: str, *, private_allowed: bool) -> str:
    """*url* itself, when a webhook may have it. Raises `BadTarget`; names are resolved only when it is called."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise BadTarget(f"{url[:80]!r} is no address; write one such as https://example.vn/hook") from None
    if len(url) > _LONGEST or not url.isascii() or not url.isprintable() or " " in url:
        raise BadTarget(f"an address is at most {_LONGEST} printable ASCII characters; encode the others")
    if parts.scheme not in ("https", "http") or not host:
        raise BadTarget(f"{url[:80]!r} is no web address; write one such as https://example.vn/hook")
    if parts.username is not None or parts.password is not None:
        raise BadTarget("an address with a password is not kept; check the signature instead")
    if parts.scheme == "http" and not private_allowed:
        raise BadTarget(f"{url[:80]!r} is not encrypted; use https")
    if not private_allowed and (address := _literal(host)) is not None and not is_public(address):
        raise BadTarget(_private(host, str(address)))
    return url


def is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether anybody may be behind *address*, and not this machine or its neighbours."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not (address.is_multicast or address.is_reserved)


class CheckedBackend(httpcore.AsyncNetworkBackend):
    """Connects to public addresses alone, unless *private_allowed*; *resolve* gives the addresses of a name."""

    def __init__(
        self,
        inner: httpcore.AsyncNetworkBackend,
        *,
        private_allowed: bool,
        resolve: Resolve | None = None,
    ) -> None:
        self._inner = inner
        self._private_allowed = private_allowed
        self._resolve = resolve or resolved

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to an address of *host* that was checked. Raises `BadTarget`."""
        async with asyncio.timeout(timeout):
            addresses = await self._resolve(host, port)
        if not self._private_allowed:
            for address in addresses:
                if not is_public(ipaddress.ip_address(address.partition("%")[0])):
                    raise BadTarget(_private(host, address))
        if not addresses:
            raise httpcore.ConnectError(f"{host} has no address")
        return await self._inner.connect_tcp(addresses[0], port, timeout, local_address, socket_options)

    async def sleep(self, seconds: float) -> None:
        """Wait, as httpcore asks."""
        await self._inner.sleep(seconds)


async def resolved(host: str, port: int) -> list[str]:
    """Every address of *host*, in the system's order.

    In a thread that nobody waits for: a resolver that hangs must hold up neither others nor the process's end.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[str] | OSError] = loop.create_future()

    def tell(found: list[str] | OSError) -> None:
        if not answer.done():  # else nobody waits any more
            answer.set_result(found)

    def look_up() -> None:
        with suppress(RuntimeError):  # the loop is closed
            loop.call_soon_threadsafe(tell, _addresses(host, port))

    Thread(target=look_up, daemon=True).start()
    found = await answer
    if isinstance(found, OSError):
        raise httpcore.ConnectError(f"{host} cannot be resolved: {found.strerror}")
    return found


def _addresses(host: str, port: int) -> list[str] | OSError:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError:  # a name that no name can be, as one of 300 letters
        return OSError(0, "it is no name")
    except OSError as error:
        return error
    return [str(place[0]) for *_, place in found]


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _private(host: str, address: str) -> str:
    cure = "set MODERATION_WEBHOOKS_PRIVATE=on if this is your own network"
    return f"{host} is {address}, which is not public; {cure}"
